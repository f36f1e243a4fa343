"""A page with one sentence and one next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.kit.acts import act
from components.kit.addresses import own_address
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.tags import a, button, h1, icon, main, p


@dataclass(frozen=True, slots=True)
class End:
    """The sentence and the label of the next step, which is a button if it has no address."""

    picture: str
    title: str
    text: str
    step: str
    address: str = ''


def draw_end(row: End) -> Tag:
    """Draw a picture, a title, the sentence and the step."""
    return main('end end--alone')[
        icon(row.picture, 'icon--end'),
        h1('display')[row.title],
        p('quiet')[row.text],
        when(row.address)[a('btn btn--main', href=own_address(row.address))[row.step]].otherwise[
            button('btn btn--main', on_click=act('step'))[row.step]
        ],
    ]


def end_view(
    picture: str, title: str, text: str, step: str, *, href: str = '', on_step: Callable[[], Any] | None = None
) -> None:
    """Show the page; the next step is a link (`href`) or calls `on_step`."""
    view = LiveView(draw_end, End(picture, title, text, step, href))
    if on_step is not None:
        view.on_act('step', lambda *_: on_step())

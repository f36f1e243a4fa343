"""The sheet for what does not fit into a phone's top bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.kit.acts import act
from components.kit.browser import media, sent
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.tags import button, div, icon
from components.kit.traced import choose


def draw_more() -> Tag:
    """Draw a button for each choice."""
    choice = button('btn choice')
    showing = choose(sent('screen') == 'on', 'Stop showing your screen', 'Show your screen')
    return div('choices')[
        choice(on_click=act('invite'))[icon('qr-code'), 'Invite others'],
        choice(on_click=act('room'))[icon('door-open'), 'This room'],
        when(media().health == 'ready')[
            choice(data_media='screen', on_click=act('close'))[icon('monitor-up'), showing],
            choice(on_click=act('me'))[icon('armchair'), 'Your status and name'],
            choice(on_click=act('devices'))[icon('settings-2'), 'Devices and video'],
        ],
        choice(data_toggle_theme='')[icon('sun-moon'), 'Light or dark'],
        choice(on_click=act('keys'))[icon('keyboard'), 'Keys'],
    ]


def open_more_sheet(open_sheet: Callable[[str], Any]) -> None:
    """Open the sheet; `open_sheet` is called with `invite`, `room`, `me`, `devices` or `keys` after it closes."""
    with sheet('More') as dialog:
        view = LiveView(draw_more)

    def chosen(name: str) -> Any:
        dialog.close()
        return open_sheet(name)

    for name in ('invite', 'room', 'me', 'devices', 'keys'):
        view.on_act(name, lambda *_, name=name: chosen(name))
    view.on_act('close', lambda *_: dialog.close())

"""The bar at the top of a room."""

from __future__ import annotations

from components.kit.brand import MARK
from components.kit.template import render, template
from components.panels.top_bar import draw_name, draw_tools, name_row
from studyroom.room.config import RoomConfig

HOME = f'<a class="mark-link" href="/" aria-label="All rooms" title="All rooms">{MARK}</a>'


def test_a_listed_room_is_open() -> None:
    assert render(draw_name, name_row(RoomConfig('Logic <1>'))) == (
        f'<div class="top__room">{HOME}<h1 class="title">Logic &lt;1&gt;</h1>'
        '<button class="tag tag--button" type="button"'
        ' title="In the list of rooms; anyone with the link may come in">'
        '<svg class="icon icon--s" aria-hidden="true"><use href="#door-open"></use></svg>Open</button></div>'
    )


def test_a_room_outside_the_list_is_unlisted() -> None:
    drawn = render(draw_name, name_row(RoomConfig('Logic', listed=False)))
    assert ' title="Not in the list of rooms; anyone with the link may come in">' in drawn
    assert '<use href="#eye-off"></use></svg>Unlisted</button></div>' in drawn


def test_the_page_has_its_tools() -> None:
    drawn = render(draw_tools)
    assert drawn.startswith(
        '<div class="top__tools"><button class="btn btn--ghost btn--small wide" type="button" style="color:var(--ink)">'
    )
    assert 'title="Keyboard shortcuts (?)" aria-label="Keyboard shortcuts">' in drawn
    assert (
        'class="iconbtn wide" type="button" title="Light or dark" aria-label="Light or dark" data-toggle-theme="">'
        in drawn
    )
    assert 'class="iconbtn only-narrow" type="button" title="More"' in drawn
    assert drawn.count('<button') == 4


def test_each_tool_says_which_sheet_it_opens() -> None:
    for sheet in ('invite', 'keys', 'more'):
        assert f'''@click="act('{sheet}')"''' in template(draw_tools)
    assert '''@click="act('room')"''' in template(draw_name)

"""The bar at the top of the room: its name, the small timer, and tools for the whole page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from components.kit.acts import act
from components.kit.brand import draw_mark
from components.kit.countdown import Countdown
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.room_part import RoomPart, SharedView, part
from components.kit.tags import a, button, div, h1, icon
from studyroom.room.config import RoomConfig
from studyroom.room.events import RoomConfigured
from studyroom.room.room import Room
from studyroom.room.seats import Participant


@dataclass(frozen=True, slots=True)
class NameRow:
    """The name of the room, and a tag that says who can find it."""

    title: str
    icon: str
    word: str
    tip: str


def draw_name(row: NameRow) -> Tag:
    """Draw the link to the lobby, the name, and the tag that opens the room's settings."""
    return div('top__room')[
        a('mark-link', href='/', aria_label='All rooms', title='All rooms')[draw_mark()],
        h1('title')[row.title],
        button('tag tag--button', title=row.tip, on_click=act('room'))[icon(row.icon, small=True), row.word],
    ]


def draw_tools() -> Tag:
    """Draw the tools for the whole page; a phone has one button for all of them."""
    invite = button('btn btn--ghost btn--small wide', style='color:var(--ink)', on_click=act('invite'))
    keys = button('iconbtn wide', title='Keyboard shortcuts (?)', aria_label='Keyboard shortcuts', on_click=act('keys'))
    theme = button('iconbtn wide', title='Light or dark', aria_label='Light or dark', data_toggle_theme='')
    more = button('iconbtn only-narrow', title='More', aria_label='More: invite, room, keys, light or dark')
    return div('top__tools')[
        invite[icon('qr-code', small=True), 'Invite'],
        keys[icon('keyboard')],
        theme[icon('sun-moon')],
        more(on_click=act('more'))[icon('ellipsis')],
    ]


def top_bar(room: Room, me: Participant, open_sheet: Callable[[str], Any]) -> None:
    """Place the bar; `open_sheet` is called with `room`, `invite`, `keys` or `more`."""
    with ui.element('header').classes('top'):
        part(room, RoomName).name.place().on_act('room', lambda *_: open_sheet('room'))
        with ui.element('div'), ui.element('div').classes('only-narrow'):
            Countdown(variant='mini')
        tools = LiveView(draw_tools)
        for word in ('invite', 'keys', 'more'):
            tools.on_act(word, lambda *_, word=word: open_sheet(word))


class RoomName(RoomPart):
    """The name of a room, as everyone sees it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.name = SharedView(room, draw_name, lambda: name_row(room.facts.config))
        self.on(RoomConfigured, do=lambda _: self.name.show())


def name_row(config: RoomConfig) -> NameRow:
    """Return the row for a room with these settings."""
    if config.listed:
        return NameRow(config.title, 'door-open', 'Open', 'In the list of rooms; anyone with the link may come in')
    return NameRow(config.title, 'eye-off', 'Unlisted', 'Not in the list of rooms; anyone with the link may come in')

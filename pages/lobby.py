"""The lobby: the open rooms, and a card for opening another."""

from __future__ import annotations

from nicegui import ui

from components.kit.brand import page_header
from components.kit.layout import frame
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import div, h1, p
from components.lobby.create_room import create_room
from components.lobby.find_room import find_room
from components.lobby.lobby_list import lobby_list
from studyroom.clock import Clock
from studyroom.room.hub import Hub
from studyroom.room.ports import Rooms


def draw_hello() -> Tag:
    """Draw a welcome, and say what this is."""
    return div('hello')[
        h1('display')['Pull up a chair.'],
        p('quiet')['One clock for everyone, your goals beside your name, and quiet until the break.'],
    ]


def register(rooms: Rooms, hub: Hub, clock: Clock) -> None:
    """Serve `/`."""

    @ui.page('/')
    def lobby() -> None:
        with frame('Online Study Room', phase='focus'), ui.element('div').classes('page'):
            page_header()
            with ui.element('main').classes('lobby'):
                with ui.element('section').classes('lobby__rooms'):
                    LiveView(draw_hello)
                    lobby_list(rooms, hub, clock)
                    find_room(rooms)
                create_room(rooms)

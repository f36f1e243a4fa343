"""Before sitting down: the room's name, phase, who is inside, and one field for your name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from components.kit.countdown import Countdown
from components.kit.live import on
from components.kit.live_view import LiveView
from components.kit.text_entry import TextEntry
from components.kit.timer_state import timer_state
from studyroom.room.events import TIMER_FACTS, PersonCame, PersonGone, Renamed
from studyroom.room.room import Room

INSIDE = '<div class="small quiet join__inside">{{ row.words }}</div>'
NAMES_SHOWN = 8


def join_view(room: Room, name: str, sit_down: Callable[[str], Awaitable[Any]]) -> None:
    """`name` is the one remembered; `sit_down(name)` takes the seat or raises RoomError."""
    with ui.element('div').classes('join__form'):
        LiveView('<h1 class="display">{{ row.title }}</h1>', {'title': room.facts.config.title})
        with ui.element('div').classes('join__now'):
            countdown = Countdown(timer_state(room), variant='line', on_resync=lambda: timer_state(room))
            inside = LiveView(INSIDE, _inside(room))
        TextEntry(
            'Your name',
            hint='As the others will see it. It is remembered on this device only.',
            value=name,
            classes='field field--name',
            autofocus=True,
            autocomplete='nickname',
            input_classes='input--big',
            submit_label='Sit down',
            button=True,
            beside='You’ll join quietly.',
            on_submit=sit_down,
        )
    on(room, None, *TIMER_FACTS, do=lambda fact: countdown.set(timer_state(room)))
    on(room, None, PersonCame, PersonGone, Renamed, do=lambda _: inside.show(_inside(room)))


def _inside(room: Room) -> dict[str, str]:
    names = [person.name for person in room.people]
    if not names:
        return {'words': 'Nobody is inside yet'}
    more = f' and {len(names) - NAMES_SHOWN} more' if len(names) > NAMES_SHOWN else ''
    count = '1 person' if len(names) == 1 else f'{len(names)} people'
    return {'words': f'{count} inside: {", ".join(names[:NAMES_SHOWN])}{more}'}

"""The view before sitting down: the room's name and phase, who is inside, and one field for your name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.room_part import RoomPart, SharedCountdown, SharedView, part
from components.kit.tags import div, h1
from components.kit.text_entry import TextEntry
from components.kit.timer_state import timer_state
from components.lobby.people_inside import AT_THE_DOOR
from studyroom.room.events import TIMER_FACTS, Event, PersonCame, PersonGone, Renamed
from studyroom.room.room import Room


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the room."""

    title: str


@dataclass(frozen=True, slots=True)
class Inside:
    """A sentence that says who is in the room."""

    words: str


def draw_title(row: Title) -> Tag:
    """Draw the name of the room, large."""
    return h1('display')[row.title]


def draw_inside(row: Inside) -> Tag:
    """Draw the sentence under the time."""
    return div('small quiet join__inside')[row.words]


def join_view(room: Room, name: str, sit_down: Callable[[str], Awaitable[Any]]) -> None:
    """Show the view; `name` is the remembered one, and `sit_down(name)` takes the seat or raises RoomError."""
    with ui.element('div').classes('join__form'):
        LiveView(draw_title, Title(room.facts.config.title))
        with ui.element('div').classes('join__now'):
            entrance = part(room, Entrance)
            entrance.countdown.place('line')
            entrance.inside.place()
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


class Entrance(RoomPart):
    """The time in a room and the people inside, as every visitor sees them."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.countdown = SharedCountdown(lambda: timer_state(room))
        self.inside = SharedView(room, draw_inside, lambda: _inside(room))
        self.on(*TIMER_FACTS, do=lambda _: self.countdown.set(timer_state(room)))
        self.on(PersonCame, PersonGone, Renamed, do=self._changed)

    def _changed(self, _: Event) -> None:
        with self.together():
            self.inside.show()


def _inside(room: Room) -> Inside:
    return Inside(AT_THE_DOOR.sentence([person.name for person in room.people]))

"""What a verb decides from: a room at one instant, and the seat that acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from studyroom.room.errors import RoomError
from studyroom.room.permissions import Act, require

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts
    from studyroom.room.presence import Presence
    from studyroom.room.seats import Participant


class Stamp(TypedDict):
    """What every event says about its origin."""

    room_id: str
    at: float
    by: str


class SeatStamp(Stamp):
    """What every presence event says about its origin."""

    seat: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A room as it is at the instant `now`, and the seat that acts in it; `by` is empty for the room itself."""

    room_id: str
    facts: RoomFacts
    presence: Presence
    by: str
    now: float

    @property
    def stamp(self) -> Stamp:
        """The origin of a fact: `MessageSent(**scene.stamp, name='Ann', text='hello')`."""
        return {'room_id': self.room_id, 'at': self.now, 'by': self.by}

    @property
    def seat_stamp(self) -> SeatStamp:
        """The origin of a presence event: `PersonCame(**scene.seat_stamp)`."""
        return {**self.stamp, 'seat': self.by}

    @property
    def person(self) -> Participant | None:
        """The person who acts; None for a visitor and for a person who left."""
        return self.facts.person(self.by)

    def actor(self, act: Act) -> Participant:
        """Return the person who acts, if their role may do `act`. Raises RoomError `not_seated` or `not_allowed`."""
        person = self.person
        if person is None:
            raise RoomError('not_seated', 'Sit down in the room first.')
        require(person.role, act)
        return person

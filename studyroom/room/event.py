"""What every event has, and what facts and presence events add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from studyroom.room.permissions import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`at` is an instant (seconds since 1970); `by` is the seat that acted, empty for the room itself."""

    audience: ClassVar[Audience] = Audience.ROOM
    room_id: str
    at: float
    by: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Event):
    """A stored event: `seq` counts 1, 2, 3 in each room (0: not stored yet); `v` is the version of the class."""

    v: ClassVar[int] = 1
    seq: int = 0

    @property
    def erases(self) -> tuple[int, ...]:
        """The numbers of earlier facts whose stored words are overwritten when this one is stored."""
        return ()

    def erased(self) -> Self:
        """Return the same fact without a person's words, for overwriting what is stored."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceEvent(Event):
    """An event that is true only while connections last: never stored, never numbered."""

    seat: str

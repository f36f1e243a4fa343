"""What every event has, and what every fact has besides."""

from dataclasses import dataclass
from typing import ClassVar, Self

from studyroom.room.permissions import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`at` is an instant (seconds since 1970); `by` the seat that acted, empty for the room itself."""

    audience: ClassVar[Audience] = Audience.ROOM
    room_id: str
    at: float
    by: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Event):
    """Stored and numbered: `seq` counts 1, 2, 3 in each room (0: not stored yet); `v` is the version of the class."""

    v: ClassVar[int] = 1
    seq: int = 0

    def erased(self) -> Self:
        """The same fact without the words of a person, for overwriting what is stored."""
        return self

"""A room as the public may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyroom.room.config import RoomConfig
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.media import MediaState
from studyroom.room.seats import Participant


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room as the lobby and other programs see it, after the fact numbered `seq`.

    `present` are the people in the room, in the order in which they came; `media` is what each name sends.
    """

    room_id: str
    config: RoomConfig
    timer: FocusTimer
    present: tuple[Participant, ...]
    updated_at: float
    seq: int = 0
    media: Mapping[str, MediaState] = field(default_factory=dict)

    @property
    def people(self) -> tuple[str, ...]:
        """The names of the people present, each once."""
        return tuple(dict.fromkeys(person.name for person in self.present))

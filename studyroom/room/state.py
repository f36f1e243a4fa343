"""A room as the public may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyroom.room.config import RoomConfig
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.media import MediaState


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room as the lobby and other programs see it, after the fact numbered `seq`.

    `people` are names in the order they came; `media` is what each of them sends.
    """

    room_id: str
    config: RoomConfig
    timer: FocusTimer
    people: tuple[str, ...]
    updated_at: float
    seq: int = 0
    media: Mapping[str, MediaState] = field(default_factory=dict)

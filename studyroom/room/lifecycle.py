"""How a room comes into memory and leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from studyroom.room.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWoke(Event):
    """The room is back in memory and in the lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSlept(Event):
    """The room left memory and the lists; its log stays."""

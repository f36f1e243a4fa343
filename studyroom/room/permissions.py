"""Who may do what, and who may hear of it. Every verb asks here; nothing else decides."""

from dataclasses import dataclass
from enum import StrEnum

from studyroom.room.errors import RoomError


class Role(StrEnum):
    """What a person is in a room."""

    MEMBER = 'member'


class Audience(StrEnum):
    """Who may hear of an event: everyone in the room, or only the person who acted."""

    ROOM = 'room'
    SELF = 'self'


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb needs to be allowed, kept with its noun; `words` end the sentence "You may not ..."."""

    words: str


def may(role: Role, act: Act) -> bool:
    """Return whether `role` may do `act`. In a room without a host everybody may do everything."""
    return role is Role.MEMBER


def require(role: Role, act: Act) -> None:
    """Raise RoomError `not_allowed` unless `role` may do `act`."""
    if not may(role, act):
        raise RoomError('not_allowed', 'You may not {act} in this room.', act=act.words)

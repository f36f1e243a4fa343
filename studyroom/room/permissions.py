"""Who may do what, and who may hear of it. Every verb asks here; nothing else decides."""

from enum import StrEnum

from studyroom.room.errors import RoomError


class Role(StrEnum):
    MEMBER = 'member'


class Audience(StrEnum):
    """Who may hear of an event: everyone in the room, or only the person who acted."""

    ROOM = 'room'
    SELF = 'self'


class Act(StrEnum):
    """What a person may be allowed to do; every verb needs one of these."""

    SIT_DOWN = 'sit down'
    LEAVE = 'leave'
    CONTROL_TIMER = 'control the timer'
    CONFIGURE = 'change the room'
    CHAT = 'write in the chat'
    SET_GOALS = 'set goals'
    ASK_HELP = 'ask for help'
    RENAME = 'change a name'
    SET_STATUS = 'set a status'
    SPEAK = 'speak'
    SHOW = 'turn on a camera'
    SHARE = 'share a screen'


def may(role: Role, act: Act) -> bool:
    """Return whether `role` may do `act`. In a room without a host everyone may do everything."""
    return role is Role.MEMBER and act in Act


def require(role: Role, act: Act) -> None:
    """Raise RoomError `not_allowed` unless `role` may do `act`."""
    if not may(role, act):
        raise RoomError('not_allowed', 'You may not {act} in this room.', act=act.value)

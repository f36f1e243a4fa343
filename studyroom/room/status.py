"""The status that people set for themselves: focusing, on a break, away, or as the room does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studyroom.room.errors import BadInput
from studyroom.room.event import PresenceEvent
from studyroom.room.permissions import Act
from studyroom.room.scene import Scene

SET_STATUS = Act('set a status')


class PersonStatus(StrEnum):
    """The status of a person; `follows` shows the phase of the room."""

    FOLLOWS = 'follows'
    FOCUSING = 'focusing'
    BREAK = 'break'
    AWAY = 'away'


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(PresenceEvent):
    """A person set their status; when the phase changes it is `follows` again, unless they are away."""

    status: PersonStatus


def set_status(scene: Scene, status: object) -> Sequence[PresenceEvent]:
    """Say focusing, on a break, away, or follow the room: StatusSet. Raises RoomError `bad_status`."""
    scene.actor(SET_STATUS)
    if not isinstance(status, str) or status not in set(PersonStatus):
        raise BadInput('bad_status', 'You can be focusing, on a break or away.')
    if scene.by not in scene.presence or scene.presence.status(scene.by) == status:
        return []
    return [StatusSet(**scene.seat_stamp, status=PersonStatus(status))]


def follow_phase(scene: Scene) -> Sequence[PresenceEvent]:
    """After a new phase, let people who are focusing or on a break follow the room again: StatusSet for each.

    People who are away stay away.
    """
    said = {PersonStatus.FOCUSING, PersonStatus.BREAK}
    chosen = [seat for seat in scene.presence.seats if scene.presence.status(seat) in said]
    follows = PersonStatus.FOLLOWS
    return [StatusSet(room_id=scene.room_id, at=scene.now, by=seat, seat=seat, status=follows) for seat in chosen]

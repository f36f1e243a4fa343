"""What people send by microphone, camera and screen, as the media server reports it, never a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyroom.room.errors import RoomError
from studyroom.room.event import PresenceEvent
from studyroom.room.permissions import Act
from studyroom.room.scene import Scene

SPEAK = Act('speak')
SHOW = Act('turn on a camera')
SHARE = Act('share a screen')


@dataclass(frozen=True, slots=True)
class MediaState:
    """What one person sends right now; a muted track is not sent."""

    audio: bool = False
    video: bool = False
    screen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaChanged(PresenceEvent):
    """What a person sends by microphone, camera and screen; it also ends with PersonGone."""

    state: MediaState


def set_media(scene: Scene, state: MediaState) -> Sequence[PresenceEvent]:
    """Record what the media server says a person sends: MediaChanged. Does nothing for a seat without a page.

    Not for panels: what a browser says about its own microphone proves nothing.
    """
    attendance = scene.presence.attendances.get(scene.by)
    if attendance is None:
        return []
    attendance.in_call = True
    return _sends(scene, state)


def left_call(scene: Scene) -> Sequence[PresenceEvent]:
    """Record that a person has left the call: MediaChanged, if they were sending anything."""
    attendance = scene.presence.attendances.get(scene.by)
    if attendance is None or not attendance.in_call:
        return []
    attendance.in_call = False
    return _sends(scene, MediaState())


def claim_media(scene: Scene, state: MediaState) -> Sequence[PresenceEvent]:
    """Record what a guest says it sends: MediaChanged. Does nothing while it is in the call: LiveKit knows better.

    Raises RoomError `not_present` before the guest has joined, and `not_allowed` for browsers: LiveKit knows theirs.
    """
    person, attendance = scene.actor(SPEAK), scene.presence.attendances.get(scene.by)
    if not person.guest:
        raise RoomError('not_allowed', 'The media server is asked what a browser sends.')
    if attendance is None:
        raise RoomError('not_present', 'Join the room first.')
    return [] if attendance.in_call else _sends(scene, state)


def _sends(scene: Scene, state: MediaState) -> Sequence[PresenceEvent]:
    if scene.presence.attendances[scene.by].media == state:
        return []
    return [MediaChanged(**scene.seat_stamp, state=state)]

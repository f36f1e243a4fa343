"""What people send by microphone, camera and screen."""

from studyroom.room import events
from studyroom.room.core import RoomCore
from studyroom.room.errors import RoomError
from studyroom.room.media import MediaState
from studyroom.room.permissions import Act


class MediaVerbs(RoomCore):
    """LiveKit's word goes before that of a participant."""

    def set_media(self, seat: str, state: MediaState) -> None:
        """What the media server says that a person sends: events.MediaChanged. Nothing for whoever is not here.

        Not for panels: a browser's word about its own microphone is no truth.
        """
        attendance = self.presence.attendances.get(seat)
        if attendance is not None:
            attendance.in_call = True
            self._sends(seat, state)

    def left_call(self, seat: str) -> None:
        """The media server has this person no more: events.MediaChanged, if they sent anything."""
        attendance = self.presence.attendances.get(seat)
        if attendance is not None and attendance.in_call:
            attendance.in_call = False
            self._sends(seat, MediaState())

    async def claim_media(self, by: str, state: MediaState) -> None:
        """What a guest says that it sends: events.MediaChanged. Nothing while LiveKit has it: that knows.

        RoomError `not_present` for who has not joined, `not_allowed` for browsers: LiveKit speaks for them.
        """
        person, attendance = self._actor(by, Act.SPEAK), self.presence.attendances.get(by)
        if not person.guest:
            raise RoomError('not_allowed', 'What a browser sends is asked of the media server.')
        if attendance is None:
            raise RoomError('not_present', 'Join the room first.')
        if not attendance.in_call:
            self._sends(by, state)

    def _sends(self, seat: str, state: MediaState) -> None:
        if self.presence.attendances[seat].media != state:
            now = self.clock.now()
            self.announce(events.MediaChanged(room_id=self.room_id, at=now, by=seat, seat=seat, state=state))

"""A server without media, for `STUDYROOM_MEDIA=off` and for tests of pages."""

from __future__ import annotations

from collections.abc import Callable

from studyroom.room.errors import RoomError
from studyroom.room.ports import MediaHealth, MediaStatus, Ticket

OFF = MediaStatus(MediaHealth.OFF, 'Microphone and camera are turned off on this server.')


class MediaOff:
    """A MediaPort without a call to join."""

    @property
    def status(self) -> MediaStatus:
        return OFF

    def subscribe(self, changed: Callable[[MediaStatus], None]) -> Callable[[], None]:
        """Return a function that does nothing: the status never changes."""
        return lambda: None

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Always raise RoomError `media_unavailable`."""
        raise RoomError('media_unavailable', '{sentence}', sentence=OFF.sentence)

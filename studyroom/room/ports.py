"""What the pages need from the server; app.py provides it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from studyroom.room.config import RoomConfig
from studyroom.room.facts import RoomFacts
from studyroom.room.room import Room
from studyroom.room.state import RoomState


class Rooms(Protocol):
    """The rooms of this server, as the lobby and the pages see them."""

    async def create(self, config: RoomConfig) -> Room:
        """Open a new room under a readable, unguessable id.

        Raises RoomError `too_many_rooms` or `not_stored`, or one that says what is wrong in `config`.
        """

    async def find(self, room_id: str) -> Room:
        """Return the room, woken if it was asleep.

        Raises RoomError `bad_room_id`, `no_such_room`, `too_many_rooms` or `not_read`.
        """

    async def open_at(self, room_id: str, config: RoomConfig) -> tuple[Room, bool]:
        """Return the room at that address, woken if it was asleep, or else a new one there; and whether it is new.

        Raises RoomError `bad_room_id`, `too_many_rooms`, `not_read` or `not_stored`, or one that says what is wrong in
        `config`.
        """

    async def peek(self, room_id: str) -> RoomFacts:
        """Return what a room remembers; for one that is asleep, what waking it now would give, without waking it.

        Raises RoomError `bad_room_id`, `no_such_room` or `not_read`.
        """

    def get(self, room_id: str) -> Room | None:
        """Return the room if it is awake."""

    def listed(self) -> Sequence[RoomState]:
        """Return the rooms that are awake and listed, the fullest first."""

    def seen(self, room_id: str) -> RoomState | None:
        """Return the state of a room if it is awake and listed."""


class MediaHealth(StrEnum):
    """Off by a setting, being fetched, starting or restarting, ready, or unavailable."""

    OFF = 'off'
    FETCHING = 'fetching'
    STARTING = 'starting'
    READY = 'ready'
    UNAVAILABLE = 'unavailable'


@dataclass(frozen=True, slots=True)
class MediaStatus:
    """The state of media on this server, with a `sentence` for people, and `advice` when media are unavailable.

    `progress` goes from 0 to 1 while fetching; it is None when the progress is unknown.
    """

    health: MediaHealth
    sentence: str
    advice: str = ''
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What lets one client into one call. Ask for a new one each time; it is valid for `seconds`.

    `url` is a path of our own origin. Without `own_relays` the browser must use no STUN or TURN server at all
    (`iceServers: []`): everybody is on this machine or in one network.
    """

    url: str
    token: str
    own_relays: bool = False
    seconds: int = 300


class MediaPort(Protocol):
    """Microphone, camera and screen, as pages and panels see them; `Room.media` holds what people send."""

    @property
    def status(self) -> MediaStatus:
        """The state of media right now."""

    def subscribe(self, changed: Callable[[MediaStatus], None]) -> Callable[[], None]:
        """Hear of every change of `status`, at once and on the event loop.

        Returns a function that ends this; calling it twice does no harm.
        """

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Return a ticket that lets `seat` into the call of its room, with `name` as its label.

        Raises RoomError `media_unavailable` unless media are ready, and `not_seated` for anyone who has no seat there
        or has left it.
        """

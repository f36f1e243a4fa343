"""What the pages need of the machinery; app.py fills it in."""

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
    """The rooms of this server, as lobby and pages see them."""

    async def create(self, config: RoomConfig) -> Room:
        """Open a new room under a readable, unguessable id.

        RoomError `too_many_rooms`, `not_stored`, or what is wrong in `config`.
        """

    async def find(self, room_id: str) -> Room:
        """The room, woken if it slept. RoomError `bad_room_id`, `no_such_room`, `too_many_rooms`, `not_read`."""

    async def open_at(self, room_id: str, config: RoomConfig) -> tuple[Room, bool]:
        """The room at that address, woken if it slept, or else a new one there; and whether it is new.

        RoomError `bad_room_id`, `too_many_rooms`, `not_read`, `not_stored`, or what is wrong in `config`.
        """

    async def peek(self, room_id: str) -> RoomFacts:
        """What a room remembers; of one that sleeps what waking it now would give, without waking it.

        RoomError `bad_room_id`, `no_such_room`, `not_read`.
        """

    def get(self, room_id: str) -> Room | None:
        """The room if it is awake."""

    def listed(self) -> Sequence[RoomState]:
        """Rooms that are awake and listed, the fullest first."""

    def seen(self, room_id: str) -> RoomState | None:
        """The state of a room that is awake and listed."""


class MediaHealth(StrEnum):
    """Off by a setting; being fetched; starting or starting again; ready; or not to be had."""

    OFF = 'off'
    FETCHING = 'fetching'
    STARTING = 'starting'
    READY = 'ready'
    UNAVAILABLE = 'unavailable'


@dataclass(frozen=True, slots=True)
class MediaStatus:
    """How media stand on this server: `sentence` says it to a person, `advice` what to do (only when unavailable).

    `progress` goes from 0 to 1 while fetching; None when nobody knows how far it is.
    """

    health: MediaHealth
    sentence: str
    advice: str = ''
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What lets one client into one call: ask for a new one at each joining, keep none. Good for `seconds`.

    `url` is a path of our own origin. Without `own_relays` the browser shall use no STUN or TURN server at all
    (`iceServers: []`): everybody is on this machine or in one network.
    """

    url: str
    token: str
    own_relays: bool = False
    seconds: int = 300


class MediaPort(Protocol):
    """Microphone, camera and screen, as pages and panels see them. What people send is in `Room.media`."""

    @property
    def status(self) -> MediaStatus:
        """How it stands right now."""

    def subscribe(self, changed: Callable[[MediaStatus], None]) -> Callable[[], None]:
        """Hear of every change of `status`, at once and on the event loop; returns what ends it, harmless twice."""

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Let `seat` into the call of its room, under `name` as a label.

        RoomError `media_unavailable` unless ready, `not_seated` for whoever has no seat there, or left it.
        """

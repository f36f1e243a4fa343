"""Keeps rooms and calls in agreement: LiveKit, not the browser, says who sends what."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import aiohttp
from livekit import api

from studyroom.media.tokens import LiveKitKeys
from studyroom.room.events import Event, PersonCame, Renamed, SeatLeft
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.room import Room

log = logging.getLogger(__name__)

RECONCILE_SECONDS = 15.0
SETTLE_SECONDS = 0.5  # LiveKit announces a change a moment before its list shows it
SEAT_PREFIX = 'seat:'
GONE = api.ParticipantInfo.State.DISCONNECTED


class AwakeRooms(Protocol):
    """The rooms of this server that are in memory."""

    @property
    def awake(self) -> Sequence[Room]: ...

    def get(self, room_id: str) -> Room | None: ...


class Reconciler:
    """Sets `Room.media` to what LiveKit reports: at once where something may have changed, everywhere every 15 s.

    Conversely, a call follows its room: somebody without a seat is removed from it, and so is a program without a seat
    whose name somebody at a browser has taken; a new name is passed on. Rooms that are not ours are left alone.
    """

    def __init__(self, rooms: AwakeRooms, hub: Hub, reconcile_seconds: float = RECONCILE_SECONDS) -> None:
        self._rooms = rooms
        self._reconcile_seconds = reconcile_seconds
        self._waiting: dict[str, None] = {}
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        hub.subscribe_all(dict.fromkeys((PersonCame, Renamed, SeatLeft), self._person_changed))

    def start(self, address: str, keys: LiveKitKeys) -> None:
        """Ask the LiveKit at this address (http or https) from now on."""
        self.pause()
        task = asyncio.get_running_loop().create_task(self._keep_asking(address, keys))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def pause(self) -> None:
        """Stop asking, and record that nobody sends anything."""
        for task in self._tasks:
            task.cancel()
        for room in self._rooms.awake:
            _tell(room, {})

    async def close(self) -> None:
        """Pause, and close all connections."""
        self.pause()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def check_soon(self, room_id: str) -> None:
        """Ask about this room now, and again after 0.5 s."""
        self._enqueue(room_id)
        if self._tasks:
            asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._enqueue, room_id)

    async def _keep_asking(self, address: str, keys: LiveKitKeys) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        async with api.LiveKitAPI(address, keys.key, keys.secret) as livekit:
            while True:
                if loop.time() >= due:
                    due = loop.time() + self._reconcile_seconds
                    await self._ask_for_all(livekit)
                await self._ask_for_waiting(livekit)
                self._wake.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), max(0.0, due - loop.time()))

    async def _ask_for_all(self, livekit: api.LiveKitAPI) -> None:
        """Ask about every room where somebody sends, or is supposed to."""
        self._waiting |= dict.fromkeys(room.room_id for room in self._rooms.awake if room.media)
        with _tolerated():
            listed = (await livekit.room.list_rooms(api.ListRoomsRequest())).rooms
            self._waiting |= dict.fromkeys(room.name for room in listed if self._rooms.get(room.name) is not None)

    async def _ask_for_waiting(self, livekit: api.LiveKitAPI) -> None:
        while self._waiting:
            room_id = next(iter(self._waiting))
            del self._waiting[room_id]
            with _tolerated():
                await self._ask_for(room_id, livekit)

    async def _ask_for(self, room_id: str, livekit: api.LiveKitAPI) -> None:
        here = await participants_in(livekit, room_id)
        room = self._rooms.get(room_id)
        if room is None:
            return
        here.sort(
            key=lambda person: person.identity.startswith(SEAT_PREFIX)
        )  # a seat's own connection takes precedence over its name
        _tell(room, {_seat(room, person.identity): media_sent(person.tracks) for person in here})
        for person in here:
            with _tolerated():
                await _follow(room, person, livekit)

    def _person_changed(self, event: Event) -> None:
        self.check_soon(event.room_id)

    def _enqueue(self, room_id: str) -> None:
        self._waiting[room_id] = None
        self._wake.set()


async def participants_in(livekit: api.LiveKitAPI, room_id: str) -> list[api.ParticipantInfo]:
    """Return who is in the call of a room. Raises what the LiveKit client raises."""
    answer = await livekit.room.list_participants(api.ListParticipantsRequest(room=room_id))
    return [person for person in answer.participants if person.state != GONE]


def may_be_in_call(room: Room, identity: str) -> bool:
    """Return whether `identity` is a seat in use, or a program's name that nobody at a browser has."""
    if identity.startswith(SEAT_PREFIX):
        return room.person(identity) is not None
    return not room.is_of_a_browser(identity)


def media_sent(tracks: Iterable[api.TrackInfo]) -> MediaState:
    """Return what these tracks send; a muted one sends nothing."""
    sources = {track.source for track in tracks if not track.muted}
    return MediaState(
        audio=api.TrackSource.MICROPHONE in sources,
        video=api.TrackSource.CAMERA in sources,
        screen=api.TrackSource.SCREEN_SHARE in sources,
    )


async def _follow(room: Room, caller: api.ParticipantInfo, livekit: api.LiveKitAPI) -> None:
    seat, person = caller.identity, room.person(caller.identity)
    if not may_be_in_call(room, seat):
        log.info('removed from the call: no seat, or the name of somebody else', extra={'room': room.room_id})
        await livekit.room.remove_participant(api.RoomParticipantIdentity(room=room.room_id, identity=seat))
    elif person is not None and caller.name != person.name:
        name = api.UpdateParticipantRequest(room=room.room_id, identity=seat, name=person.name)
        await livekit.room.update_participant(name)


def _seat(room: Room, identity: str) -> str:
    """Return the seat of an identity; a guest of the API may be in the call under its name."""
    return next((person.seat for person in room.people if person.guest and person.name == identity), identity)


def _tell(room: Room, sending: dict[str, MediaState]) -> None:
    for seat in room.presence.seats:
        if seat in sending:
            room.set_media(seat, sending[seat])
        else:
            room.left_call(seat)


@contextlib.contextmanager
def _tolerated() -> Iterator[None]:
    """Log and ignore errors of LiveKit: it is asked again soon enough."""
    try:
        yield
    except (api.ServerError, aiohttp.ClientError, TimeoutError) as problem:
        log.debug('LiveKit was asked who sends what: %s', type(problem).__name__)

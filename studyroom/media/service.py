"""Media as the rest of the application sees them: tickets for calls, access to the signalling, who sends what."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

import aiohttp
from livekit import api

from studyroom.media.reconciler import RECONCILE_SECONDS, AwakeRooms, Reconciler, may_be_in_call, participants_in
from studyroom.media.signalling import MOUNT
from studyroom.media.source import STARTING, Source
from studyroom.media.tokens import SOURCES, TTL
from studyroom.room.errors import RoomError
from studyroom.room.hub import Hub
from studyroom.room.permissions import Role, may
from studyroom.room.ports import MediaHealth, MediaStatus, Ticket
from studyroom.room.room import Room
from studyroom.room.text import look

log = logging.getLogger(__name__)

BROKEN = MediaStatus(
    MediaHealth.UNAVAILABLE, 'Microphone and camera failed on this server.', 'Its log says why; start it again.'
)


class SeatedRooms(AwakeRooms, Protocol):
    """Rooms, including those asleep: after a restart, LiveKit may be back before any page."""

    async def find(self, room_id: str) -> Room: ...


class MediaService:
    """A MediaPort and the SignallingAccess of one LiveKit, which is asked every `reconcile_seconds` who sends what."""

    def __init__(
        self, source: Source, rooms: SeatedRooms, hub: Hub, reconcile_seconds: float = RECONCILE_SECONDS
    ) -> None:
        self._source = source
        self._rooms = rooms
        self._reconciler = Reconciler(rooms, hub, reconcile_seconds)
        self._status = STARTING
        self._listeners: dict[object, Callable[[MediaStatus], None]] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def status(self) -> MediaStatus:
        return self._status

    @property
    def restarts(self) -> int:
        """How many times LiveKit was restarted since `start`; 0 for an external one."""
        return self._source.restarts

    def subscribe(self, changed: Callable[[MediaStatus], None]) -> Callable[[], None]:
        """Call `changed` on every change of status. Returns what ends it, harmless twice."""
        key = object()
        self._listeners[key] = changed

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Return a ticket for a seat. Raises RoomError `media_unavailable`, `not_seated`."""
        if self.upstream is None:
            raise RoomError('media_unavailable', '{sentence}', sentence=self.status.sentence)
        room = self._rooms.get(room_id)
        person = room.person(seat) if room else None
        if person is None:
            raise RoomError('not_seated', 'Sit down in the room first.')
        return self._ticket_for(room_id, seat, name, person.role)

    def guest_ticket(self, room_id: str, name: str) -> Ticket:
        """Return a ticket for a program without a seat, identified by name. Raises RoomError `media_unavailable`."""
        if self.upstream is None:
            raise RoomError('media_unavailable', '{sentence}', sentence=self.status.sentence)
        return self._ticket_for(room_id, name, name, Role.MEMBER)

    async def is_in_call(self, room_id: str, name: str) -> bool:
        """Return whether a name that looks like `name` is in the call. Raises RoomError `media_unavailable`."""
        if self.upstream is None:
            raise RoomError('media_unavailable', '{sentence}', sentence=self.status.sentence)
        keys = self._source.keys
        try:
            async with api.LiveKitAPI(self.upstream, keys.key, keys.secret) as livekit:
                here = await participants_in(livekit, room_id)
        except (api.ServerError, aiohttp.ClientError, TimeoutError) as problem:
            raise RoomError('media_unavailable', 'The media server does not answer. Try again.') from problem
        return any(look(person.identity) == look(name) for person in here)

    def _ticket_for(self, room_id: str, identity: str, name: str, role: Role) -> Ticket:
        sources = [source for source, act in SOURCES.items() if may(role, act)]
        token = self._source.keys.join_token(room_id, identity, name, sources)
        return Ticket(MOUNT, token, self._source.own_relays, int(TTL.total_seconds()))

    @property
    def upstream(self) -> str | None:
        return self._source.address if self.status.health is MediaHealth.READY else None

    async def room_of(self, token: str) -> str | None:
        claims = self._source.keys.claims(token)
        if claims is None:
            return None
        room_id, identity = claims
        try:
            room = await self._rooms.find(room_id)
        except RoomError:
            return None
        return room.room_id if may_be_in_call(room, identity) else None

    def media_changed(self, room_id: str) -> None:
        self._reconciler.check_soon(room_id)

    def start(self) -> None:
        """Install and start LiveKit in the background; rooms work meanwhile."""
        self._running = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop everything that was started, within 2 s."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
        await self._reconciler.close()

    async def _run(self) -> None:
        try:
            await self._source.run(self._tell, self.media_changed)
        except Exception:
            log.exception('media failed')
            self._tell(BROKEN)

    def _tell(self, status: MediaStatus) -> None:
        if status == self._status:
            return
        self._status = status
        if self.upstream is not None:
            self._reconciler.start(self.upstream, self._source.keys)
        else:
            self._reconciler.pause()
        for listener in tuple(self._listeners.values()):
            try:
                listener(status)
            except Exception:
                log.exception('a listener to the status of media failed')

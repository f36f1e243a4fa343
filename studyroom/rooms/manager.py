"""Opens, finds, wakes, puts to sleep and finally deletes rooms."""

import asyncio
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast
from weakref import WeakValueDictionary

from studyroom.clock import Clock
from studyroom.log.room_log import Loaded, RoomLog, Snapshot
from studyroom.room import events
from studyroom.room.config import RoomConfig
from studyroom.room.errors import Conflict, LogUnavailable, RoomError, UnreadableFact
from studyroom.room.facts import RoomFacts, applied, brought_forward
from studyroom.room.hub import Hub
from studyroom.room.room import Room
from studyroom.room.state import RoomState
from studyroom.room.text import clean_room_id, slug

log = logging.getLogger(__name__)

SNAPSHOT_FACTS = 500
SNAPSHOT_SECONDS = 24 * 3_600.0
SPARED_SECONDS = 3_600.0  # a clock that is wrong at boot is usually right by then
ID_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'  # without letters that are easily misread when copied from a board
ID_RANDOM = 4


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """Limits on rooms: `most` awake at once, asleep after `sleep_seconds` empty, deleted after `keep_seconds` asleep.

    Nothing is deleted in the first hour after a start.
    """

    most: int = 1_000
    sleep_seconds: float = 30 * 60
    keep_seconds: float = 30 * 24 * 3_600


@dataclass
class RoomManager:
    """The rooms of this server. Call `open` first; rooms that sleep are only in the log."""

    log: RoomLog[RoomFacts]
    hub: Hub
    clock: Clock
    limits: RoomLimits = RoomLimits()
    room_class: type[Room] = Room
    _awake: dict[str, Room] = field(default_factory=dict)
    _asleep: dict[str, float] = field(default_factory=dict)
    _snapshots: dict[str, tuple[int, float]] = field(default_factory=dict)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _told: set[str] = field(default_factory=set)
    _opening: int = 0

    def __post_init__(self) -> None:
        self._started_at = self.clock.now()

    async def open(self) -> None:
        """Read which rooms exist; all of them sleep until somebody comes."""
        self._asleep = {record.room_id: record.last_at for record in await self.log.rooms()}

    @property
    def awake(self) -> Sequence[Room]:
        return tuple(self._awake.values())

    def get(self, room_id: str) -> Room | None:
        """Return the room if it is awake."""
        return self._awake.get(room_id)

    def seen(self, room_id: str) -> RoomState | None:
        """Return the state of a room that is awake and listed."""
        room = self._awake.get(room_id)
        return room.state() if room is not None and room.facts.config.listed else None

    def listed(self) -> Sequence[RoomState]:
        """Return the rooms that are awake and listed, the fullest first."""
        rooms = (room.state() for room in self._awake.values() if room.facts.config.listed)
        return sorted(rooms, key=lambda state: (-len(state.people), state.config.title.casefold(), state.room_id))

    async def create(self, config: RoomConfig) -> Room:
        """Open a room under a new id, as `algebra-k7f2`: events.RoomOpened. Raises RoomError `too_many_rooms`."""
        checked = config.checked()
        with self._place():
            stored = await self._store_new(checked)
            room = self._awake[stored.room_id] = self._room(stored.room_id, RoomFacts.of(stored))
        room.announce(stored)
        return room

    async def find(self, room_id: str) -> Room:
        """Return the room, woken if it slept. An empty room stays awake for a while.

        Raises RoomError `bad_room_id`, `no_such_room`, `too_many_rooms`, `not_read`.
        """
        key = clean_room_id(room_id)
        async with self._lock(key):
            return await self._found(key)

    async def open_at(self, room_id: str, config: RoomConfig) -> tuple[Room, bool]:
        """Return the room at this address, woken if it slept, or a new one; and whether it is new.

        Raises RoomError `bad_room_id`, `too_many_rooms`, `not_read`, `not_stored`, or what is invalid in `config`.
        """
        key, checked = clean_room_id(room_id), config.checked()
        async with self._lock(key):
            if key in self._awake or key in self._asleep:
                return await self._found(key), False
            with self._place():
                stored = await self._store_first(key, checked)
                room = self._awake[key] = self._room(key, RoomFacts.of(stored))
            room.announce(stored)
            return room, True

    async def peek(self, room_id: str) -> RoomFacts:
        """Return the durable state of a room; for one asleep, the state it would wake with now, without waking it.

        Raises RoomError `bad_room_id`, `no_such_room`, `not_read`.
        """
        key = clean_room_id(room_id)
        async with self._lock(key):
            room = self._awake.get(key)
            if room is not None:
                return room.facts
            self._require(key)
            facts = restored(await self._load(key))
        return brought_forward(facts, key, self.clock.now())

    async def sweep(self) -> None:
        """Snapshot rooms that grew (and all once a day), put empty ones to sleep, delete those asleep for too long.

        Call it every minute.
        """
        for room in self.awake:
            if self._idle(room):
                await self._sleep(room)
            elif self._needs_snapshot(room):
                await self._snapshot(room)
        if self.clock.now() - self._started_at < SPARED_SECONDS:
            return
        for room_id, slept_at in tuple(self._asleep.items()):
            if self.clock.now() - slept_at >= self.limits.keep_seconds:
                await self._delete(room_id)

    async def close(self) -> None:
        """Snapshot every room; nothing may be changed afterwards."""
        for room in self.awake:
            await self._snapshot(room)

    async def _found(self, room_id: str) -> Room:
        room = self._awake.get(room_id)
        if room is not None:
            room.empty_since = max(room.empty_since, self.clock.now())
            return room
        self._require(room_id)
        with self._place():
            return await self._wake(room_id)

    def _require(self, room_id: str) -> None:
        if room_id not in self._asleep:
            raise RoomError('no_such_room', 'There is no room at this address.')

    async def _store_new(self, config: RoomConfig) -> events.RoomOpened:
        while True:
            room_id = self._new_id(config.title)
            try:
                return await self._store_at(room_id, config)
            except Conflict:
                log.info('another server has this room, a new id is drawn', extra={'room': room_id})

    async def _store_at(self, room_id: str, config: RoomConfig) -> events.RoomOpened:
        fact = events.RoomOpened(room_id=room_id, at=self.clock.now(), config=config)
        try:
            (stored,) = await self.log.append(room_id, [fact], 0)
        except LogUnavailable as problem:
            log.error('the room was not stored: %s', problem, extra={'room': room_id})
            raise RoomError('not_stored', 'The server could not open a room just now. Try again.') from problem
        return cast(events.RoomOpened, stored)

    async def _store_first(self, room_id: str, config: RoomConfig) -> events.RoomOpened:
        try:
            return await self._store_at(room_id, config)
        except Conflict as problem:
            raise RoomError('not_stored', 'Another server is opening this room. Try again.') from problem

    async def _load(self, room_id: str) -> Loaded[RoomFacts]:
        try:
            return await self.log.load(room_id)
        except (LogUnavailable, UnreadableFact) as problem:
            log.error('the room was not read: %s', problem, extra={'room': room_id})
            raise RoomError('not_read', 'The server could not open this room just now. Try again.') from problem

    async def _wake(self, room_id: str) -> Room:
        loaded = await self._load(room_id)
        room = self._room(room_id, restored(loaded))
        try:
            await room.wake()
        except RoomError as problem:
            log.warning('a phase could not be ended yet: %s', problem.sentence, extra={'room': room_id})
        self._asleep.pop(room_id, None)
        self._snapshots[room_id] = (loaded.snapshot.seq, loaded.snapshot.at) if loaded.snapshot else (0, 0.0)
        self._awake[room_id] = room
        room.announce(events.RoomWoke(room_id=room_id, at=self.clock.now()))
        return room

    async def _sleep(self, room: Room) -> None:
        async with self._lock(room.room_id):
            await self._snapshot(room)
            if self.get(room.room_id) is not room or not self._idle(room):
                return
            del self._awake[room.room_id]
            self._snapshots.pop(room.room_id, None)
            self._asleep[room.room_id] = self.clock.now()
        room.announce(events.RoomSlept(room_id=room.room_id, at=self.clock.now()))
        log.info('room fell asleep', extra={'room': room.room_id})

    def _needs_snapshot(self, room: Room) -> bool:
        seq, at = self._snapshots.get(room.room_id, (0, self._started_at))
        return room.facts.seq - seq >= SNAPSHOT_FACTS or self.clock.now() - at >= SNAPSHOT_SECONDS

    async def _snapshot(self, room: Room) -> None:
        """Snapshot a room, even if nothing changed: its time asleep is counted from the newest snapshot."""
        facts, now = room.facts, self.clock.now()
        try:
            await self.log.save_snapshot(room.room_id, Snapshot(facts.seq, now, facts))
            self._snapshots[room.room_id] = (facts.seq, now)
            self._told.discard(room.room_id)
        except LogUnavailable as problem:
            self._tell_once(room.room_id, 'no snapshot was stored, the facts are safe', problem)

    async def _delete(self, room_id: str) -> None:
        async with self._lock(room_id):
            if room_id not in self._asleep:
                return
            try:
                await self.log.delete(room_id)
            except LogUnavailable as problem:
                self._tell_once(room_id, 'the room was not deleted, it will be tried again', problem)
                return
            del self._asleep[room_id]
            self._told.discard(room_id)
        log.info('room deleted after its time', extra={'room': room_id})

    def _tell_once(self, room_id: str, what: str, problem: LogUnavailable) -> None:
        if room_id not in self._told:
            log.warning('%s: %s', what, problem, extra={'room': room_id})
        self._told.add(room_id)

    def _room(self, room_id: str, facts: RoomFacts) -> Room:
        return self.room_class(room_id, facts, self.log, self.hub, self.clock)

    def _idle(self, room: Room) -> bool:
        empty = not room.presence and not self.hub.listeners(room.room_id)
        return empty and self.clock.now() - room.empty_since >= self.limits.sleep_seconds

    def _lock(self, room_id: str) -> asyncio.Lock:
        # Held weakly: it exists as long as somebody holds it or waits for it, and all of them share one.
        return self._locks.setdefault(room_id, asyncio.Lock())

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Reserve a place for one more room, so that rooms opened at the same time do not exceed the limit."""
        if len(self._awake) + self._opening >= self.limits.most:
            raise RoomError('too_many_rooms', 'This server has no free rooms right now.')
        self._opening += 1
        try:
            yield
        finally:
            self._opening -= 1

    def _new_id(self, title: str) -> str:
        while True:
            tail = ''.join(secrets.choice(ID_LETTERS) for _ in range(ID_RANDOM))
            room_id = clean_room_id(f'{slug(title) or "room"}-{tail}')
            if room_id not in self._awake and room_id not in self._asleep:
                return room_id


def restored(loaded: Loaded[RoomFacts]) -> RoomFacts:
    """Return the state of a room from its snapshot, if any, and the facts after it."""
    later = list(loaded.facts)
    facts = loaded.snapshot.data if loaded.snapshot else RoomFacts.of(cast(events.RoomOpened, later.pop(0)))
    for fact in later:
        facts = applied(facts, fact)
    return facts

"""The rooms of a server, on a clock that moves only when told to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from studyroom.clock import SteppedClock
from studyroom.log.room_log import Loaded, Snapshot
from studyroom.room.config import RoomConfig
from studyroom.room.events import Event, Fact
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.room.rhythm import MINUTE, PRESETS
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomLimits, RoomManager
from tests.room.stepped_study import EVENTS, FailingLog

HOUR, DAY = 3_600, 86_400


@dataclass
class SlowLog(FailingLog):
    """A log that yields to the event loop at each call; saving a snapshot waits for `open_gate`."""

    open_gate: asyncio.Event = field(default_factory=asyncio.Event)
    saving: asyncio.Event = field(default_factory=asyncio.Event)

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        await asyncio.sleep(0)
        return await super().append(room_id, facts, after_seq, erase)

    async def load(self, room_id: str) -> Loaded[RoomFacts]:
        loaded = await super().load(room_id)
        for _ in range(5):
            await asyncio.sleep(0)
        return loaded

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[RoomFacts]) -> None:
        self.saving.set()
        await self.open_gate.wait()
        await super().save_snapshot(room_id, snapshot)


@dataclass
class House:
    """The rooms of a server; `restarted` opens the same data in a new process."""

    log: FailingLog = field(default_factory=FailingLog)
    clock: SteppedClock = field(default_factory=SteppedClock)
    hub: Hub = field(default_factory=Hub)
    limits: RoomLimits = RoomLimits()

    def __post_init__(self) -> None:
        self.rooms = RoomManager(self.log, self.hub, self.clock, self.limits)

    async def restarted(self, clock: SteppedClock | None = None) -> 'House':
        again = House(self.log, clock or self.clock, limits=self.limits)
        await again.rooms.open()
        return again

    def heard(self) -> list[Event]:
        heard: list[Event] = []
        self.hub.subscribe_all(dict.fromkeys(EVENTS, heard.append))
        return heard

    async def used_room(self) -> Room:
        """Return a room with all kinds of content that everybody has left."""
        room = await self.rooms.create(RoomConfig('Linear Algebra', rhythm=PRESETS['classic']))
        ann = (await room.sit_down('ann', 'Ann')).seat
        room.connect(ann, 'client', 'tab')
        await room.set_goal(ann, 'sheet 3')
        await room.add_goal(ann, 'read')
        await room.say(ann, 'hello')
        await room.start(ann)
        room.forget(ann, 'client')
        return room

    async def sleeping_room_id(self) -> str:
        room = await self.used_room()
        self.clock.step(31 * MINUTE)
        await self.rooms.sweep()
        return room.room_id

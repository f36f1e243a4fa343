"""Two people in a room whose clock moves only when told to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studyroom.clock import SteppedClock
from studyroom.log.memory import MemoryLog
from studyroom.log.room_log import Loaded, RoomRecord, Snapshot
from studyroom.room import events
from studyroom.room.config import RoomConfig
from studyroom.room.errors import LogUnavailable
from studyroom.room.events import Event, Fact
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.room.rhythm import Rhythm
from studyroom.room.room import Room
from studyroom.rooms.manager import restored

ROOM_ID = 'algebra-k7f2'
EVENTS = events.KINDS


@dataclass
class FailingLog:
    """A log in memory that fails while `writing` or `reading` is off."""

    kept: MemoryLog[RoomFacts] = field(default_factory=MemoryLog)
    writing: bool = True
    reading: bool = True
    refusals: int = 0

    async def open(self) -> None:
        await self.kept.open()

    async def close(self) -> None:
        await self.kept.close()

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        self.refuse_unless(self.writing)
        return await self.kept.append(room_id, facts, after_seq, erase)

    async def probe(self) -> None:
        self.refuse_unless(self.writing)
        await self.kept.probe()

    async def read(self, room_id: str, after_seq: int = 0) -> tuple[Fact, ...]:
        self.refuse_unless(self.reading)
        await asyncio.sleep(0)
        return await self.kept.read(room_id, after_seq)

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[RoomFacts]) -> None:
        self.refuse_unless(self.writing)
        await self.kept.save_snapshot(room_id, snapshot)

    async def load(self, room_id: str) -> Loaded[RoomFacts]:
        self.refuse_unless(self.reading)
        return await self.kept.load(room_id)

    async def rooms(self) -> tuple[RoomRecord, ...]:
        self.refuse_unless(self.reading)
        return await self.kept.rooms()

    async def delete(self, room_id: str) -> None:
        self.refuse_unless(self.writing)
        await self.kept.delete(room_id)

    def refuse_unless(self, works: bool) -> None:
        if not works:
            self.refusals += 1
            raise LogUnavailable('the disk is full')


@dataclass
class Study:
    """A room and what it works with; `ann` and `ben` are two seats in it, both connected."""

    room: Room
    clock: SteppedClock
    hub: Hub
    log: FailingLog
    ann: str = ''
    ben: str = ''

    @property
    def facts(self) -> RoomFacts:
        return self.room.facts

    @property
    def remaining(self) -> float:
        return self.facts.timer.remaining(self.clock.now())

    async def stored(self) -> tuple[Fact, ...]:
        return await self.log.kept.read(self.room.room_id)

    async def rebuilt(self) -> RoomFacts:
        """Return the state of a server that knows nothing but the facts."""
        return restored(Loaded(None, await self.stored()))

    def listen(self, seat: str) -> list[Event]:
        """Return a list that grows with everything this viewer hears from now on."""
        heard: list[Event] = []
        self.hub.subscribe(self.room.room_id, seat, dict.fromkeys(EVENTS, heard.append))
        return heard

    async def until_the_bell(self) -> None:
        self.clock.step(self.remaining)
        await self.room.bring_forward()

    async def as_another_server(self, make: Callable[[RoomFacts], Sequence[Fact]]) -> None:
        """Store facts behind the room's back."""
        facts = await self.rebuilt()
        await self.log.append(self.room.room_id, make(facts), facts.seq)


async def empty_room(hold_notes: bool = False, rhythm: Rhythm | None = None, log: FailingLog | None = None) -> Study:
    clock, hub, log = SteppedClock(), Hub(), log or FailingLog()
    config = RoomConfig('Linear Algebra', rhythm=rhythm or Rhythm(), hold_notes=hold_notes)
    fact = events.RoomOpened(room_id=ROOM_ID, at=clock.now(), config=config)
    await log.append(ROOM_ID, [fact], 0)
    (first,) = await log.read(ROOM_ID)
    assert isinstance(first, events.RoomOpened)
    return Study(Room(ROOM_ID, RoomFacts.of(first), log, hub, clock), clock, hub, log)


async def two_people(hold_notes: bool = False, rhythm: Rhythm | None = None, log: FailingLog | None = None) -> Study:
    study = await empty_room(hold_notes, rhythm, log)
    for person in ('ann', 'ben'):
        seat = (await study.room.sit_down(person, person.title())).seat
        study.room.connect(seat, f'{person} client', f'{person} tab')
        setattr(study, person, seat)
    return study


def names(heard: Sequence[Event]) -> list[str]:
    return [type(event).__name__ for event in heard]

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from studyroom.clock import Clock, SteppedClock, SystemClock
from studyroom.log.room_log import RoomRecord
from studyroom.room.config import RoomConfig
from studyroom.room.events import Event, PhaseEnded, RoomOpened, TimerStarted
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.hub import Hub
from studyroom.room.rhythm import MINUTE, Rhythm
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomManager
from studyroom.rooms.ticker import SWEEP_SECONDS, TURN_SECONDS, Ticker
from tests.room.stepped_study import EVENTS, ROOM_ID, FailingLog, names


class Server:
    """The rooms, ticker and clock, on a real event loop."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.hub, self.log = clock, Hub(), FailingLog()
        self.rooms = RoomManager(self.log, self.hub, clock)
        self.ticker = Ticker(self.rooms, self.hub, clock)
        self.heard: list[tuple[float, Event]] = []
        self.hub.subscribe_all(dict.fromkeys(EVENTS, lambda event: self.heard.append((clock.now(), event))))

    async def with_running_room(self, seconds: float) -> Room:
        """Wake a room from the log with `seconds` left of a running focus."""
        now = self.clock.now()
        timer = FocusTimer(Rhythm(), status=Status.RUNNING, ends_at=now + seconds, total=1500)
        facts = [
            RoomOpened(room_id=ROOM_ID, at=now, config=RoomConfig('Maths')),
            TimerStarted(room_id=ROOM_ID, at=now, timer=timer),
        ]
        await self.log.append(ROOM_ID, facts, 0)
        await self.rooms.open()
        return await self.rooms.find(ROOM_ID)

    def bells(self) -> list[tuple[float, PhaseEnded]]:
        return [(noticed, event) for noticed, event in self.heard if isinstance(event, PhaseEnded)]

    @contextlib.asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        async def turns() -> None:
            while True:
                await asyncio.sleep(TURN_SECONDS)
                self.ticker.turn()

        task = asyncio.create_task(turns())
        try:
            yield
        finally:
            task.cancel()

    async def at(self, instant: float) -> float:
        """Wait for `instant`, and return when this machine reached it, which is never earlier."""
        await asyncio.sleep(max(0.0, instant - self.clock.now()))
        reached = self.clock.now()
        await asyncio.sleep(0.06)
        return reached

    async def settled(self) -> None:
        """Wait until what was scheduled has run, even on a slow machine."""
        await asyncio.sleep(0.005)
        for _ in range(20):
            await asyncio.sleep(0)


@pytest.mark.parametrize('seconds', [0.2, 0.7])
async def test_a_bell_rings_within_fifty_milliseconds_of_its_deadline(seconds: float) -> None:
    for _ in range(3):  # a busy machine may be late
        late = await lateness(seconds)
        if late < 0.05:
            break
    assert late < 0.05


async def lateness(seconds: float) -> float:
    """Return the seconds from when the machine reached the deadline to the bell, which is never earlier."""
    server = Server(SystemClock())
    async with server.ticking():
        room = await server.with_running_room(seconds)
        deadline = room.deadline
        reached = await server.at(deadline)
    ((noticed, bell),) = server.bells()
    assert bell.at == deadline
    assert noticed >= deadline
    assert room.deadline == deadline + 5 * MINUTE
    return noticed - reached


async def test_a_phase_that_ends_much_later_is_left_alone() -> None:
    clock = SteppedClock()
    server = Server(clock)
    await server.with_running_room(600)
    server.ticker.turn()
    await server.settled()
    assert server.bells() == []


async def test_a_turn_rings_what_is_overdue() -> None:
    clock = SteppedClock()
    server = Server(clock)
    room = await server.with_running_room(600)
    clock.step(700)
    for _ in range(2):
        server.ticker.turn()
    await server.settled()
    ((_, bell),) = server.bells()
    assert bell.at == clock.now() - 100
    assert room.facts.timer.remaining(clock.now()) == 200


async def test_two_phases_that_end_unnoticed_ring_in_order() -> None:
    clock = SteppedClock()
    server = Server(clock)
    await server.with_running_room(600)
    clock.step(3_600)
    server.ticker.turn()
    await server.settled()
    assert [bell.ended.value for _, bell in server.bells()] == ['focus', 'break']


async def test_a_timer_that_was_paused_in_time_rings_no_bell() -> None:
    server = Server(SystemClock())
    room = await server.with_running_room(0.2)
    ann = (await room.sit_down('ann', 'Ann')).seat
    server.ticker.turn()
    await room.pause(ann)
    await asyncio.sleep(0.3)
    assert server.bells() == []


async def test_a_change_that_brings_a_deadline_near_arms_it_at_once() -> None:
    server = Server(SystemClock())
    room = await server.with_running_room(0.3)
    ann = (await room.sit_down('ann', 'Ann')).seat
    await room.pause(ann)
    await room.resume(ann)
    reached = await server.at(room.deadline)
    ((noticed, _),) = server.bells()
    assert noticed - reached < 0.05


async def test_a_full_disk_delays_the_bell_until_it_can_be_stored(caplog: pytest.LogCaptureFixture) -> None:
    clock = SteppedClock()
    server = Server(clock)
    await server.with_running_room(600)
    clock.step(601)
    server.log.writing = False
    server.ticker.turn()
    await server.settled()
    assert server.bells() == []
    assert 'nothing was stored' in caplog.text
    server.log.writing = True
    clock.step(1)
    server.ticker.turn()
    await server.settled()
    assert len(server.bells()) == 1


async def test_a_full_disk_is_retried_less_and_less_often_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    clock = SteppedClock()
    server = Server(clock)
    await server.with_running_room(600)
    clock.step(599)
    server.ticker.turn()
    await server.settled()
    clock.step(1)
    server.log.writing = False
    began, tried = clock.now(), server.log.refusals
    attempts: list[float] = []
    while clock.now() - began < 58:
        server.ticker.turn()
        await server.settled()
        if server.log.refusals > tried:
            attempts.append(clock.now() - began)
        tried = server.log.refusals
        clock.step(0.5)
    assert attempts == [0, 1, 3, 7, 15, 31]
    server.log.writing = True
    clock.step(30)
    server.ticker.turn()
    await server.settled()
    assert len(server.bells()) == 1
    ours = [record for record in caplog.records if record.name.startswith('studyroom')]
    assert [record.getMessage() for record in ours] == [
        'nothing was stored: the disk is full',
        'facts are stored again',
    ]


async def test_rooms_are_swept_once_a_minute() -> None:
    clock = SteppedClock()
    server = Server(clock)
    await server.rooms.create(RoomConfig('Maths'))
    clock.step(30 * MINUTE)
    server.ticker.turn()
    await server.settled()
    assert names([event for _, event in server.heard]) == ['RoomOpened', 'RoomSlept']
    room = await server.rooms.create(RoomConfig('Music'))
    clock.step(SWEEP_SECONDS - 1)
    server.ticker.turn()
    await server.settled()
    assert server.rooms.awake == (room,)


class BrokenLog(FailingLog):
    async def delete(self, room_id: str) -> None:
        raise RuntimeError('a defect')

    async def rooms(self) -> tuple[RoomRecord, ...]:
        return (RoomRecord(ROOM_ID, 1, 0.0),)


async def test_a_failing_sweep_is_logged_and_the_ticker_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    clock = SteppedClock()
    hub = Hub()
    rooms = RoomManager(BrokenLog(), hub, clock)
    ticker = Ticker(rooms, hub, clock)
    await rooms.open()
    for _ in range(2):
        clock.step(60 * SWEEP_SECONDS)
        ticker.turn()
        await asyncio.sleep(0.01)
    assert caplog.text.count('a task of the ticker failed') == 2

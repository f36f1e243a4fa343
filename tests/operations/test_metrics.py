"""What the metrics measure, on a clock that moves only when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from studyroom.clock import SteppedClock
from studyroom.operations.loop_lag import LoopLag
from studyroom.operations.metered_log import MeteredLog
from studyroom.operations.metered_room import metered_room, room_verbs
from studyroom.operations.metrics import Metrics
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.events import TimerStarted
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomManager
from studyroom.rooms.ticker import Ticker
from studyroom.server.events_docs import event_classes
from tests.operations.watched_server import samples
from tests.room.stepped_study import FailingLog, names


class MeteredHouse:
    """The rooms of a server, with metrics."""

    def __init__(self) -> None:
        self.metrics, self.hub, self.clock, self.log = Metrics(), Hub(), SteppedClock(), FailingLog()
        stored = MeteredLog(self.log, self.metrics)
        self.rooms = RoomManager(stored, self.hub, self.clock, room_class=metered_room(self.metrics))
        self.metrics.watch_rooms(lambda: self.rooms.awake)

    async def room(self) -> tuple[Room, str]:
        """A room, and Ann's seat in it."""
        room = await self.rooms.create(RoomConfig('Linear Algebra'))
        ann = (await room.sit_down('ann', 'Ann')).seat
        room.connect(ann, 'client', 'tab')
        return room, ann

    def value(self, name: str) -> float:
        return samples(self.metrics.exposition('')[0].decode()).get(f'studyroom_{name}', 0.0)

    def events(self, kind: str) -> float:
        return self.value(f'events_total{{type="{kind}"}}')

    def verbs(self, name: str) -> float:
        return self.value(f'verb_seconds_count{{verb="{name}"}}')


@pytest.fixture
def house() -> MeteredHouse:
    return MeteredHouse()


async def test_rooms_and_people_are_counted_as_they_come_and_go(house: MeteredHouse) -> None:
    room, ann = await house.room()
    await house.room()
    assert (house.value('rooms_open'), house.value('people_present')) == (2, 2)
    await room.leave(ann)
    assert house.value('people_present') == 1
    house.clock.step(31 * 60)
    await house.rooms.sweep()
    assert house.value('rooms_open') == 1


async def test_every_event_counts_once_even_if_only_one_person_hears_it(house: MeteredHouse) -> None:
    room, ann = await house.room()
    await room.add_goal(ann, 'Read section 4.2')
    await room.say(ann, 'hello')
    await room.say(ann, 'again')
    room.set_media(ann, MediaState(audio=True))
    room.take_over(ann, 'other', 'other tab')
    counted = {kind: house.events(kind) for kind in ('RoomOpened', 'SeatTaken', 'PersonCame', 'GoalAdded')}
    assert counted == dict.fromkeys(counted, 1)
    assert (house.events('MessageSent'), house.events('MediaChanged'), house.events('SeatHeld')) == (2, 1, 1)


async def test_an_event_stored_by_another_server_counts_once_it_is_applied(house: MeteredHouse) -> None:
    room, ann = await house.room()
    fact = TimerStarted(room_id=room.room_id, at=house.clock.now(), timer=room.facts.timer.start(house.clock.now()))
    await house.log.append(room.room_id, [fact], room.facts.seq)
    await room.say(ann, 'hello')
    assert (house.events('TimerStarted'), house.events('MessageSent')) == (1, 1)


async def test_verbs_are_timed_even_when_they_refuse_and_nothing_else_is(house: MeteredHouse) -> None:
    room, ann = await house.room()
    await room.say(ann, 'hello')
    with pytest.raises(RoomError):
        await room.say('seat:nobody', 'hello')
    assert (house.verbs('say'), house.verbs('sit_down'), house.verbs('pause')) == (2, 1, 0)
    assert house.value('verb_seconds_sum{verb="say"}') > 0


def test_every_async_verb_has_its_histogram_and_keeps_its_name() -> None:
    kind = metered_room(Metrics())
    assert {'say', 'start', 'sit_down', 'set_goal', 'configure', 'add_goal', 'bring_forward'} <= set(room_verbs())
    for name, verb in room_verbs().items():
        assert getattr(kind, name).__wrapped__ is verb
        assert getattr(kind, name).__doc__ == verb.__doc__


async def test_a_commit_is_timed_and_a_refusal_is_counted(house: MeteredHouse) -> None:
    room, ann = await house.room()
    assert house.value('log_commit_seconds_count') == 2  # the room, the seat
    house.log.writing = False
    with pytest.raises(RoomError):
        await room.say(ann, 'lost')
    assert (house.value('log_commit_seconds_count'), house.value('log_refused_total')) == (2, 1)


async def bell(house: MeteredHouse, seconds_late: float) -> None:
    room, ann = await house.room()
    await room.start(ann)
    house.clock.step(25 * 60 + seconds_late)
    await room.bring_forward()


async def test_the_delay_of_a_late_bell_is_measured(house: MeteredHouse) -> None:
    await bell(house, 0.2)
    assert house.value('timer_late_seconds_count') == 1
    assert house.value('timer_late_seconds_sum') == pytest.approx(0.2)
    assert house.value('timer_late_seconds_bucket{le="0.1"}') == 0
    assert house.value('timer_late_seconds_bucket{le="0.25"}') == 1


async def test_bells_of_a_room_that_slept_do_not_count_as_late(house: MeteredHouse) -> None:
    room, ann = await house.room()
    await room.start(ann)
    room.forget(ann, 'client')
    again = MeteredHouse()
    again.log, again.clock = house.log, house.clock
    again.rooms = RoomManager(MeteredLog(again.log, again.metrics), again.hub, again.clock)
    again.rooms.room_class = metered_room(again.metrics)
    await again.rooms.open()
    again.clock.step(3_600)
    await again.rooms.find(room.room_id)
    assert (again.events('PhaseEnded'), again.value('timer_late_seconds_count')) == (2, 0)  # a focus, a break


async def test_a_measured_room_rings_like_any_other(house: MeteredHouse) -> None:
    heard: list[object] = []
    house.hub.subscribe_all(dict.fromkeys(event_classes(), heard.append))
    Ticker(house.rooms, house.hub, house.clock)
    await bell(house, 0)
    assert names(heard)[-2:] == ['TimerStarted', 'PhaseEnded']  # type: ignore[arg-type]


def test_sockets_and_dropped_clients_are_counted(house: MeteredHouse) -> None:
    for _ in range(3):
        house.metrics.socket_opened()
    house.metrics.socket_closed()
    house.metrics.client_dropped()
    assert (house.value('api_sockets'), house.value('clients_dropped_total')) == (2, 1)


async def until(true: Callable[[], bool], wait: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await wait()


async def test_a_blocked_event_loop_is_measured() -> None:
    seen: list[float] = []
    lag = LoopLag(seen.append, every_seconds=0.01)
    lag.start()
    await until(lambda: len(seen) > 2, lambda: asyncio.sleep(0.01))
    loop = asyncio.get_running_loop()
    held_until = loop.time() + 0.3
    while loop.time() < held_until:  # a task that does not yield
        pass
    await until(lambda: max(seen) >= 0.25, lambda: asyncio.sleep(0.01))
    lag.stop()
    count = len(seen)
    await asyncio.sleep(0.05)
    assert len(seen) == count


async def test_labels_are_only_names_from_the_code(house: MeteredHouse) -> None:
    room, ann = await house.room()
    await room.say(ann, 'hello')
    kinds, verbs = {kind.__name__ for kind in event_classes()}, set(room_verbs())
    for family in house.metrics.registry.collect():
        for sample in family.samples:
            assert sample.labels.keys() <= {'type', 'verb', 'le'}, sample
            assert sample.labels.get('type', 'SeatTaken') in kinds
            assert sample.labels.get('verb', 'say') in verbs

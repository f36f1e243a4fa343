import asyncio

import pytest

from studyroom.log.room_log import Loaded
from studyroom.room.errors import RoomError, UnreadableFact
from studyroom.room.events import FACTS, RoomWoke
from studyroom.room.facts import RoomFacts
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import MINUTE, Phase
from studyroom.rooms.manager import SNAPSHOT_FACTS
from tests.room.stepped_study import FailingLog, names
from tests.rooms.stepped_house import DAY, HOUR, House, SlowLog


class GarbledLog(FailingLog):
    async def load(self, room_id: str) -> Loaded[RoomFacts]:
        raise UnreadableFact('Fact 3 is unknown to this version')


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_an_empty_room_falls_asleep_after_thirty_minutes() -> None:
    house = House()
    heard = house.heard()
    room = await house.used_room()
    house.clock.step(29 * MINUTE)
    await house.rooms.sweep()
    assert house.rooms.awake == (room,)
    house.clock.step(MINUTE)
    await house.rooms.sweep()
    assert not house.rooms.awake
    assert not house.rooms.listed()
    assert names(heard)[-1] == 'RoomSlept'


async def test_a_room_with_a_person_or_a_visitor_in_it_stays_awake() -> None:
    house = House()
    inside, visited = await house.used_room(), await house.used_room()
    inside.connect(inside.seat_of('ann'), 'client', 'tab')
    end = house.hub.subscribe(visited.room_id, '', {})
    house.clock.step(DAY)
    await house.rooms.sweep()
    assert set(house.rooms.awake) == {inside, visited}
    end()
    await house.rooms.sweep()
    assert house.rooms.awake == (inside,)


async def test_a_room_that_was_just_looked_for_stays_awake() -> None:
    house = House()
    room = await house.used_room()
    house.clock.step(HOUR)
    await house.rooms.find(room.room_id)
    await house.rooms.sweep()
    assert house.rooms.awake == (room,)


async def test_a_room_wakes_with_all_it_had_and_its_timer_brought_forward() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    heard = house.heard()
    room = await house.rooms.find(room_id)
    assert names(heard) == ['PhaseEnded', 'PhaseEnded', 'RoomWoke']
    facts = room.facts
    assert (facts.config.goal, facts.config.title) == ('sheet 3', 'Linear Algebra')
    assert [goal.text for goal in facts.board(room.seat_of('ann')).goals] == ['read']
    assert 'hello' in [line.text for line in facts.chat.lines]
    assert (facts.timer.phase, facts.timer.status) == (Phase.FOCUS, Status.IDLE)
    assert room.person(room.seat_of('ann')).name == 'Ann'
    assert not room.presence


async def test_after_a_restart_every_room_sleeps_and_can_be_woken_in_the_same_state() -> None:
    house = House()
    room = await house.used_room()
    house.clock.step(100)
    again = await house.restarted()
    assert not again.rooms.awake
    woken = await again.rooms.find(room.room_id)
    assert woken.facts == room.facts
    assert woken.facts.timer.remaining(again.clock.now()) == 24 * MINUTE + 60 - 100


async def test_a_room_wakes_once_however_many_people_come_at_the_same_moment() -> None:
    house = House(SlowLog())
    house.log.open_gate.set()
    room_id = await house.sleeping_room_id()
    heard = house.heard()
    found = await asyncio.gather(*(house.rooms.find(room_id) for _ in range(20)))
    assert len(set(map(id, found))) == 1
    assert names(heard).count('RoomWoke') == 1


async def test_someone_who_comes_while_a_room_falls_asleep_finds_the_same_room_as_those_who_come_later() -> None:
    log = SlowLog()
    house = House(log)
    room = await house.used_room()
    house.clock.step(31 * MINUTE)
    sweep = asyncio.create_task(house.rooms.sweep())
    await log.saving.wait()
    early = asyncio.create_task(house.rooms.find(room.room_id))
    await asyncio.sleep(0)
    log.open_gate.set()
    await sweep
    late = await house.rooms.find(room.room_id)
    assert await early is late
    assert house.rooms.awake == (late,)


async def test_someone_who_sits_down_while_a_room_falls_asleep_keeps_it_awake() -> None:
    log = SlowLog()
    house = House(log)
    room = await house.used_room()
    house.clock.step(31 * MINUTE)
    sweep = asyncio.create_task(house.rooms.sweep())
    await log.saving.wait()
    room.connect(room.seat_of('ann'), 'client', 'tab')
    log.open_gate.set()
    await sweep
    assert house.rooms.awake == (room,)


async def test_two_sweeps_at_once_put_a_room_to_sleep_once() -> None:
    log = SlowLog()
    house = House(log)
    await house.used_room()
    heard = house.heard()
    house.clock.step(31 * MINUTE)
    sweeps = [asyncio.create_task(house.rooms.sweep()) for _ in range(2)]
    await log.saving.wait()
    log.open_gate.set()
    await asyncio.gather(*sweeps)
    assert names(heard) == ['RoomSlept']


async def test_a_room_that_sleeps_too_long_is_deleted_with_its_words() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.clock.step(30 * DAY - 1)
    await house.rooms.sweep()
    assert await house.log.read(room_id)
    house.clock.step(1)
    await house.rooms.sweep()
    assert await house.log.read(room_id) == ()
    assert await refused(house.rooms.find(room_id)) == 'no_such_room'


async def test_a_visit_that_stores_nothing_still_extends_the_life_of_a_room_across_a_restart() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.clock.step(29 * DAY)
    await house.rooms.find(room_id)
    house.clock.step(31 * MINUTE)
    await house.rooms.sweep()
    again = await house.restarted()
    house.clock.step(29 * DAY)
    await again.rooms.sweep()
    assert await again.log.read(room_id)
    house.clock.step(DAY)
    await again.rooms.sweep()
    assert not await again.log.read(room_id)


async def test_the_retention_of_a_room_that_was_awake_counts_from_when_the_server_was_killed() -> None:
    house = House()
    room = await house.used_room()
    room.connect(room.seat_of('ann'), 'client', 'tab')
    for _ in range(40):
        house.clock.step(DAY)
        await house.rooms.sweep()
    again = await house.restarted()
    house.clock.step(HOUR)
    await again.rooms.sweep()
    assert await again.log.read(room.room_id)


async def test_nothing_is_deleted_in_the_first_hour_after_a_start() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.clock.step(31 * DAY)
    again = await house.restarted()
    house.clock.step(HOUR - 1)
    await again.rooms.sweep()
    assert await again.log.read(room_id)
    house.clock.step(1)
    await again.rooms.sweep()
    assert not await again.log.read(room_id)


async def test_a_deletion_that_failed_is_tried_again_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.clock.step(31 * DAY)
    house.log.writing = False
    for _ in range(3):
        await house.rooms.sweep()
    house.log.writing = True
    assert caplog.text.count('the room was not deleted') == 1
    assert await house.log.read(room_id)
    await house.rooms.sweep()
    assert await house.log.read(room_id) == ()


async def test_a_room_that_is_woken_before_its_deletion_stays() -> None:
    house = House(SlowLog())
    house.log.open_gate.set()
    room_id = await house.sleeping_room_id()
    house.clock.step(31 * DAY)
    woken, _ = await asyncio.gather(house.rooms.find(room_id), house.rooms.sweep())
    assert house.rooms.awake == (woken,)
    assert await house.log.read(room_id)


async def test_a_room_that_has_grown_gets_a_snapshot_while_it_is_awake() -> None:
    house = House()
    room = await house.used_room()
    ann = room.seat_of('ann')
    room.connect(ann, 'client', 'tab')
    for number in range(SNAPSHOT_FACTS):
        await room.rename(ann, f'Ann {number}')
    assert (await house.log.load(room.room_id)).snapshot is None
    await house.rooms.sweep()
    snapshot = (await house.log.load(room.room_id)).snapshot
    assert snapshot.data == room.facts


async def test_closing_leaves_a_snapshot_of_every_room() -> None:
    house = House()
    rooms = [await house.used_room() for _ in range(2)]
    for _ in range(2):
        await house.rooms.close()
    for room in rooms:
        loaded = await house.log.load(room.room_id)
        assert (loaded.snapshot.data, loaded.facts) == (room.facts, ())


async def test_a_room_falls_asleep_without_a_snapshot_when_the_disk_is_full() -> None:
    house = House()
    room = await house.used_room()
    house.clock.step(31 * MINUTE)
    house.log.writing = False
    await house.rooms.sweep()
    assert not house.rooms.awake
    house.log.writing = True
    assert (await house.rooms.find(room.room_id)).facts.config == room.facts.config


async def test_a_room_wakes_even_if_its_bell_cannot_be_stored() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.log.writing = False
    room = await house.rooms.find(room_id)
    assert room.facts.timer.remaining(house.clock.now()) == 0
    house.log.writing = True
    await room.bring_forward()
    assert room.facts.timer.status is Status.IDLE


async def test_a_room_that_cannot_be_read_is_refused_and_not_lost() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    house.log.reading = False
    assert await refused(house.rooms.find(room_id)) == 'not_read'
    house.log.reading = True
    await house.rooms.find(room_id)
    garbled = House(GarbledLog(house.log.kept))
    await garbled.rooms.open()
    assert await refused(garbled.rooms.find(room_id)) == 'not_read'


async def test_the_lobby_hears_that_a_room_woke() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    heard = house.heard()
    await house.rooms.find(room_id)
    await house.rooms.find(room_id)
    woke = [event for event in heard if isinstance(event, RoomWoke)]
    assert [(event.room_id, event.at) for event in woke] == [(room_id, house.clock.now())]
    assert RoomWoke not in FACTS.values()

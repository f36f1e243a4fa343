"""Rooms at an address chosen by a program, and reading one without waking it."""

import asyncio

import pytest

from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.events import RoomOpened
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import MINUTE, Phase, Rhythm
from studyroom.rooms.manager import RoomLimits
from tests.rooms.stepped_house import House, SlowLog


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_a_room_is_opened_once_at_the_address_that_was_asked_for() -> None:
    house = House()
    heard = house.heard()
    room, new = await house.rooms.open_at(' ALGEBRA ', RoomConfig('Algebra', 'sheet 3'))
    assert (room.room_id, new, room.facts.config.goal) == ('algebra', True, 'sheet 3')
    again, new = await house.rooms.open_at('Algebra', RoomConfig('Something else'))
    assert (again is room, new, room.facts.config.title) == (True, False, 'Algebra')
    assert [type(event) for event in heard] == [RoomOpened]


async def test_two_programs_that_open_an_address_at_once_get_one_room() -> None:
    house = House(SlowLog())
    calls = [house.rooms.open_at(spelling, RoomConfig('Algebra')) for spelling in ('algebra', 'ALGEBRA', 'algebra')]
    opened = await asyncio.gather(*calls)
    assert len({id(room) for room, _ in opened}) == 1
    assert sorted(new for _, new in opened) == [False, False, True]
    assert len(await house.log.read('algebra')) == 1


async def test_opening_a_sleeping_room_wakes_it_with_everything_in_it() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    room, new = await house.rooms.open_at(room_id, RoomConfig('Another'))
    assert (new, room.facts.config.title, room.facts.config.goal) == (False, 'Linear Algebra', 'sheet 3')


async def test_a_room_that_is_being_deleted_is_opened_as_a_new_one() -> None:
    house = House(SlowLog(), limits=RoomLimits(keep_seconds=1))
    house.log.open_gate.set()
    room_id = await house.sleeping_room_id()
    house.clock.step(2 * 3_600)
    _, (room, new) = await asyncio.gather(house.rooms.sweep(), house.rooms.open_at(room_id, RoomConfig('New')))
    assert (new, room.facts.config.title) in {(True, 'New'), (False, 'Linear Algebra')}
    assert house.rooms.get(room_id) is room
    assert (await house.log.read(room_id))[0].config == room.facts.config or not new


async def test_a_refused_call_opens_no_room() -> None:
    house = House(limits=RoomLimits(most=1))
    assert await refused(house.rooms.open_at('../etc', RoomConfig('Algebra'))) == 'bad_room_id'
    assert await refused(house.rooms.open_at('algebra', RoomConfig('Algebra', 'x' * 121))) == 'room_goal_too_long'
    house.log.writing = False
    assert await refused(house.rooms.open_at('algebra', RoomConfig('Algebra'))) == 'not_stored'
    house.log.writing = True
    await house.rooms.open_at('algebra', RoomConfig('Algebra'))
    assert await refused(house.rooms.open_at('biology', RoomConfig('Biology'))) == 'too_many_rooms'
    assert len(house.rooms.awake) == 1


async def test_rooms_opened_at_addresses_at_once_do_not_exceed_the_limit() -> None:
    house = House(SlowLog(), limits=RoomLimits(most=2))
    calls = [house.rooms.open_at(f'room-{number}', RoomConfig('Maths')) for number in range(5)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert len(house.rooms.awake) == 2
    assert [outcome.code for outcome in outcomes if isinstance(outcome, RoomError)] == ['too_many_rooms'] * 3


async def test_an_address_with_nothing_visible_in_it_is_refused() -> None:
    house = House()
    for address in ('\u3164\u3164\u3164', '\u0301\u0301\u0301'):
        assert await refused(house.rooms.open_at(address, RoomConfig('Nothing'))) == 'bad_room_id'


@pytest.mark.parametrize('rhythm', [Rhythm(), Rhythm(60, 60, 60, 2, True, True), Rhythm(auto_break=False)], ids=str)
@pytest.mark.parametrize('seconds', [0.5, 31 * MINUTE, 3 * 86_400.25])
async def test_peeking_at_a_sleeping_room_shows_what_waking_it_would_give(rhythm: Rhythm, seconds: float) -> None:
    house = House()
    room, _ = await house.rooms.open_at('algebra', RoomConfig('Algebra', rhythm=rhythm, hold_notes=True))
    ann = (await room.sit_down('ann', 'Ann')).seat
    await room.start(ann, Phase.FOCUS)
    await room.say(ann, 'held until the bell')
    again = await house.restarted()
    again.clock.step(seconds)
    stored = await house.log.read('algebra')
    seen = await again.rooms.peek(' ALGEBRA')
    assert again.rooms.get('algebra') is None, 'it is still asleep'
    assert await house.log.read('algebra') == stored
    woken = await again.rooms.find('algebra')
    assert seen == woken.facts
    assert await again.rooms.peek('algebra') == woken.facts


async def test_peeking_after_the_clock_was_set_back_shows_no_more_than_a_whole_phase() -> None:
    house = House()
    room, _ = await house.rooms.open_at('algebra', RoomConfig('Algebra'))
    await room.start((await room.sit_down('ann', 'Ann')).seat)
    again = await house.restarted(type(house.clock)(house.clock.now() - 86_400))
    timer = (await again.rooms.peek('algebra')).timer
    assert (timer.status, timer.remaining(again.clock.now())) == (Status.RUNNING, 1500)
    assert (await again.rooms.find('algebra')).facts.timer == timer


async def test_peeking_at_a_room_that_does_not_exist_is_refused() -> None:
    house = House()
    room_id = await house.sleeping_room_id()
    assert await refused(house.rooms.peek('biology')) == 'no_such_room'
    assert await refused(house.rooms.peek('..')) == 'bad_room_id'
    house.log.reading = False
    assert await refused(house.rooms.peek(room_id)) == 'not_read'

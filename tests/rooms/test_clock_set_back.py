"""The wall clock may be set back while the server is off; while it runs, that has no effect."""

import pytest

from studyroom.clock import SteppedClock
from studyroom.room.events import ClockWentBack
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import MINUTE, Phase
from studyroom.room.room import Room
from tests.room.stepped_study import names
from tests.rooms.stepped_house import HOUR, House


async def woken(house: House, hours_back: float) -> tuple[House, Room]:
    """Return the room of `house` on a server started after the clock was set back."""
    (room,) = house.rooms.awake
    again = await house.restarted(SteppedClock(house.clock.now() - hours_back * HOUR))
    return again, await again.rooms.find(room.room_id)


async def test_a_phase_ends_after_its_full_length_at_the_latest() -> None:
    house = House()
    room = await house.used_room()
    await room.add_minutes((await room.sit_down('ann', 'Ann')).seat, 5)
    again, room = await woken(house, hours_back=1)
    assert room.deadline == again.clock.now() + 30 * MINUTE
    again.clock.step(30 * MINUTE)
    await room.bring_forward()
    assert (room.facts.timer.phase, room.facts.timer.status) == (Phase.BREAK, Status.RUNNING)
    assert room.deadline == again.clock.now() + 5 * MINUTE


async def test_the_change_is_announced_and_stored_once_and_names_nobody() -> None:
    house = House()
    before = (await house.used_room()).facts
    again, room = await woken(house, hours_back=1)
    (told,) = [fact for fact in await house.log.read(room.room_id) if isinstance(fact, ClockWentBack)]
    assert (told.by, told.at) == ('', again.clock.now())
    assert (room.facts.timer_by, room.facts.timer_verb) == (before.timer_by, before.timer_verb)
    stored = await house.log.read(room.room_id)
    await (await again.restarted()).rooms.find(room.room_id)
    assert await house.log.read(room.room_id) == stored


async def test_a_clock_set_back_by_less_than_the_time_that_passed_changes_nothing() -> None:
    house = House()
    await house.used_room()
    house.clock.step(10 * MINUTE)
    again, room = await woken(house, hours_back=1 / 12)
    assert room.facts.timer.remaining(again.clock.now()) == 20 * MINUTE
    assert 'ClockWentBack' not in names(await house.log.read(room.room_id))


@pytest.mark.parametrize('verb', ['pause', 'reset'])
async def test_a_timer_that_is_not_running_stays_as_it_is(verb: str) -> None:
    house = House()
    room = await house.used_room()
    await getattr(room, verb)((await room.sit_down('ann', 'Ann')).seat)
    _, after = await woken(house, hours_back=1)
    assert after.facts == room.facts

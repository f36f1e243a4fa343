import asyncio
from collections.abc import Sequence

import pytest

from studyroom.room.config import RoomConfig
from studyroom.room.errors import Conflict, RoomError
from studyroom.room.events import Fact, RoomOpened
from studyroom.room.rhythm import MINUTE
from studyroom.room.text import clean_room_id
from studyroom.rooms.manager import RoomLimits
from tests.room.stepped_study import FailingLog
from tests.rooms.stepped_house import House, SlowLog


class RefusingOnce(FailingLog):
    """A log in which another server has taken the first id that is drawn."""

    taken = False

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        if not self.taken:
            self.taken = True
            raise Conflict('taken')
        return await super().append(room_id, facts, after_seq, erase)


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_a_new_room_has_a_readable_id_that_cannot_be_guessed() -> None:
    house = House()
    first = await house.rooms.create(RoomConfig('Linear Algebra'))
    second = await house.rooms.create(RoomConfig('Linear Algebra'))
    assert first.room_id.startswith('linear-algebra-')
    assert len(first.room_id) == len('linear-algebra-k7f2')
    assert first.room_id != second.room_id
    assert (await house.rooms.create(RoomConfig('🦉'))).room_id.startswith('room-')
    assert (await house.rooms.create(RoomConfig('線形代数'))).room_id.startswith('線形代数-')


@pytest.mark.parametrize('title', ['x' * 60, 'ΟΔΟΣ Σ', 'İİİ İ', '---', 'ﷺ' * 20, 'गणित और भौतिकी', '١٢٣'])
async def test_every_title_gives_an_id_under_which_the_room_is_found_again(title: str) -> None:
    house = House()
    room = await house.rooms.create(RoomConfig(title))
    assert clean_room_id(room.room_id) == room.room_id
    assert await house.rooms.find(room.room_id) is room


async def test_a_new_room_is_announced_to_the_lobby_and_stored() -> None:
    house = House()
    heard = house.heard()
    room = await house.rooms.create(RoomConfig(' Maths ', ' sheet 3 '))
    (opened,) = heard
    assert isinstance(opened, RoomOpened)
    assert (opened.seq, opened.config) == (1, RoomConfig('Maths', 'sheet 3'))
    assert await house.log.read(room.room_id) == (opened,)
    assert await refused(house.rooms.create(RoomConfig(''))) == 'title_empty'


async def test_a_room_is_found_by_any_spelling_of_its_address() -> None:
    house = House()
    room = await house.rooms.create(RoomConfig('Maths'))
    for spelling in (room.room_id.upper(), f'  {room.room_id}\n', room.room_id.replace('m', '\uff2d')):
        assert await house.rooms.find(spelling) is room


async def test_an_unknown_or_impossible_address_is_refused() -> None:
    house = House()
    assert await refused(house.rooms.find('no-such-room')) == 'no_such_room'
    assert await refused(house.rooms.find('../etc')) == 'bad_room_id'
    assert house.rooms.get('no-such-room') is None


async def test_another_id_is_drawn_if_another_server_has_taken_the_first() -> None:
    house = House(RefusingOnce())
    room = await house.rooms.create(RoomConfig('Maths'))
    assert await house.log.read(room.room_id)


async def test_no_room_opens_while_the_disk_is_full() -> None:
    house = House()
    house.log.writing = False
    assert await refused(house.rooms.create(RoomConfig('Maths'))) == 'not_stored'
    assert not house.rooms.awake
    house.log.writing = True
    await house.rooms.create(RoomConfig('Maths'))


async def test_the_fullest_listed_rooms_come_first() -> None:
    house = House()
    zoology, algebra = [await house.rooms.create(RoomConfig(title)) for title in ('Zoology', 'algebra')]
    full = await house.rooms.create(RoomConfig('Music'))
    hidden = await house.rooms.create(RoomConfig('Hidden', listed=False))
    full.connect((await full.sit_down('ann', 'Ann')).seat, 'c', 't')
    assert [state.room_id for state in house.rooms.listed()] == [full.room_id, algebra.room_id, zoology.room_id]
    assert house.rooms.seen(full.room_id) == full.state()
    assert house.rooms.seen(hidden.room_id) is None
    assert house.rooms.seen('no-such-room') is None


async def test_the_number_of_rooms_awake_is_limited_and_sleeping_ones_do_not_count() -> None:
    house = House(limits=RoomLimits(most=2))
    asleep = await house.sleeping_room_id()
    for _ in range(2):
        await house.rooms.create(RoomConfig('Maths'))
    assert await refused(house.rooms.create(RoomConfig('Maths'))) == 'too_many_rooms'
    assert await refused(house.rooms.find(asleep)) == 'too_many_rooms'
    house.clock.step(31 * MINUTE)
    await house.rooms.sweep()
    await house.rooms.find(asleep)


async def test_rooms_opened_at_the_same_moment_do_not_exceed_the_limit() -> None:
    house = House(SlowLog(), limits=RoomLimits(most=2))
    opened = [house.rooms.create(RoomConfig('Maths')) for _ in range(5)]
    outcomes = await asyncio.gather(*opened, return_exceptions=True)
    assert len(house.rooms.awake) == 2
    assert [outcome.code for outcome in outcomes if isinstance(outcome, RoomError)] == ['too_many_rooms'] * 3

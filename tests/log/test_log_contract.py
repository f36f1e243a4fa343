"""What every log guarantees, in memory as well as in SQLite."""

import asyncio

import pytest

from studyroom.log.room_log import Loaded, RoomLog, RoomRecord, Snapshot
from studyroom.room.config import RoomConfig
from studyroom.room.errors import Conflict
from studyroom.room.events import Fact, MessageDeleted, MessageSent

Log = RoomLog[RoomConfig]
ROOM = 'algebra'


def said(text: str, room_id: str = ROOM, at: float = 100.0) -> MessageSent:
    return MessageSent(room_id=room_id, at=at, by='seat:ann', name='Ann', text=text)


def deleted(at: float = 200.0) -> MessageDeleted:
    return MessageDeleted(room_id=ROOM, at=at, by='seat:ann', line_id='m1')


def config(title: str) -> RoomConfig:
    return RoomConfig(title=title)


def texts(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.text for fact in facts if isinstance(fact, MessageSent)]


async def test_facts_are_numbered_from_one_and_read_back_equal(log: Log) -> None:
    first = await log.append(ROOM, [said('one'), said('two 🦉 √2 \n "quoted"')], after_seq=0)
    second = await log.append(ROOM, [said('three')], after_seq=2)
    assert [fact.seq for fact in first + second] == [1, 2, 3]
    assert await log.read(ROOM) == first + second


async def test_reading_after_a_number_returns_only_later_facts(log: Log) -> None:
    stored = await log.append(ROOM, [said('one'), said('two'), said('three')], after_seq=0)
    assert await log.read(ROOM, after_seq=2) == stored[2:]
    assert await log.read(ROOM, after_seq=3) == ()


async def test_an_unknown_room_has_no_facts(log: Log) -> None:
    assert await log.read('nowhere') == ()
    assert await log.load('nowhere') == Loaded(None, ())


@pytest.mark.parametrize('after_seq', [0, 2])
async def test_appending_after_any_number_but_the_last_is_a_conflict(log: Log, after_seq: int) -> None:
    stored = await log.append(ROOM, [said('one')], after_seq=0)
    with pytest.raises(Conflict):
        await log.append(ROOM, [said('late')], after_seq=after_seq)
    assert await log.read(ROOM) == stored


async def test_a_conflict_erases_nothing(log: Log) -> None:
    stored = await log.append(ROOM, [said('one'), said('two')], after_seq=0)
    with pytest.raises(Conflict):
        await log.append(ROOM, [deleted()], after_seq=1, erase=[1])
    assert await log.read(ROOM) == stored


async def test_when_two_writers_append_at_once_one_wins_and_one_gets_a_conflict(log: Log) -> None:
    both = [log.append(ROOM, [said(name)], after_seq=0) for name in ('ann', 'ben')]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert len(await log.read(ROOM)) == 1


async def test_a_conflict_in_one_room_leaves_the_others_alone(log: Log) -> None:
    rooms = [f'room-{number}' for number in range(20)]
    await log.append(rooms[7], [said('first', rooms[7])], after_seq=0)
    appends = [log.append(room, [said('hello', room)], after_seq=0) for room in rooms]
    outcomes = await asyncio.gather(*appends, return_exceptions=True)
    assert [number for number, outcome in enumerate(outcomes) if isinstance(outcome, Conflict)] == [7]
    assert [len(await log.read(room)) for room in rooms] == [1] * 20


async def test_a_fact_of_another_room_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match='another room'):
        await log.append(ROOM, [said('hello', room_id='geometry')], after_seq=0)
    assert await log.rooms() == ()


async def test_appending_nothing_stores_nothing(log: Log) -> None:
    assert await log.append(ROOM, [], after_seq=0) == ()
    assert await log.rooms() == ()


async def test_loading_returns_the_newest_snapshot_and_the_facts_after_it(log: Log) -> None:
    stored = await log.append(ROOM, [said('one'), said('two'), said('three')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(1, 100.0, config('old')))
    await log.save_snapshot(ROOM, Snapshot(2, 110.0, config('new')))
    assert await log.load(ROOM) == Loaded(Snapshot(2, 110.0, config('new')), stored[2:])


async def test_an_older_snapshot_does_not_replace_a_newer_one(log: Log) -> None:
    await log.append(ROOM, [said('one'), said('two')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(2, 110.0, config('new')))
    await log.save_snapshot(ROOM, Snapshot(1, 100.0, config('old')))
    assert (await log.load(ROOM)).snapshot == Snapshot(2, 110.0, config('new'))


async def test_a_snapshot_of_facts_that_are_not_stored_is_ignored(log: Log) -> None:
    await log.append(ROOM, [said('one')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(2, 100.0, config('from the future')))
    assert (await log.load(ROOM)).snapshot is None


async def test_erasing_overwrites_the_words_and_keeps_the_numbers(log: Log) -> None:
    await log.append(ROOM, [said('secret'), said('harmless')], after_seq=0)
    await log.append(ROOM, [deleted()], after_seq=2, erase=[1])
    facts = await log.read(ROOM)
    assert texts(facts) == ['', 'harmless']
    assert [fact.seq for fact in facts] == [1, 2, 3]


async def test_erasing_an_unknown_number_does_nothing(log: Log) -> None:
    stored = await log.append(ROOM, [said('one')], after_seq=0)
    stored += await log.append(ROOM, [deleted()], after_seq=1, erase=[9])
    assert await log.read(ROOM) == stored


async def test_erasing_drops_the_snapshot_so_that_loading_starts_from_the_facts(log: Log) -> None:
    await log.append(ROOM, [said('secret')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(1, 100.0, config('secret')))
    await log.append(ROOM, [deleted()], after_seq=1, erase=[1])
    loaded = await log.load(ROOM)
    assert loaded.snapshot is None
    assert texts(loaded.facts) == ['']


async def test_a_snapshot_taken_before_an_erasure_and_saved_after_it_is_ignored(log: Log) -> None:
    await log.append(ROOM, [said('secret')], after_seq=0)
    taken_before = Snapshot(1, 100.0, config('secret'))
    await log.append(ROOM, [deleted()], after_seq=1, erase=[1])
    await log.save_snapshot(ROOM, taken_before)
    assert (await log.load(ROOM)).snapshot is None
    await log.save_snapshot(ROOM, Snapshot(2, 200.0, config('clean')))
    assert (await log.load(ROOM)).snapshot == Snapshot(2, 200.0, config('clean'))


async def test_rooms_are_listed_with_the_number_and_instant_of_their_newest_fact(log: Log) -> None:
    await log.append(ROOM, [said('one', at=100.0), said('two', at=150.5)], after_seq=0)
    await log.append('geometry', [said('one', 'geometry', at=90.0)], after_seq=0)
    records = sorted(await log.rooms(), key=lambda record: record.room_id)
    assert records == [RoomRecord(ROOM, 2, 150.5), RoomRecord('geometry', 1, 90.0)]


async def test_a_room_is_listed_with_the_instant_of_its_snapshot_when_that_is_later(log: Log) -> None:
    await log.append(ROOM, [said('one', at=100.0)], after_seq=0)
    for at, listed in ((90.0, 100.0), (300.0, 300.0)):
        await log.save_snapshot(ROOM, Snapshot(1, at, config('one')))
        assert await log.rooms() == (RoomRecord(ROOM, 1, listed),)
    await log.append(ROOM, [deleted(at=200.0)], after_seq=1, erase=[1])
    assert await log.rooms() == (RoomRecord(ROOM, 2, 200.0),)


async def test_a_deleted_room_is_gone_and_the_others_remain(log: Log) -> None:
    await log.append(ROOM, [said('one')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(1, 100.0, config('one')))
    kept = await log.append('geometry', [said('two', 'geometry')], after_seq=0)
    await log.delete(ROOM)
    assert await log.load(ROOM) == Loaded(None, ())
    assert [record.room_id for record in await log.rooms()] == ['geometry']
    assert await log.read('geometry') == kept


async def test_a_deleted_room_can_be_opened_again_and_counts_from_one(log: Log) -> None:
    await log.append(ROOM, [said('secret'), deleted()], after_seq=0)
    await log.append(ROOM, [deleted()], after_seq=2, erase=[1])
    await log.delete(ROOM)
    stored = await log.append(ROOM, [said('hello')], after_seq=0)
    await log.save_snapshot(ROOM, Snapshot(1, 100.0, config('again')))
    assert await log.load(ROOM) == Loaded(Snapshot(1, 100.0, config('again')), ())
    assert await log.read(ROOM) == stored


async def test_deleting_an_unknown_room_does_nothing(log: Log) -> None:
    await log.delete('nowhere')


async def test_facts_survive_closing_and_reopening(log: Log) -> None:
    stored = await log.append(ROOM, [said('one')], after_seq=0)
    await log.close()
    await log.open()
    assert await log.read(ROOM) == stored


async def test_a_probe_leaves_everything_as_it_was(log: Log) -> None:
    stored = await log.append(ROOM, [said('one')], after_seq=0)
    records = await log.rooms()
    for _ in range(3):
        await log.probe()
    assert (await log.rooms(), await log.read(ROOM)) == (records, stored)
    assert len(await log.append(ROOM, [said('two')], after_seq=1)) == 1


async def test_probes_and_facts_do_not_get_in_each_others_way(log: Log) -> None:
    rooms = [f'room-{number}' for number in range(50)]
    work = [log.append(room, [said('hello', room)], after_seq=0) for room in rooms]
    await asyncio.gather(*work, *(log.probe() for _ in range(50)))
    assert len(await log.rooms()) == 50

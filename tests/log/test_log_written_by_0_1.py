"""A database that version 0.1 wrote opens with everything in it: facts of every kind, a snapshot, erased words.

`written_by_0_1/expected.json` holds what 0.1 itself read from it, `snapshot_schema.json` the fields of its snapshots.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studyroom.clock import SteppedClock
from studyroom.log.codec import FORMER_SHAPES, Codec, shape_of
from studyroom.log.room_log import Loaded
from studyroom.log.sqlite import SqliteLog
from studyroom.room.events import FACTS, RoomOpened
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.rooms.manager import RoomManager, restored

WRITTEN = Path(__file__).with_name('written_by_0_1')
EXPECTED = json.loads((WRITTEN / 'expected.json').read_text(encoding='utf-8'))
ROOMS = EXPECTED['rooms']
SNAPSHOT_SCHEMA = json.loads((WRITTEN / 'snapshot_schema.json').read_text(encoding='utf-8'))
KINDS_OF_0_1 = 28
SHAPE_OF_0_1 = 3841645413


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog[RoomFacts]]:
    path = tmp_path / 'rooms.sqlite3'
    shutil.copy(WRITTEN / 'rooms.sqlite3', path)
    log = SqliteLog(path, Codec(FACTS, RoomFacts))
    await log.open()
    yield log
    await log.close()


def seen_by_0_1(now: Any, then: Any) -> Any:
    """Return the present state without fields that were added since 0.1, which have their defaults."""
    if isinstance(then, dict):
        return {name: seen_by_0_1(now[name], value) for name, value in then.items() if name in now}
    if isinstance(then, list):
        return [seen_by_0_1(one, former) for one, former in zip(now, then, strict=True)]
    return now


@pytest.mark.parametrize('room_id', ROOMS)
async def test_every_room_is_as_it_was(log: SqliteLog[RoomFacts], room_id: str) -> None:
    then = ROOMS[room_id]['facts']
    assert seen_by_0_1(msgspec.to_builtins(restored(await log.load(room_id))), then) == then


@pytest.mark.parametrize('room_id', ROOMS)
async def test_its_facts_alone_give_the_same_state(log: SqliteLog[RoomFacts], room_id: str) -> None:
    then = ROOMS[room_id]['facts']
    alone = restored(Loaded(None, await log.read(room_id)))
    assert seen_by_0_1(msgspec.to_builtins(alone), then) == then


async def test_every_kind_of_fact_is_among_them(log: SqliteLog[RoomFacts]) -> None:
    kinds = {type(fact) for room_id in ROOMS for fact in await log.read(room_id)}
    assert len(kinds) == KINDS_OF_0_1
    assert RoomOpened in kinds


def test_the_shape_that_0_1_stored_is_known_by_the_fields_it_had() -> None:
    assert FORMER_SHAPES[SHAPE_OF_0_1] == shape_of(SNAPSHOT_SCHEMA)


async def test_its_snapshot_is_read_unless_a_snapshot_has_other_fields_by_now(log: SqliteLog[RoomFacts]) -> None:
    (room_id,) = [room_id for room_id, room in ROOMS.items() if room['snapshot_seq']]
    loaded = await log.load(room_id)
    if Codec(FACTS, RoomFacts).shape == shape_of(SNAPSHOT_SCHEMA):
        assert loaded.snapshot
        assert loaded.snapshot.seq == ROOMS[room_id]['snapshot_seq']
        assert len(loaded.facts) == ROOMS[room_id]['facts_after_snapshot']
    else:
        assert (loaded.snapshot, len(loaded.facts)) == (None, ROOMS[room_id]['last_seq'])


async def test_people_can_go_on_in_it(log: SqliteLog[RoomFacts]) -> None:
    rooms = RoomManager(log, Hub(), SteppedClock(EXPECTED['instant']))
    await rooms.open()
    for room_id, room in ROOMS.items():
        awake = await rooms.find(room_id)
        seat = next(seat for seat, person in room['facts']['seats'].items() if not person['left'])
        await awake.say(seat, 'We are still here.')
        assert awake.facts == restored(await log.load(room_id))

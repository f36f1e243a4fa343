"""What applies only to a log in a file: batches, other programs that use the file, a failing disk."""

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studyroom.log.codec import Codec
from studyroom.log.room_log import Snapshot
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.errors import LogUnavailable
from studyroom.room.events import MessageSent

Log = SqliteLog[RoomConfig]
ROOM = 'algebra'
LONG = 'x' * 2_000


def said(text: str, room_id: str = ROOM) -> MessageSent:
    return MessageSent(room_id=room_id, at=100.0, by='seat:ann', name='Ann', text=text)


async def fill(log: Log, most: int = 5_000) -> int:
    """Append until the log refuses. Returns the number of facts it stored."""
    for seq in range(most):
        try:
            await log.append(ROOM, [said(LONG)], after_seq=seq)
        except LogUnavailable:
            return seq
    raise AssertionError(f'{most} facts found room')


async def test_queued_appends_share_transactions(sqlite_log: Log) -> None:
    before = sqlite_log.commits
    await asyncio.gather(*(sqlite_log.append(f'room-{n}', [said('hello', f'room-{n}')], 0) for n in range(1_000)))
    assert len(await sqlite_log.rooms()) == 1_000
    assert sqlite_log.commits - before <= 100


async def test_a_fact_that_cannot_be_stored_fails_alone_in_its_batch(sqlite_log: Log) -> None:
    without_instant = MessageSent(room_id='broken', at=float('nan'), by='', name='', text='')
    outcomes = await asyncio.gather(
        sqlite_log.append(ROOM, [said('before')], after_seq=0),
        sqlite_log.append('broken', [said('first', 'broken'), without_instant], after_seq=0),
        sqlite_log.append('geometry', [said('after', 'geometry')], after_seq=0),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], sqlite3.IntegrityError)
    assert {record.room_id for record in await sqlite_log.rooms()} == {ROOM, 'geometry'}


async def test_a_caller_who_stops_waiting_harms_neither_the_log_nor_the_others(sqlite_log: Log) -> None:
    rooms = [f'room-{number}' for number in range(200)]
    tasks = [asyncio.create_task(sqlite_log.append(room, [said('hello', room)], after_seq=0)) for room in rooms]
    await asyncio.sleep(0.002)
    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    acknowledged = {room for room, outcome in zip(rooms, outcomes, strict=True) if isinstance(outcome, tuple)}
    assert acknowledged >= set(rooms[1::2])
    assert {record.room_id for record in await sqlite_log.rooms()} >= acknowledged
    await sqlite_log.append(ROOM, [said('and on it goes')], after_seq=0)


async def test_closing_stores_what_is_queued(path: Path, codec: Codec[RoomConfig]) -> None:
    log = SqliteLog(path, codec)
    await log.open()
    queued = [asyncio.create_task(log.append(f'room-{n}', [said('hello', f'room-{n}')], 0)) for n in range(300)]
    await asyncio.sleep(0)
    await log.close()
    await asyncio.gather(*queued)
    await log.open()
    assert len(await log.rooms()) == 300
    await log.close()


async def test_closing_twice_does_no_harm_and_leaves_one_file(path: Path, codec: Codec[RoomConfig]) -> None:
    log = SqliteLog(path, codec, synchronous='FULL')
    await log.open()
    await log.append(ROOM, [said('hello')], after_seq=0)
    await log.close()
    await log.close()
    assert os.listdir(path.parent) == [path.name]


async def test_a_log_that_is_not_open_is_unavailable(path: Path, codec: Codec[RoomConfig]) -> None:
    log = SqliteLog(path, codec)
    with pytest.raises(LogUnavailable, match='not open'):
        await log.append(ROOM, [said('too early')], after_seq=0)
    with pytest.raises(LogUnavailable, match='not open'):
        await log.read(ROOM)
    await log.open()
    await log.close()
    with pytest.raises(LogUnavailable, match='closed'):
        await log.append(ROOM, [said('too late')], after_seq=0)
    with pytest.raises(LogUnavailable, match='closed'):
        await log.read(ROOM)


async def test_only_the_owner_may_read_the_file(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.append(ROOM, [said('hello')], after_seq=0)
    assert {oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()} == {'0o600'}


@pytest.mark.parametrize('lock', ['IMMEDIATE', 'EXCLUSIVE'])
async def test_a_locked_database_fails_quickly_and_recovers_by_itself(sqlite_log: Log, path: Path, lock: str) -> None:
    (first,) = await sqlite_log.append(ROOM, [said('first')], after_seq=0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f'BEGIN {lock}')
        async with asyncio.timeout(2):
            with pytest.raises(LogUnavailable, match='another program holds the database'):
                await sqlite_log.append(ROOM, [said('lost')], after_seq=1)
        assert await sqlite_log.read(ROOM) == (first,)
        other.execute('ROLLBACK')
    (second,) = await sqlite_log.append(ROOM, [said('second')], after_seq=1)
    assert await sqlite_log.read(ROOM) == (first, second)


async def test_a_probe_finds_a_lock_and_its_end(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.probe()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute('BEGIN IMMEDIATE')
        with pytest.raises(LogUnavailable, match='another program holds the database'):
            await sqlite_log.probe()
        other.execute('ROLLBACK')
    await sqlite_log.probe()


async def test_a_probe_writes_to_the_disk_and_leaves_no_deletion_behind(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.append(ROOM, [said('first')], after_seq=0)
    before = path.with_name(path.name + '-wal').stat().st_size
    await sqlite_log.probe()
    assert path.with_name(path.name + '-wal').stat().st_size > before
    with closing(sqlite3.connect(path)) as other:
        assert other.execute('SELECT deleted FROM upkeep').fetchall() == [(0,)]


async def test_a_probe_of_a_log_that_is_not_open_is_refused(path: Path, codec: Codec[RoomConfig]) -> None:
    log = SqliteLog(path, codec)
    with pytest.raises(LogUnavailable, match='not open'):
        await log.probe()


async def test_a_problem_is_logged_once_and_its_end_once(
    sqlite_log: Log, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute('BEGIN IMMEDIATE')
        for _ in range(3):
            with pytest.raises(LogUnavailable):
                await sqlite_log.append(ROOM, [said('lost')], after_seq=0)
        other.execute('ROLLBACK')
    await sqlite_log.append(ROOM, [said('stored')], after_seq=0)
    ours = [record for record in caplog.records if record.name.startswith('studyroom')]
    assert [record.getMessage() for record in ours] == [
        'nothing is stored: database is locked',
        'requests are stored again',
    ]


async def test_a_lock_shorter_than_the_timeout_goes_unnoticed(path: Path, codec: Codec[RoomConfig]) -> None:
    log = SqliteLog(path, codec, busy_timeout=5)
    await log.open()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute('BEGIN IMMEDIATE')
        append = asyncio.create_task(log.append(ROOM, [said('patient')], after_seq=0))
        await asyncio.sleep(0.1)
        assert not append.done()
        other.execute('ROLLBACK')
        await append
    await log.close()


async def test_a_file_that_is_locked_at_the_start_makes_the_log_unavailable(
    path: Path, codec: Codec[RoomConfig]
) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute('BEGIN EXCLUSIVE')
        with pytest.raises(LogUnavailable, match='another program holds the database'):
            await SqliteLog(path, codec, busy_timeout=0.1).open()


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file of this process grow beyond 400 kB, so that writing fails with an I/O error."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_after_a_write_error_nothing_is_half_stored_and_the_log_recovers(
    sqlite_log: Log, small_files: None
) -> None:
    taken = await fill(sqlite_log)
    assert taken > 10
    assert [fact.seq for fact in await sqlite_log.read(ROOM)] == list(range(1, taken + 1))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await sqlite_log.append(ROOM, [said(LONG)] * 100, after_seq=taken)
    assert len(await sqlite_log.read(ROOM)) == taken + 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / 'disk'
    disk.mkdir()
    mount = shutil.which('mount')
    mounting = mount and subprocess.run([mount, '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], capture_output=True)
    if not mounting or mounting.returncode:
        pytest.skip('only the superuser can make a small disk')
    yield disk
    subprocess.run(['umount', disk], check=True)


async def test_on_a_full_disk_nothing_is_half_stored_and_the_log_recovers(
    small_disk: Path, codec: Codec[RoomConfig]
) -> None:
    ballast = small_disk / 'ballast'
    ballast.write_bytes(bytes(1_000_000))
    log = SqliteLog(small_disk / 'rooms.sqlite', codec)
    await log.open()
    taken = await fill(log)
    with pytest.raises(LogUnavailable, match='the disk is full'):
        await log.append(ROOM, [said(LONG)] * 20, after_seq=taken)
    assert [fact.seq for fact in await log.read(ROOM)] == list(range(1, taken + 1))
    ballast.unlink()
    await log.append(ROOM, [said(LONG)] * 20, after_seq=taken)
    assert len(await log.read(ROOM)) == taken + 20
    await log.close()


async def test_a_faster_process_causes_a_conflict_in_this_one(
    sqlite_log: Log, path: Path, codec: Codec[RoomConfig]
) -> None:
    other = SqliteLog(path, codec)
    await other.open()
    stored = await other.append(ROOM, [said('first')], after_seq=0)
    assert await sqlite_log.read(ROOM) == stored
    await sqlite_log.append(ROOM, [said('second')], after_seq=1)
    assert len(await other.read(ROOM)) == 2
    await other.close()


async def test_a_snapshot_of_another_shape_is_ignored(sqlite_log: Log, path: Path) -> None:
    stored = await sqlite_log.append(ROOM, [said('first')], after_seq=0)
    await sqlite_log.save_snapshot(ROOM, Snapshot(1, 100.0, RoomConfig(title='Algebra')))
    newer = SqliteLog(path, Codec({'MessageSent': MessageSent}, snapshot_type=MessageSent))
    await newer.open()
    loaded = await newer.load(ROOM)
    assert (loaded.snapshot, loaded.facts) == (None, stored)
    await newer.close()

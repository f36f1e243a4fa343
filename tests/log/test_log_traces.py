"""Erased words and deleted rooms leave no trace in the files after a quiet moment."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from studyroom.log.codec import Codec
from studyroom.log.room_log import Snapshot
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import Fact, MessageDeleted, MessageSent

Log = SqliteLog[RoomConfig]
ROOM = 'algebra'


def said(text: str, room_id: str = ROOM) -> MessageSent:
    return MessageSent(room_id=room_id, at=100.0, by='seat:ann', name='Ann', text=text)


def deleted(room_id: str = ROOM) -> Fact:
    return MessageDeleted(room_id=room_id, at=200.0, by='seat:ann', line_id='m1')


def found(path: Path, *words: str) -> list[str]:
    """Return the words found in any file in the folder of the log."""
    content = b''.join(file.read_bytes() for file in path.parent.iterdir())
    return [word for word in words if word.encode() in content]


def size(path: Path) -> int:
    """Return the size of a file in bytes."""
    return path.stat().st_size


async def swept(path: Path, *words: str) -> bool:
    """Return whether the words disappear from the files within 5 s."""
    for _ in range(100):
        if not found(path, *words):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_an_erased_message_disappears_from_the_files(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.append(ROOM, [said('KEPT-1'), said('SECRET-1'), said('KEPT-2')], after_seq=0)
    await sqlite_log.save_snapshot(ROOM, Snapshot(3, 100.0, RoomConfig(title='SECRET-1')))
    assert found(path, 'SECRET-1') == ['SECRET-1']
    await sqlite_log.append(ROOM, [deleted()], after_seq=3, erase=[2])
    assert await swept(path, 'SECRET-1')
    assert found(path, 'KEPT-1', 'KEPT-2') == ['KEPT-1', 'KEPT-2']


async def test_a_long_message_disappears_with_all_its_pages(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.append(ROOM, [said('START' + 'é' * 9_000 + 'SECRET-END')], after_seq=0)
    await sqlite_log.append(ROOM, [deleted()], after_seq=1, erase=[1])
    assert await swept(path, 'START', 'ééééééé', 'SECRET-END')


async def test_a_deleted_room_disappears_from_the_files(sqlite_log: Log, path: Path) -> None:
    await sqlite_log.append('geometry', [said('KEPT', 'geometry')], after_seq=0)
    await sqlite_log.append(ROOM, [said('SECRET-1'), said('SECRET-2 ' * 2_000)], after_seq=0)
    await sqlite_log.save_snapshot(ROOM, Snapshot(2, 100.0, RoomConfig(title='SECRET-3')))
    await sqlite_log.delete(ROOM)
    assert await swept(path, 'SECRET-1', 'SECRET-2', 'SECRET-3', ROOM)
    assert found(path, 'KEPT') == ['KEPT']


async def test_a_large_file_is_rebuilt_once_a_day_and_at_the_end_but_deleted_words_are_overwritten_at_once(
    path: Path, codec: Codec[RoomConfig]
) -> None:
    log = SqliteLog(path, codec, small_bytes=0)
    await log.open()
    for room in ('first', 'second', 'third'):
        await log.append(room, [said(f'SECRET-{room} ' + 'x' * 2_000, room)] * 100, after_seq=0)
    sizes = []
    for room in ('first', 'second'):
        await log.delete(room)
        assert await swept(path, f'SECRET-{room}')
        await asyncio.sleep(0.3)
        sizes.append(size(path))
    await log.close()
    assert 1_000_000 > sizes[0] == sizes[1] > size(path)
    assert found(path, 'SECRET-second', 'SECRET-third') == ['SECRET-third']


async def test_a_log_killed_before_its_quiet_moment_sweeps_after_the_next_start(
    path: Path, codec: Codec[RoomConfig], tmp_path: Path
) -> None:
    log = SqliteLog(path, codec)
    await log.open()
    await log.append(ROOM, [said('SECRET-1')], after_seq=0)
    await log.delete(ROOM)
    as_killed = tmp_path / 'killed' / path.name
    as_killed.parent.mkdir()
    for file in path.parent.iterdir():
        (as_killed.parent / file.name).write_bytes(file.read_bytes())
    await log.close()
    assert found(as_killed, 'SECRET-1') == ['SECRET-1']
    restarted = SqliteLog(as_killed, codec)
    await restarted.open()
    assert await swept(as_killed, 'SECRET-1')
    await restarted.close()


async def test_a_blocked_sweep_delays_no_append_and_is_made_up_for_at_the_end(
    path: Path, codec: Codec[RoomConfig]
) -> None:
    log = SqliteLog(path, codec, busy_timeout=30)
    await log.open()
    await log.append(ROOM, [said('SECRET-1')], after_seq=0)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute('BEGIN')
        reader.execute('SELECT count(*) FROM facts').fetchone()
        await log.append(ROOM, [deleted()], after_seq=1, erase=[1])
        await asyncio.sleep(0.3)
        async with asyncio.timeout(2):
            await log.append(ROOM, [said('KEPT')], after_seq=2)
        assert found(path, 'SECRET-1')
    await log.close()
    assert found(path, 'SECRET-1', 'KEPT') == ['KEPT']


async def test_after_many_rooms_have_come_and_gone_no_copy_is_left_anywhere(
    path: Path, codec: Codec[RoomConfig]
) -> None:
    log = SqliteLog(path, codec)
    await log.open()
    chance = random.Random(6)  # a seed with which a copy stays behind unless the file is rebuilt
    last, alive, gone = dict[str, int](), dict[tuple[str, int], str](), list[str]()
    for number in range(1_500):
        room = f'room-{chance.randrange(30)}'
        seq = last.get(room, 0)
        of_room = [key for key in alive if key[0] == room]
        if chance.random() < 0.92 or not of_room:
            word = f'SECRET-{number}-'
            await log.append(room, [said(word + 'x' * chance.choice([10, 100, 300, 2_000]), room)], seq)
            alive[room, seq + 1], last[room] = word, seq + 1
        elif chance.random() < 0.5:
            key = chance.choice(of_room)
            await log.append(room, [deleted(room)], seq, erase=[key[1]])
            gone.append(alive.pop(key))
            last[room] += 1
        else:
            await log.delete(room)
            gone += [alive.pop(key) for key in of_room]
            del last[room]
        if room in last and number % 5 == 0:
            words = ' '.join(word for key, word in alive.items() if key[0] == room)
            await log.save_snapshot(room, Snapshot(last[room], 100.0, RoomConfig(title=words)))
    await log.close()
    assert len(gone) > 500
    assert found(path, *gone) == []
    assert len(found(path, *alive.values())) == len(alive)


async def test_after_many_snapshots_were_replaced_or_dropped_no_copy_is_left_anywhere(
    path: Path, codec: Codec[RoomConfig]
) -> None:
    log = SqliteLog(path, codec)
    await log.open()
    chance = random.Random(7)  # a seed with which a copy stays behind without the margin
    last, kept, gone = dict[str, int](), dict[str, str](), list[str]()
    for number in range(600):
        room = f'room-{chance.randrange(20)}'
        last[room] = last.get(room, 0) + 1
        erases = chance.random() < 0.3
        await log.append(room, [deleted(room)], last[room] - 1, erase=[1] if erases else [])
        if room in kept:
            gone.append(kept.pop(room))
        if not erases:
            kept[room] = f'SECRET-{number}-'
            words = kept[room] + 'x' * chance.choice([10, 100, 300, 1_000, 2_000])
            await log.save_snapshot(room, Snapshot(last[room], 100.0, RoomConfig(title=words)))
    await log.close()
    assert found(path, *gone) == []
    assert len(found(path, *kept.values())) == len(kept)

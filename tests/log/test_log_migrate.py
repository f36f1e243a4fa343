"""Opening an old, a newer and a damaged file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studyroom.log.codec import Codec
from studyroom.log.migrate import MIGRATIONS
from studyroom.log.room_log import LogUnusable
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import MessageSent

ROOM = 'algebra'
NEWEST = len(list(MIGRATIONS.glob('*.sql')))


def said(text: str) -> MessageSent:
    return MessageSent(room_id=ROOM, at=100.0, by='seat:ann', name='Ann', text=text)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A copy of the migrations, to which tests add newer ones."""
    folder = tmp_path / 'migrations'
    folder.mkdir()
    for script in MIGRATIONS.glob('*.sql'):
        (folder / script.name).write_text(script.read_text())
    return folder


@pytest.fixture
async def old(path: Path, codec: Codec[RoomConfig]) -> Path:
    """A file in the current format with 100 facts."""
    log = SqliteLog(path, codec)
    await log.open()
    await log.append(ROOM, [said(f'message {number} ' * 20) for number in range(100)], after_seq=0)
    await log.close()
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute('PRAGMA user_version').fetchone()[0])


def names(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def overwrite(path: Path, offset: int, length: int | None = None) -> bytes:
    """Overwrite `length` bytes with garbage, or cut the file off if there is no length. Returns the new content."""
    content = path.read_bytes()
    damaged = content[:offset] + b'\xa5' * (length or 0) + (content[offset + length :] if length else b'')
    path.write_bytes(damaged)
    return damaged


def content(path: Path) -> bytes:
    return path.read_bytes()


async def facts(path: Path, codec: Codec[RoomConfig], migrations: Path = MIGRATIONS) -> int:
    log = SqliteLog(path, codec, migrations=migrations)
    await log.open()
    stored = await log.read(ROOM)
    await log.close()
    return len(stored)


async def test_a_new_file_gets_the_newest_format_without_a_backup(path: Path, codec: Codec[RoomConfig]) -> None:
    assert await facts(path, codec) == 0
    assert version(path) == NEWEST
    assert names(path) == {path.name}


async def test_opening_a_current_file_makes_no_backup(old: Path, codec: Codec[RoomConfig]) -> None:
    assert await facts(old, codec) == 100
    assert names(old) == {old.name}


async def test_an_old_file_is_copied_and_then_migrated(old: Path, later: Path, codec: Codec[RoomConfig]) -> None:
    (later / f'{NEWEST + 1:04}_notes.sql').write_text("ALTER TABLE facts ADD COLUMN note TEXT NOT NULL DEFAULT '';")
    (later / f'{NEWEST + 2:04}_tags.sql').write_text('CREATE TABLE tags (name TEXT); INSERT INTO tags VALUES (1)')
    assert await facts(old, codec, later) == 100
    assert version(old) == NEWEST + 2
    backup = old.with_name(f'{old.name}.v{NEWEST}.bak')
    assert names(old) == {old.name, backup.name}
    assert version(backup) == NEWEST
    assert backup.stat().st_mode & 0o777 == 0o600
    assert await facts(backup, codec) == 100


async def test_the_backup_includes_what_was_not_yet_checkpointed(
    path: Path, later: Path, codec: Codec[RoomConfig]
) -> None:
    (later / f'{NEWEST + 1:04}_tags.sql').write_text('CREATE TABLE tags (name TEXT)')
    still_open = SqliteLog(path, codec)
    await still_open.open()
    await still_open.append(ROOM, [said('only in the write-ahead log')], after_seq=0)
    assert await facts(path, codec, later) == 1
    await still_open.close()
    assert await facts(path.with_name(f'{path.name}.v{NEWEST}.bak'), codec) == 1


async def test_a_migration_that_fails_changes_nothing(old: Path, later: Path, codec: Codec[RoomConfig]) -> None:
    script = later / f'{NEWEST + 1:04}_broken.sql'
    script.write_text('CREATE TABLE tags (name TEXT); DELETE FROM facts; INSERT INTO nowhere VALUES (1);')
    with pytest.raises(LogUnusable, match=rf'could not be brought to format {NEWEST + 1}; it is as it was'):
        await SqliteLog(old, codec, migrations=later).open()
    assert version(old) == NEWEST
    assert await facts(old, codec) == 100
    script.write_text('CREATE TABLE tags (name TEXT)')
    assert await facts(old, codec, later) == 100


async def test_a_file_of_a_newer_version_is_refused_and_left_alone(old: Path, codec: Codec[RoomConfig]) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute('PRAGMA user_version = 99')
    before = content(old)
    with pytest.raises(LogUnusable, match=r'rooms\.sqlite was written by a newer version \(format 99') as refused:
        await SqliteLog(old, codec).open()
    assert 'install that version' in str(refused.value)
    assert content(old) == before
    assert names(old) == {old.name}


@pytest.mark.parametrize('offset', [0, 4_096, 8_192], ids=['header', 'second page', 'third page'])
async def test_a_damaged_file_is_refused_and_left_alone(old: Path, codec: Codec[RoomConfig], offset: int) -> None:
    damaged = overwrite(old, offset, 1_000)
    with pytest.raises(LogUnusable, match=r'rooms\.sqlite is damaged; nothing was deleted: put a backup'):
        await SqliteLog(old, codec).open()
    assert content(old) == damaged
    assert names(old) == {old.name}


async def test_a_file_cut_short_is_refused(old: Path, codec: Codec[RoomConfig]) -> None:
    overwrite(old, 10_000)
    with pytest.raises(LogUnusable, match='is damaged'):
        await SqliteLog(old, codec).open()

"""Checks a database file, backs it up and migrates it to the newest format, before anything is read from it."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from studyroom.log.database import Database, is_busy, is_damage
from studyroom.log.room_log import LogUnusable

MIGRATIONS = Path(__file__).parent / 'migrations'


def prepare(database: Database, migrations: Path = MIGRATIONS) -> None:
    """Create a file, or check and migrate an existing one. Raises LogUnusable, sqlite3.Error, OSError.

    `migrations` holds `0001_name.sql`, `0002_...`; the number is the `user_version` that the script leads to. An
    existing file is first copied to `<name>.v<old version>.bak` beside it.
    """
    database.create()
    try:
        with closing(database.connect()) as connection:
            _bring_up(connection, database.path, _steps(migrations))
    except sqlite3.Error as error:
        if is_damage(error):
            raise _damaged(database.path) from error
        raise


def _bring_up(connection: sqlite3.Connection, path: Path, steps: Mapping[int, str]) -> None:
    version, newest = _version(connection), max(steps)
    if version > newest:
        raise LogUnusable(
            f'{path} was written by a newer version (format {version}, this one reads up to {newest}):'
            ' install that version, or choose another data folder.'
        )
    if connection.execute('PRAGMA integrity_check(1)').fetchone() != ('ok',):
        raise _damaged(path)
    if 0 < version < newest:
        _back_up(connection, path.with_name(f'{path.name}.v{version}.bak'))
    connection.execute('PRAGMA page_size = 4096')  # the margin of a snapshot is as large
    connection.execute('PRAGMA journal_mode = WAL')
    for target in range(version + 1, newest + 1):
        _step(connection, path, target, steps[target])


def _steps(migrations: Path) -> dict[int, str]:
    files = sorted(migrations.glob('[0-9]*_*.sql'))
    return {int(file.name.partition('_')[0]): file.read_text(encoding='utf-8') for file in files}


def _damaged(path: Path) -> LogUnusable:
    return LogUnusable(
        f'{path} is damaged; nothing was deleted: put a backup in its place,'
        ' or move the file away to start with an empty one.'
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute('PRAGMA user_version').fetchone()[0])


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    """Back up the database, under another name until the copy is complete."""
    partial = copy.with_name(f'{copy.name}.partial')
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with closing(sqlite3.connect(partial)) as target:
        connection.backup(target)
    os.replace(partial, copy)


def _step(connection: sqlite3.Connection, path: Path, target: int, script: str) -> None:
    try:
        connection.executescript(f'BEGIN IMMEDIATE;\n{script}\n;PRAGMA user_version = {target};\nCOMMIT;')
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute('ROLLBACK')
        if is_busy(error):
            raise
        raise LogUnusable(f'{path} could not be brought to format {target}; it is as it was: {error}.') from error

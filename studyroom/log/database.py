"""One SQLite file: how it is opened, and what its errors mean."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studyroom.room.errors import LogUnavailable

Synchronous = Literal['NORMAL', 'FULL']

_REASONS = {
    sqlite3.SQLITE_FULL: 'the disk is full',
    sqlite3.SQLITE_BUSY: 'another program holds the database',
    sqlite3.SQLITE_LOCKED: 'another program holds the database',
    sqlite3.SQLITE_READONLY: 'the database is read-only',
    sqlite3.SQLITE_PERM: 'the database is read-only',
    sqlite3.SQLITE_CANTOPEN: 'the database cannot be opened',
    sqlite3.SQLITE_IOERR: 'the disk reported an error',
    sqlite3.SQLITE_CORRUPT: 'the database is damaged',
    sqlite3.SQLITE_NOTADB: 'the database is damaged',
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CALLERS_FAULT = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)


@dataclass(frozen=True, slots=True)
class Database:
    """The path and settings of a SQLite file. `busy_timeout`: seconds to wait for another program's lock (>= 0)."""

    path: Path
    busy_timeout: float = 2.0
    synchronous: Synchronous = 'NORMAL'

    def create(self) -> None:
        """Create an empty file that only its owner may read, unless it exists. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)

    def connect(self) -> sqlite3.Connection:
        """Connect to the existing file; a missing one is not created. Raises sqlite3.Error."""
        uri = f'{self.path.absolute().as_uri()}?mode=rw'
        connection = sqlite3.connect(uri, timeout=self.busy_timeout, isolation_level=None, uri=True)
        try:
            connection.execute(f'PRAGMA synchronous = {self.synchronous}')
            connection.execute('PRAGMA secure_delete = ON')
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def is_trouble(error: BaseException) -> bool:
    """Return whether disk or database failed, rather than a single request being at fault."""
    return isinstance(error, sqlite3.Error) and not isinstance(error, _CALLERS_FAULT)


def is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in _BUSY


def is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGED


def unavailable(error: BaseException) -> LogUnavailable:
    """Return the LogUnavailable to raise for `error`, which becomes its cause."""
    reason = _REASONS.get(_code(error), 'the database refused')
    trouble = LogUnavailable(f'Nothing was saved or read: {reason}.')
    trouble.__cause__ = error
    return trouble


def _code(error: BaseException) -> int:
    """Return the primary error code: SQLITE_IOERR for SQLITE_IOERR_WRITE."""
    return getattr(error, 'sqlite_errorcode', 0) & 0xFF

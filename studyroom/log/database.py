"""One SQLite file: how it is opened, and what its errors mean in plain words."""

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
    """`busy_timeout`: seconds to wait for a lock of another program (>= 0)."""

    path: Path
    busy_timeout: float = 2.0
    synchronous: Synchronous = 'NORMAL'

    def create(self) -> None:
        """An empty file that only its owner may read, unless there is one. OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)

    def connect(self) -> sqlite3.Connection:
        """To the existing file; one that vanished is not made anew. sqlite3.Error."""
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
    """Whether disk or database refused, rather than a single request being wrong."""
    return isinstance(error, sqlite3.Error) and not isinstance(error, _CALLERS_FAULT)


def is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in _BUSY


def is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGED


def unavailable(error: BaseException) -> LogUnavailable:
    """What to raise for trouble; the error itself becomes its cause."""
    reason = _REASONS.get(_code(error), 'the database refused')
    trouble = LogUnavailable(f'Nothing was saved or read: {reason}.')
    trouble.__cause__ = error
    return trouble


def _code(error: BaseException) -> int:
    """Without the extended part: SQLITE_IOERR_WRITE is an SQLITE_IOERR."""
    return getattr(error, 'sqlite_errorcode', 0) & 0xFF

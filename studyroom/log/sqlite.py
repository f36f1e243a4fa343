"""The log in one SQLite file (WAL)."""

import asyncio
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Generic

from studyroom.log import rows
from studyroom.log.codec import Codec, StoredFact
from studyroom.log.database import Database, Synchronous, unavailable
from studyroom.log.migrate import MIGRATIONS, prepare
from studyroom.log.reader import Reader
from studyroom.log.room_log import Data, Loaded, RoomRecord, Snapshot, number
from studyroom.log.writer import SMALL_BYTES, Writer
from studyroom.room.errors import LogUnavailable
from studyroom.room.events import Fact


class SqliteLog(Generic[Data]):
    """A RoomLog that survives `kill -9` and, with `synchronous='FULL'`, a power cut.

    `busy_timeout`: seconds to wait for another program's lock (>= 0). `small_bytes`: up to this size, the file is
    rebuilt as soon as a room is deleted. `migrations`: the folder of the scripts. The folder of `path` is created if
    it is missing.
    """

    def __init__(
        self,
        path: Path,
        codec: Codec[Data],
        *,
        synchronous: Synchronous = 'NORMAL',
        busy_timeout: float = 2.0,
        small_bytes: int = SMALL_BYTES,
        migrations: Path = MIGRATIONS,
    ) -> None:
        self._database = Database(path, busy_timeout, synchronous)
        self._codec = codec
        self._small_bytes = small_bytes
        self._migrations = migrations
        self._writer: Writer | None = None
        self._reader: Reader | None = None

    @property
    def commits(self) -> int:
        """Number of transactions since `open`: fewer than requests, because queued ones share one."""
        return self._writer.commits if self._writer else 0

    async def open(self) -> None:
        """Raise LogUnusable for a damaged or newer file, LogUnavailable for a locked file or a failing disk."""
        try:
            await asyncio.to_thread(prepare, self._database, self._migrations)
        except (sqlite3.Error, OSError) as error:
            raise unavailable(error) from error
        self._writer, self._reader = Writer(self._database, self._small_bytes), Reader(self._database)

    async def close(self) -> None:
        if self._reader:
            await self._reader.close()
        if self._writer:
            await self._writer.close()

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        numbered = number(room_id, facts, after_seq)
        stored = [self._codec.encode(fact) for fact in numbered]
        work = partial(self._append, room_id, stored, after_seq, tuple(erase))
        await self._writing.do(work, leaves_traces=bool(erase))
        return numbered

    async def probe(self) -> None:
        await self._writing.do(rows.touch)

    async def read(self, room_id: str, after_seq: int = 0) -> tuple[Fact, ...]:
        def query(connection: sqlite3.Connection) -> tuple[Fact, ...]:
            return tuple(self._codec.decode(row) for row in rows.read(connection, room_id, after_seq))

        return await self._reading.find(query)

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[Data]) -> None:
        encoded = Snapshot(snapshot.seq, snapshot.at, self._codec.encode_snapshot(snapshot.data))
        await self._writing.do(lambda connection: rows.save_snapshot(connection, room_id, encoded, self._codec.shape))

    async def load(self, room_id: str) -> Loaded[Data]:
        return await self._reading.find(lambda connection: rows.load(connection, self._codec, room_id))

    async def rooms(self) -> tuple[RoomRecord, ...]:
        return await self._reading.find(rows.rooms)

    async def delete(self, room_id: str) -> None:
        await self._writing.do(lambda connection: rows.delete(connection, room_id), leaves_traces=True)

    def _append(
        self,
        room_id: str,
        stored: Sequence[StoredFact],
        after_seq: int,
        erase: Sequence[int],
        connection: sqlite3.Connection,
    ) -> None:
        rows.append(connection, room_id, stored, after_seq)
        if erase:
            rows.erase(connection, self._codec, room_id, erase, until=after_seq + max(1, len(stored)))

    @property
    def _writing(self) -> Writer:
        if self._writer is None:
            raise LogUnavailable('Nothing was saved: the log is not open.')
        return self._writer

    @property
    def _reading(self) -> Reader:
        if self._reader is None:
            raise LogUnavailable('Nothing was read: the log is not open.')
        return self._reader

"""The one thread that reads: a long read delays neither the event loop nor a commit."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from studyroom.log.database import Database, is_trouble, unavailable
from studyroom.room.errors import LogUnavailable

Found = TypeVar('Found')


class Reader:
    """Runs queries on its own connection, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, 'log-reader')
        self._closed = False

    async def find(self, query: Callable[[sqlite3.Connection], Found]) -> Found:
        """Return what the query returns, or raise what it raises. Raises LogUnavailable when disk or database fails."""
        if self._closed:
            raise LogUnavailable('Nothing was read: the log is closed.')
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, query)

    async def close(self) -> None:
        """Close after the queries already requested."""
        if not self._closed:
            self._closed = True
            self._thread.submit(self._drop_connection)
        await asyncio.to_thread(self._thread.shutdown)

    def _run(self, query: Callable[[sqlite3.Connection], Found]) -> Found:
        try:
            if self._connection is None:
                self._connection = self._database.connect()
            return query(self._connection)
        except sqlite3.Error as error:
            self._drop_connection()
            if is_trouble(error):
                raise unavailable(error) from error
            raise

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

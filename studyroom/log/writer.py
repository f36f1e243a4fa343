"""The one thread that writes: requests queued while it was busy go into one transaction."""

import asyncio
import logging
import math
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

from studyroom.clock import SystemClock
from studyroom.log.database import Database, is_busy, is_trouble, unavailable
from studyroom.log.rows import rebuild, size, sweep
from studyroom.room.errors import LogUnavailable

log = logging.getLogger(__name__)

Work = Callable[[sqlite3.Connection], None]

LARGEST_BATCH = 500
IDLE_SECONDS = 0.1
RETRY_SECONDS = 5.0
UNSWEPT_BATCHES = 500
SMALL_BYTES = 16_000_000  # rebuilt in a fraction of a second, during which nothing can be written
REBUILD_SECONDS = 24 * 3_600.0


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One piece of work. `leaves_traces`: the files hold copies of overwritten data until they are swept."""

    work: Work
    leaves_traces: bool = False
    done: 'Future[None]' = field(default_factory=Future)


class Writer:
    """Runs pieces of work on its own connection. `commits` counts the stored transactions.

    After deletions, a file of up to `small_bytes` is rebuilt at once, a larger one once a day at most, and on closing.
    """

    def __init__(self, database: Database, small_bytes: int = SMALL_BYTES) -> None:
        self.commits = 0
        self._database = database
        self._small_bytes = small_bytes
        self._clock = SystemClock()
        self._rebuild_from = self._clock.now()
        self._owes_rebuild = False
        self._connection: sqlite3.Connection | None = None
        self._queue: SimpleQueue[Request | None] = SimpleQueue()
        self._closed = False
        self._unswept = 1  # batches; a killed process may have left traces
        self._patience = IDLE_SECONDS
        self._trouble = ''
        self._thread = Thread(target=self._run, name='log-writer', daemon=True)
        self._thread.start()

    async def do(self, work: Work, leaves_traces: bool = False) -> None:
        """Return when the work is durable. Raises what the work raises, or LogUnavailable.

        A caller that is cancelled while waiting does not know whether it was stored.
        """
        if self._closed:
            raise LogUnavailable('Nothing was saved: the log is closed.')
        request = Request(work, leaves_traces)
        self._queue.put(request)
        await asyncio.wrap_future(request.done)

    async def close(self) -> None:
        """Store what was requested so far, then end the thread."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        closing = False
        while not closing:
            taken = self._take()
            closing = None in taken
            # From here on a request cannot be cancelled any more: its outcome can always be set.
            requests = [r for r in taken if r is not None and r.done.set_running_or_notify_cancel()]
            if requests:
                self._store(requests)
            if closing or self._time_to_sweep(idle=not taken):
                self._sweep(closing)
        self._drop_connection()

    def _take(self) -> list[Request | None]:
        """Return queued requests, at most LARGEST_BATCH. Waits for one, or until it is quiet enough to sweep."""
        try:
            taken = [self._queue.get(timeout=self._quiet_seconds())]
        except Empty:
            return []
        while len(taken) < LARGEST_BATCH and not self._queue.empty():
            taken.append(self._queue.get())
        return taken

    def _quiet_seconds(self) -> float | None:
        """Return how long it must be quiet before the files are swept; None if there is nothing to sweep."""
        if self._unswept:
            return self._patience
        return max(self._patience, self._rebuild_from - self._clock.now()) if self._owes_rebuild else None

    def _store(self, requests: Sequence[Request]) -> None:
        try:
            failures = self._commit(requests)
        except Exception as error:
            self._give_up(requests, error)
            return
        self.commits += 1
        if self._trouble:
            log.warning('requests are stored again')
        self._trouble = ''
        if self._unswept or any(request.leaves_traces for request in requests):
            self._unswept += 1
        for request, failure in zip(requests, failures, strict=True):
            if failure is None:
                request.done.set_result(None)
            else:
                request.done.set_exception(failure)

    def _commit(self, requests: Sequence[Request]) -> list[Exception | None]:
        if self._connection is None:
            self._connection = self._database.connect()
        self._connection.execute('BEGIN IMMEDIATE')
        failures = [self._attempt(self._connection, request) for request in requests]
        self._connection.execute('COMMIT')
        return failures

    def _attempt(self, connection: sqlite3.Connection, request: Request) -> Exception | None:
        """Run one request, and undo only that one if it is at fault. Raises what disk or database raised."""
        failure = None
        connection.execute('SAVEPOINT request')
        try:
            request.work(connection)
        except Exception as error:
            if is_trouble(error):
                raise
            connection.execute('ROLLBACK TO request')
            failure = error
        connection.execute('RELEASE request')
        return failure

    def _give_up(self, requests: Sequence[Request], error: Exception) -> None:
        self._tell(error)
        self._recover(error)
        for request in requests:
            request.done.set_exception(unavailable(error))

    def _tell(self, error: Exception) -> None:
        """Log the error once, until something is stored again or another error occurs."""
        if str(error) != self._trouble:
            log.warning('nothing is stored: %s', error)
        self._trouble = str(error)

    def _recover(self, error: Exception) -> None:
        """Roll back. Keep the connection if the database was busy, else drop it and start from what is stored."""
        if self._connection is not None and self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute('ROLLBACK')
        if not (isinstance(error, sqlite3.Error) and is_busy(error)):
            self._drop_connection()

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _time_to_sweep(self, idle: bool) -> bool:
        return idle or (self._unswept > 0 and self._unswept % UNSWEPT_BATCHES == 0)

    def _sweep(self, closing: bool) -> None:
        """Sweep the files if possible; tried again later, and after the next start."""
        try:
            if self._connection is None:
                self._connection = self._database.connect()
            self._connection.execute('PRAGMA busy_timeout = 0')  # appends must not wait behind a sweep that is waiting
            self._rebuild(self._connection, closing)
            swept = sweep(self._connection)
            self._connection.execute(f'PRAGMA busy_timeout = {round(self._database.busy_timeout * 1_000)}')
        except sqlite3.Error as error:
            if self._patience < RETRY_SECONDS:
                log.info('the files will be swept later: %s', error)
            self._drop_connection()
            swept = False
        self._unswept = 0 if swept else 1
        self._patience = IDLE_SECONDS if swept else RETRY_SECONDS

    def _rebuild(self, connection: sqlite3.Connection, closing: bool) -> None:
        large, now = size(connection) > self._small_bytes, self._clock.now()
        due = closing or now >= self._rebuild_from
        owed = not rebuild(connection, -1)
        self._owes_rebuild = owed and not rebuild(connection, math.inf if due else self._small_bytes)
        if owed and large and not self._owes_rebuild:
            self._rebuild_from = now + REBUILD_SECONDS

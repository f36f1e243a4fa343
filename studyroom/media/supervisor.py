"""Keeps livekit-server running: starts it, checks that it is ready, restarts it, stops it within 3 s."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import httpx

from studyroom.media.livekit_log import message_of
from studyroom.media.tls_context import tls_context

log = logging.getLogger(__name__)

BACKOFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0)  # restart at once after a first failure: people are talking
LOOK_AT_START_SECONDS = 0.02
LINES_KEPT = 20
LINE_BYTES = 256 * 1024
DIE_WITH_PARENT = (
    sys.executable,
    '-I',
    '-S',
    Path(__file__).with_name('die_with_parent.py'),
)  # without site, it starts at once


class ProcessState(StrEnum):
    STARTING = 'starting'
    READY = 'ready'
    DOWN = 'down'
    STOPPED = 'stopped'


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds: until it must be ready, between two checks, for an answer, and until it counts as stable.

    Stopping takes at most `first_word + second_word` and a moment: LiveKit exits at once only when told twice.
    """

    ready: float = 20.0
    look: float = 2.0
    answer: float = 2.0
    good: float = 10.0
    first_word: float = 0.1
    second_word: float = 1.2
    misses: int = 3


class Supervisor:
    """Runs `command` with `environment()`, which must answer `GET {address()}` with 200 when ready.

    Both are called at each start, the environment first: another port may be free by then.

    Any exit while it should run is a failure: livekit-server exits 0 on a bad configuration, too. `changed` is called
    with each new state, `told` with each line of output.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        environment: Callable[[], Mapping[str, str]],
        address: Callable[[], str],
        changed: Callable[[ProcessState], None],
        told: Callable[[str], None],
        patience: Timeouts = Timeouts(),
    ) -> None:
        self._command, self._environment, self._address = command, environment, address
        self._changed, self._told, self._patience = changed, told, patience
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.state = ProcessState.STOPPED
        self.failures = 0
        self.restarts = 0
        self.last_lines: deque[str] = deque(maxlen=LINES_KEPT)

    def start(self) -> None:
        """Start the process in the background."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._keep_running())

    async def stop(self) -> None:
        """Stop the process: ask twice, as LiveKit requires, then kill it."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._end()
        self._set(ProcessState.STOPPED)

    @property
    def pid(self) -> int | None:
        """The id of the running process, if there is one."""
        return self._process.pid if self._process else None

    @property
    def reason(self) -> str:
        """The last line of its output."""
        return self.last_lines[-1] if self.last_lines else 'it said nothing'

    async def _keep_running(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self._set(ProcessState.STARTING)
            await self._run_once()
            await self._end()
            self.failures = 1 if loop.time() - began > self._patience.good else self.failures + 1
            self._set(ProcessState.DOWN)
            pause = BACKOFF_SECONDS[min(self.failures, len(BACKOFF_SECONDS)) - 1]
            log.warning('livekit-server ended, starting it again in %.1f s: %s', pause, message_of(self.reason))
            await asyncio.sleep(pause)
            self.restarts += 1

    async def _run_once(self) -> None:
        try:
            process = self._process = await self._spawn()
        except OSError as error:
            self._hear(f'it could not be started: {error.strerror}')
            return
        loop = asyncio.get_running_loop()
        work = {loop.create_task(self._read(process)), loop.create_task(self._check())}
        try:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    async def _spawn(self) -> asyncio.subprocess.Process:
        prefix = (*DIE_WITH_PARENT, str(os.getpid())) if sys.platform == 'linux' else ()
        return await asyncio.create_subprocess_exec(
            *prefix,
            *self._command,
            env=dict(self._environment()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LINE_BYTES,
            # Otherwise Ctrl-C at the terminal would reach it as well, and our own signal would count as its second.
            start_new_session=True,
        )

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than LINE_BYTES
                continue
            if not line:
                break
            self._hear(line.decode(errors='replace').rstrip())
        if await process.wait() < 0:
            self._hear(f'it was ended by signal {-(process.returncode or 0)}')

    def _hear(self, line: str) -> None:
        self.last_lines.append(line)
        self._told(line)

    async def _check(self) -> None:
        """Return once it is unhealthy: not ready in time, or several answers missed in a row."""
        patience, loop, missed = self._patience, asyncio.get_running_loop(), 0
        deadline, address = loop.time() + patience.ready, self._address()
        async with httpx.AsyncClient(timeout=patience.answer, trust_env=False, verify=tls_context()) as client:
            while True:
                if await self._answers(client, address):
                    missed = 0
                    self._set(ProcessState.READY)
                else:
                    missed += 1
                ready = self.state is ProcessState.READY
                if (ready and missed >= patience.misses) or (not ready and loop.time() > deadline):
                    self._hear('it does not answer any more' if ready else 'it was not ready in time')
                    return
                await asyncio.sleep(patience.look if ready else LOOK_AT_START_SECONDS)

    async def _answers(self, client: httpx.AsyncClient, address: str) -> bool:
        try:
            return (await client.get(address)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def _end(self) -> None:
        if self._process is None:
            return
        process, patience = self._process, self._patience
        for word, seconds in (
            (process.terminate, patience.first_word),
            (process.terminate, patience.second_word),
            (process.kill, None),
        ):
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    word()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), seconds)
        # Only now: a stop that interrupts this one must carry on with it.
        self._process = None

    def _set(self, state: ProcessState) -> None:
        if state is not self.state:
            self.state = state
            self._changed(state)

"""Keeps a livekit-server running beside us: starts it, knows when it is ready, restarts it, stops it within 3 s."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import httpx

log = logging.getLogger(__name__)

READY_SECONDS = 20.0
CHECK_SECONDS = 2.0
MISSES = 3
BACKOFF_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
GOOD_AFTER_SECONDS = 30.0
LINES_KEPT = 20
STOP_STEPS = ((signal.SIGTERM, 0.5), (signal.SIGTERM, 2.0), (signal.SIGKILL, 0.5))
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Health(StrEnum):
    STARTING = 'starting'
    READY = 'ready'
    DOWN = 'down'
    STOPPED = 'stopped'


class Supervisor:
    """`command` with `environment` must answer `GET {address}/` with 200 "OK" when it is ready.

    Exit at any code while it is wanted is a failure: livekit-server exits 0 on a bad configuration, too.
    """

    def __init__(
        self,
        command: list[str | Path],
        environment: dict[str, str],
        address: str,
        changed: Callable[[Health], None],
        told: Callable[[str], None],
    ) -> None:
        self._command, self._environment, self._address = command, environment, address
        self._changed, self._told = changed, told
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.health = Health.STOPPED
        self.restarts = 0
        self.last_lines: deque[str] = deque(maxlen=LINES_KEPT)

    def start(self) -> None:
        """Start it in the background; `changed` tells how it goes."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._keep_running())

    async def stop(self) -> None:
        """Ask twice, as LiveKit wants it, then insist: gone within 3 s."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._end()
        self._set(Health.STOPPED)

    async def _keep_running(self) -> None:
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            self._set(Health.STARTING)
            await self._run_once()
            await self._end()
            self._set(Health.DOWN)
            failures = 0 if loop.time() - began > GOOD_AFTER_SECONDS else failures + 1
            pause = BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS) - 1)]
            self.restarts += 1
            log.warning('livekit-server ended, starting it again in %.1f s: %s', pause, self.reason)
            await asyncio.sleep(pause)

    @property
    def reason(self) -> str:
        """The last thing it said."""
        return self.last_lines[-1] if self.last_lines else 'it said nothing'

    async def _run_once(self) -> None:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == 'linux' else None,
            )
        except OSError as error:
            self.last_lines.append(f'it could not be started: {error.strerror}')
            return
        reading = asyncio.get_running_loop().create_task(self._read(self._process))
        checking = asyncio.get_running_loop().create_task(self._check())
        try:
            await asyncio.wait({reading, checking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (reading, checking):
                task.cancel()
            await asyncio.gather(reading, checking, return_exceptions=True)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            text = line.decode(errors='replace').rstrip()
            self.last_lines.append(text)
            self._told(text)
        await process.wait()

    async def _check(self) -> None:
        """Returns when it is not well any more: never ready in 20 s, or three missed answers in a row."""
        missed, loop = 0, asyncio.get_running_loop()
        deadline = loop.time() + READY_SECONDS
        async with httpx.AsyncClient(timeout=CHECK_SECONDS, trust_env=False) as client:
            while True:
                well = await self._answers(client)
                missed = 0 if well else missed + 1
                if well:
                    self._set(Health.READY)
                elif self.health is Health.READY and missed >= MISSES:
                    return
                elif self.health is not Health.READY and loop.time() > deadline:
                    return
                await asyncio.sleep(CHECK_SECONDS if self.health is Health.READY else 0.05)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(self._address)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for number, seconds in STOP_STEPS:
            if process.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), seconds)

    def _set(self, health: Health) -> None:
        if health is not self.health:
            self.health = health
            self._changed(health)


def _die_with_parent() -> None:
    """In the child: the kernel ends it when we die, even by -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(1)

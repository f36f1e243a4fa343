"""The servers that are measured: the study room as a user starts it, and the bare one. Each has a core of its own."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil

from tests.ports import free_port

ROOT = Path(__file__).parents[1]
START_SECONDS = 120.0
QUIET_SHARE, QUIET_SECONDS, MOST_SECONDS = 0.25, 0.25, 60.0
TROUBLE, COMPLAINTS = re.compile(r'WARNING|ERROR|CRITICAL|^\w*(Error|Exception)\b'), 5
OWN_VARIABLES = ('STUDYROOM_', 'LIVEKIT_', 'PYTEST', 'NICEGUI', 'COV_')


@cache
def cores() -> tuple[int, int] | None:
    """Return the core for the server and the core for the load; None where there is only one, or no choice."""
    with suppress(AttributeError):  # not Linux
        mine = sorted(os.sched_getaffinity(0))
        if len(mine) > 1 and shutil.which('taskset'):
            return mine[0], mine[1]
    return None


class DidNotStart(Exception):
    """Raised for a server that ended, or did not answer in time."""


@dataclass
class Server:
    """A server process. `seconds_to_start` is the time from its start to its first answer."""

    command: list[str]
    folder: Path
    answers_at: str
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    seconds_to_start: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'

    def start(self) -> None:
        """Start it; returns when it answers. Raises DidNotStart."""
        command = [*pinned(), sys.executable, *self.command, '--port', str(self.port)]
        environment = clean_environment() | dict(self.settings)
        began = time.perf_counter()
        with (self.folder / 'server.log').open('ab') as said:
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=said, stderr=said)
        while not self._answers():
            if self.process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise DidNotStart(f'the server did not start: {(self.folder / "server.log").read_text()[-500:]}')
            time.sleep(0.01)
        self.seconds_to_start = time.perf_counter() - began

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def complaints(self) -> str:
        """Return the last lines of its log that tell of trouble."""
        lines = (self.folder / 'server.log').read_text(errors='replace').splitlines()
        return '\n'.join([line for line in lines if TROUBLE.search(line)][-COMPLAINTS:])

    def cpu(self) -> float:
        """Return the seconds of CPU time that it has used."""
        return cpu_of(self._pid)

    def memory(self) -> int:
        """Return the bytes of memory that it holds now."""
        return int(psutil.Process(self._pid).memory_info().rss)

    async def quiet(self) -> None:
        """Return as soon as it has done what there was to do."""
        before, until = self.cpu(), time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(QUIET_SECONDS)
            now = self.cpu()
            if now - before < QUIET_SHARE * QUIET_SECONDS:
                return
            before = now

    async def share(self, seconds: float) -> float:
        """Return the share of a core that it uses while nothing is asked of it."""
        before, began = self.cpu(), time.perf_counter()
        await asyncio.sleep(seconds)
        return (self.cpu() - before) / (time.perf_counter() - began)

    @property
    def _pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def _answers(self) -> bool:
        with suppress(OSError):
            return bool(urllib.request.urlopen(f'{self.url}{self.answers_at}', timeout=5).status == 200)  # noqa: S310
        return False


def study_room(folder: Path, settings: Mapping[str, str] | None = None) -> Server:
    """The study room with its data in `folder`: no media, all else as it comes."""
    command = ['-m', 'studyroom', '--data-dir', str(folder / 'data')]
    return Server(command, folder, '/healthz', {'STUDYROOM_MEDIA': 'off'} | dict(settings or {}))


def bare(folder: Path) -> Server:
    """The bare server."""
    return Server(['-m', 'benchmarks.baseline'], folder, '/rooms/none')


def pinned() -> list[str]:
    """Return the words before a command that has it run on the core for the server."""
    chosen = cores()
    return ['taskset', '-c', str(chosen[0])] if chosen else []


def pin_load() -> None:
    """Have this process, the load, run on the other core."""
    if chosen := cores():
        os.sched_setaffinity(0, {chosen[1]})


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of the study room, so that everybody measures the same."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OWN_VARIABLES)}
    return kept | {'PYTHONPATH': str(ROOT)}


async def on_server_core(module: str, *arguments: str) -> str:
    """Run a module of Python to its end on the core for the server; returns what it printed."""
    command = [*pinned(), sys.executable, '-m', module, *arguments]
    process = await asyncio.create_subprocess_exec(*command, env=clean_environment(), stdout=subprocess.PIPE)
    told, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f'{module} failed')
    return told.decode()


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU time of a process, to the microsecond where the system tells."""
    if sys.platform == 'linux':
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3); /proc has hundredths of a second
    return float(sum(psutil.Process(pid).cpu_times()[:2]))

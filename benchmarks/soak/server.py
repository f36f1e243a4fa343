"""The server of a soak, handled as its operator would: started, killed, started again, read from `/metrics`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx
import psutil

from benchmarks.servers import clean_environment
from benchmarks.soak.plan import Plan
from studyroom.media.supervisor import DIE_WITH_PARENT
from tests.browser.study import FAULT, LOST_BROWSER
from tests.ports import free_port

READY_WITHIN, STOPPED_WITHIN = 60.0, 20.0
AWAY_SECONDS = 1.0  # between a kill and the next start
SETTLED_AFTER = 15.0  # people need a moment to notice that the server is back
SAMPLE = re.compile(r'^(studyroom_\w+|process_\w+) (\S+)$', re.MULTILINE)
MEDIA_FAULT = re.compile(r'livekit-server ended, starting it again')


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of one instant: seconds into the soak, and the number of the server process."""

    at: float
    process: int
    browsers: int
    people: int
    rooms: int
    listeners: int
    tasks: int
    files: int
    memory: float
    """In megabytes."""
    cpu: float
    """Seconds of a core since its start."""
    media_up: bool
    media_restarts: int


class SoakServer:
    """`python -m studyroom` with a data folder of its own; it dies with this process, however that ends."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.data, self.log = folder / 'data', folder / 'server.log'
        self.port = free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        self.starts = 0
        self.began = monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._up_since = float('inf')
        self._asking = httpx.AsyncClient(trust_env=False, timeout=20, headers={'Connection': 'close'})
        self._children: set[psutil.Process] = set()

    async def start(self) -> None:
        """Start it; returns when it is ready. Raises TimeoutError."""
        options = ['--port', str(self.port), '--data-dir', str(self.data)]
        command = [*map(str, DIE_WITH_PARENT), str(os.getpid()), sys.executable, '-m', 'studyroom', *options]
        with self.log.open('ab') as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - brief, and on the thread that lives as long
                command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self.starts += 1
        async with asyncio.timeout(READY_WITHIN):
            while not await self._is_ready():  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(0.1)
        self._up_since = monotonic()

    @property
    def is_up(self) -> bool:
        """Whether it is running and has been ready for so long that people have noticed."""
        return monotonic() - self._up_since > SETTLED_AFTER or (self.starts == 1 and self._up_since < float('inf'))

    async def restart(self) -> None:
        """Kill it without a warning, and start it again."""
        self.kill()
        await asyncio.sleep(AWAY_SECONDS)
        await self.start()

    def kill(self) -> None:
        """End it without a farewell, if it is running."""
        self._up_since = float('inf')
        if self._process is not None and self._process.poll() is None:
            self._children |= set(self._media())
            self._process.kill()
            self._process.wait()

    async def stop(self) -> int | None:
        """Stop it as Ctrl-C does; returns its exit code, or None if it had to be killed."""
        assert self._process is not None
        self._children |= set(self._media())
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return await asyncio.to_thread(self._process.wait, STOPPED_WITHIN)
        self.kill()
        return None

    def kill_media(self) -> None:
        """Kill livekit-server; the server starts it again."""
        for process in self._media():
            process.kill()

    def left_over(self) -> list[str]:
        """Return the processes that the server started and that have outlived it."""
        return [str(process) for process in self._children if process.is_running()]

    async def read(self) -> Reading:
        """Read the figures. Raises httpx.HTTPError while it is down."""
        answer = await self._asking.get(f'{self.url}/metrics')
        figures = {name: float(value) for name, value in SAMPLE.findall(answer.raise_for_status().text)}
        return _reading(monotonic() - self.began, self.starts, figures)

    async def open_room(self, room_id: str) -> None:
        """Open a room, as programs do."""
        (await self._asking.post(f'{self.url}/rooms', json={'room_id': room_id})).raise_for_status()

    def open_files(self) -> list[str]:
        """Return what it has open, for a report on what is left over."""
        assert self._process is not None
        process = psutil.Process(self._process.pid)
        sockets = [f'{socket.laddr} {socket.raddr} {socket.status}' for socket in process.net_connections()]
        return sorted(file.path for file in process.open_files()) + sorted(sockets)

    def faults(self) -> list[str]:
        """Return the errors and tracebacks in its log."""
        lines = self.log.read_text(errors='replace').splitlines()
        return [line for line in lines if FAULT.search(line) and not LOST_BROWSER.search(line)]

    def _environment(self) -> Mapping[str, str]:
        settings = {
            'STUDYROOM_MEDIA': 'on' if self.plan.media else 'off',
            'STUDYROOM_ROOM_SLEEP_MINUTES': '1',
            'STUDYROOM_RECONNECT_GRACE_SECONDS': str(self.plan.grace),
        }
        return clean_environment() | settings

    async def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f'the server ended with code {self._process.returncode}: {self.log.read_text()[-2000:]}')
        with contextlib.suppress(httpx.HTTPError):
            return (await self._asking.get(f'{self.url}/readyz')).status_code == httpx.codes.OK
        return False

    def _media(self) -> list[psutil.Process]:
        assert self._process is not None
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children(recursive=True)
            return [child for child in children if 'livekit' in child.name()]
        return []


def _reading(at: float, process: int, figures: Mapping[str, float]) -> Reading:
    return Reading(
        at=at,
        process=process,
        browsers=int(figures['studyroom_browsers']),
        people=int(figures['studyroom_people_present']),
        rooms=int(figures['studyroom_rooms_open']),
        listeners=int(figures['studyroom_listeners']),
        tasks=int(figures['studyroom_tasks']),
        files=int(figures['process_open_fds']),
        memory=figures['process_resident_memory_bytes'] / 1e6,
        cpu=figures['process_cpu_seconds_total'],
        media_up=figures.get('studyroom_livekit_up', 1.0) == 1,
        media_restarts=int(figures.get('studyroom_livekit_restarts_total', 0)),
    )

"""The whole server as a process of its own, and other commands that people run."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.forked_server import fork_server
from tests.media.call import without_settings
from tests.ports import free_port

READY = 'media are ready'


class Server:
    """A server process. Its data is in `folder / 'data'`, its output in `text`."""

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.said = folder / 'said'
        self.said.touch()
        where = ['--port', str(self.port), '--data-dir', str(folder / 'data')]
        environment = without_settings(**settings)
        self.process = fork_server().start('studyroom', [*where, *options], environment, self.said, folder=folder)

    @property
    def text(self) -> str:
        return self.said.read_text()

    def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, self.text
            time.sleep(0.02)

    def livekit(self) -> psutil.Process:
        """Return the livekit-server that it started."""
        self.until(lambda: READY in self.text)
        (found,) = [child for child in psutil.Process(self.process.pid).children() if 'livekit' in child.name()]
        return found


Start = Callable[..., Server]


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def media(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        said, told = Path(folder, 'said'), Path(folder, 'told')
        process = fork_server().start('studyroom', ['media', *words], without_settings(**settings), said, told)
        code = process.wait(timeout=60)
        return subprocess.CompletedProcess(words, code, said.read_text(), told.read_text())

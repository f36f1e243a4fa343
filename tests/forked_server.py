"""The servers that tests start: each is forked by fork_server.py, and held here like a subprocess."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.02
CHECKOUT = Path(__file__).parents[1]


def clean_environment() -> dict[str, str]:
    """Without what makes NiceGUI believe that it runs inside a test."""
    return {name: value for name, value in os.environ.items() if not name.startswith(('PYTEST', 'NICEGUI', 'COV_'))}


@cache
def fork_server() -> ForkServer:
    """The one of this run of tests, started with the first server."""
    return ForkServer()


class ForkServer:
    """The process from which servers are forked."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, '-m', 'tests.fork_server'],
            cwd=CHECKOUT,
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.end)

    def start(
        self,
        program: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        said: Path,
        told: Path | None = None,
        folder: Path = CHECKOUT,
    ) -> ForkedServer:
        """Start `program` in `folder`. Its output is appended to `said`; what goes to stderr to `told`, if given."""
        start = {
            'program': program,
            'arguments': list(arguments),
            'environment': dict(environment),
            'folder': str(folder),
            'said': str(said),
            'told': str(told or said),
        }
        return ForkedServer(self, self._ask(start=start))

    def exit_code(self, pid: int) -> int | None:
        """Return the exit code, or None while it runs. Ask once: it is forgotten then."""
        code: int | None = self._ask(look=pid)
        return code

    def end(self) -> None:
        """End it, and the servers that are left."""
        self._process.communicate()

    def _ask(self, **asked: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        with self._asking:
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())


class ForkedServer:
    """A running server; the part of `subprocess.Popen` that tests need."""

    def __init__(self, fork_server: ForkServer, pid: int) -> None:
        self._fork_server = fork_server
        self._looking = threading.Lock()
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with self._looking:
            if self.returncode is None:
                self.returncode = self._fork_server.exit_code(self.pid)
            return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def wait(self, timeout: float = 20) -> int:
        """The exit code. TimeoutError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(LOOK_SECONDS)
        return code

"""What tests hold of a server that nursery.py has started."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.browser.gallery_server import wait_until


class Nursery:
    """The process that starts them, one for a run of tests."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._asking = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, '-m', 'tests.nursery'],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.end)

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], said: Path) -> Born:
        """What it says is appended to `said`."""
        start = {'arguments': list(arguments), 'environment': dict(environment), 'said': str(said)}
        return Born(self, self._ask(start=start))

    def exit_code(self, pid: int) -> int | None:
        """Once: it is forgotten then."""
        code: int | None = self._ask(look=pid)
        return code

    def end(self) -> None:
        """And those that it started, if any are left."""
        self._process.communicate()

    def _ask(self, **asked: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        with self._asking:
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())


class Born:
    """A running server; the part of `subprocess.Popen` that tests need."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery = nursery
        self._looking = threading.Lock()
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with self._looking:
            if self.returncode is None:
                self.returncode = self._nursery.exit_code(self.pid)
            return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float) -> int:
        """The exit code. TimeoutError after `timeout` seconds."""
        wait_until(lambda: self.poll() is not None, timeout)
        assert self.returncode is not None
        return self.returncode

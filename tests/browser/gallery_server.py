"""How tests drive the running gallery."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.forked_server import clean_environment, fork_server
from tests.ports import free_port


class Gallery:
    """The running gallery.py."""

    def __init__(self, url: str) -> None:
        self.url = url

    def call(self, *calls: tuple[Any, ...]) -> None:
        """Make calls (part, method, *args), all in one turn of the server's event loop."""
        body = json.dumps([{'part': part, 'method': method, 'args': args} for part, method, *args in calls])
        headers = {'Content-Type': 'application/json'}
        urllib.request.urlopen(urllib.request.Request(f'{self.url}/calls', body.encode(), headers), timeout=5).read()

    def heard(self) -> list[Any]:
        """Return what browsers told the server since the last call."""
        with urllib.request.urlopen(f'{self.url}/heard', timeout=5) as answer:
            return json.load(answer)


def wait_until_answering(url: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


@contextmanager
def running_gallery(folder: Path) -> Iterator[Gallery]:
    """Run the gallery on a free port."""
    port = free_port()
    process = fork_server().start('gallery', [str(port)], clean_environment(), folder / 'gallery.log')
    try:
        wait_until_answering(f'http://127.0.0.1:{port}/heard')
        yield Gallery(f'http://127.0.0.1:{port}')
    finally:
        process.terminate()

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.watched_server import WatchedServer


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    """The real server; the tests of one file share it."""
    yield from WatchedServer.running(tmp_path_factory.mktemp('server'))


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[WatchedServer]:
    """A server whose settings or disk a test changes, not started yet."""
    server = WatchedServer(tmp_path)
    yield server
    server.kill()

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.watched_server import WatchedServer


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    """The real server, shared by the tests of one file."""
    yield from WatchedServer.running(tmp_path_factory.mktemp('server'))


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[WatchedServer]:
    """A server that has not started yet, so that a test can change its settings or disk."""
    server = WatchedServer(tmp_path)
    yield server
    server.kill()

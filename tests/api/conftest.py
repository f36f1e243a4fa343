from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.program import Program, program
from tests.browser.study import StudyServer


@pytest.fixture(scope='session')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    """The real server, without limits; the tests share it."""
    unlimited = dict.fromkeys(('STUDYROOM_LIMIT_REQUESTS', 'STUDYROOM_LIMIT_ROOMS'), '0')
    unlimited['STUDYROOM_MAX_ROOMS'] = '100000'
    server = StudyServer(tmp_path_factory.mktemp('study'), settings=unlimited)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def api(server: StudyServer) -> Iterator[Program]:
    """Somebody's program, and a room id of its own; the server must not have stumbled afterwards."""
    with program(server) as api:
        yield api
    assert server.faults() == []


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[StudyServer]:
    """One whose settings or disk a test changes; start it."""
    server = StudyServer(tmp_path)
    yield server
    server.kill()

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.program import Program, program
from tests.browser.study import StudyServer

UNLIMITED = dict.fromkeys(('STUDYROOM_LIMIT_REQUESTS', 'STUDYROOM_LIMIT_ROOMS', 'STUDYROOM_LIMIT_SOCKETS'), '0')


@pytest.fixture(scope='session')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    """One real server, without limits, for all tests that do not stop it; each test opens its own rooms."""
    settings = UNLIMITED | {'STUDYROOM_MAX_ROOMS': '100000'}
    server = StudyServer(tmp_path_factory.mktemp('api'), settings=settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def api(server: StudyServer) -> Iterator[Program]:
    """A program, with a room id of its own."""
    with program(server) as api:
        yield api


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[StudyServer]:
    """A real server for a test that stops it, or changes its settings before it starts."""
    server = StudyServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def no_faults_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Assert that the server logs no fault, whatever a test does."""
    names = {'server', 'own_server'} & set(request.fixturenames)
    servers = [request.getfixturevalue(name) for name in names]
    yield
    assert [fault for server in servers if server.process for fault in server.faults()] == []

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from studyroom.media.binary import Binary, NoMediaServer, cache_folder
from studyroom.media.installation import ADVICE, find_or_install
from studyroom.settings import BASE
from tests.media.call import Call, call_with, own_source
from tests.media.server_process import Server, Start


@pytest.fixture(scope='session')
def livekit_server() -> Binary:
    """The real livekit-server, installed by the product's own code. Without one, tests fail rather than skip."""
    if os.environ.get('STUDYROOM_TEST_NO_MEDIA') == '1':
        pytest.skip('STUDYROOM_TEST_NO_MEDIA is set')
    try:
        return asyncio.run(find_or_install(None, cache_folder(), BASE, lambda received, total: None))
    except NoMediaServer as problem:
        pytest.fail(f'{problem} {ADVICE}')


@pytest.fixture
async def call(livekit_server: Binary, tmp_path: Path) -> AsyncIterator[Call]:
    async with call_with(own_source(livekit_server, tmp_path)) as call:
        yield call


@pytest.fixture
def start(tmp_path: Path, livekit_server: Binary) -> Iterator[Start]:
    started: list[Server] = []

    def start(*options: str, **settings: str) -> Server:
        server = Server(tmp_path, *options, **{'STUDYROOM_LIVEKIT_BIN': str(livekit_server.path)} | settings)
        started.append(server)
        return server

    yield start
    for server in started:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope='module')
def running(livekit_server: Binary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whole server with media, for all tests that only query it."""
    server = Server(
        tmp_path_factory.mktemp('running'), STUDYROOM_LIVEKIT_BIN=str(livekit_server.path), STUDYROOM_LOG_LEVEL='debug'
    )
    server.livekit()
    yield server
    server.process.kill()
    server.process.wait()

"""Everything works behind the real Caddy and the real nginx with our configuration files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from studyroom.security.identity import COOKIE
from tests.browser.conftest import Newcomer
from tests.browser.study import StudyServer
from tests.deploy.proxy import Before, Proxy, caddy, nginx

NOBODY = 9  # the port of "discard", where nothing listens
HUSH = 'a-token-that-no-log-may-hold'
both = pytest.mark.parametrize('before', [caddy, nginx], ids=['caddy', 'nginx'])


@pytest.fixture
def proxy(before: Before, study_server: StudyServer, tmp_path: Path) -> Iterator[Proxy]:
    with before(tmp_path, study_server.port) as proxy:
        yield proxy


@both
async def test_a_room_opens_and_works(proxy: Proxy, somebody: Newcomer) -> None:
    async with somebody('zoe', ignore_https_errors=True) as zoe:
        sockets: list[str] = []
        zoe.page.on('websocket', lambda socket: sockets.append(socket.url))
        address = await zoe.open_room(proxy.url, 'Thesis writing', 'Zoe')
        await zoe.add_goal('Read section 4.2')
        assert address.startswith(f'{proxy.url}/room/')
        assert [url for url in sockets if url.startswith(f'{proxy.url.replace("http", "ws", 1)}/_nicegui_ws/')]
        (person,) = [cookie for cookie in await zoe.page.context.cookies() if cookie['name'] == COOKIE]
        assert person['secure'] == proxy.url.startswith('https'), 'the server was told how the browser came'


@both
async def test_a_call_gets_through(before: Before, media_server: StudyServer, tmp_path: Path) -> None:
    ticket = media_server.ticket(media_server.open_room(), 'Zoe')
    with before(tmp_path, media_server.port) as proxy:
        call = f'{proxy.url.replace("http", "ws", 1)}/livekit/rtc?access_token={ticket["token"]}&protocol=15'
        async with connect(call, ssl=proxy.trusting(), proxy=None) as socket:
            assert isinstance(await socket.recv(), bytes), 'LiveKit greets in its own language'
    assert ticket['token'] not in proxy.said()


@both
async def test_a_request_line_of_nine_kilobytes_is_let_through(proxy: Proxy, study_server: StudyServer) -> None:
    wanted = f'/livekit/rtc/v1/validate?join_request={"x" * 9_000}'
    async with client(proxy) as asking:
        answer = await asking.get(wanted)
        assert answer.status_code == (await asking.get(f'{study_server.url}{wanted}')).status_code
        assert 'nginx' not in answer.text


@both
async def test_measurements_stay_inside(proxy: Proxy, study_server: StudyServer) -> None:
    async with client(proxy) as asking:
        assert (await asking.get('/metrics')).status_code == 404
        assert (await asking.get('/healthz')).status_code == 200
        assert (await asking.get(f'{study_server.url}/metrics')).status_code == 200


@both
async def test_a_failure_is_logged_without_the_token(before: Before, tmp_path: Path) -> None:
    with before(tmp_path, NOBODY) as proxy:
        async with client(proxy) as asking:
            answer = await asking.get('/livekit/rtc', params={'access_token': HUSH})
        assert answer.status_code == 502
    assert '/livekit/rtc' in proxy.said()
    assert HUSH not in proxy.said()


def client(proxy: Proxy) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=proxy.url, verify=proxy.trusting() or True, trust_env=False)

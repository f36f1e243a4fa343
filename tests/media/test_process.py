"""The whole server with media, started as a user starts it."""

import os
import re
import signal
import ssl
import time
import urllib.error
import urllib.request
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from studyroom.media.binary import VERSION, Binary
from studyroom.media.tokens import LiveKitKeys
from tests.media.call import until
from tests.media.release import Release, archive, serving
from tests.media.server_process import Server, Start, is_gone

STOP_SECONDS = 3
LOOPBACK = '127.0.0.1'


def test_a_server_killed_with_sigkill_leaves_no_livekit_behind(start: Start) -> None:
    server = start()
    livekit = server.livekit()
    server.process.kill()
    server.process.wait()
    server.until(lambda: is_gone(livekit), seconds=2)


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_both_servers_stop_within_three_seconds(start: Start, number: signal.Signals) -> None:
    server = start()
    livekit = server.livekit()
    began = time.monotonic()
    server.process.send_signal(number)
    assert server.process.wait(timeout=10) == 0
    assert time.monotonic() - began < STOP_SECONDS
    assert is_gone(livekit)
    assert 'Traceback' not in server.text


def test_ctrl_c_in_a_terminal_reaches_only_our_server(running: Server) -> None:
    livekit = running.livekit()
    assert os.getpgid(livekit.pid) == livekit.pid


def test_keys_are_in_neither_arguments_nor_log_and_only_their_owner_can_read_them(
    running: Server,
) -> None:
    livekit = running.livekit()
    kept = running.folder / 'data' / 'livekit.secret'
    secret = kept.read_text()
    assert len(secret) >= 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert secret not in ' '.join(livekit.cmdline())
    assert secret not in running.text
    elsewhere = [path for path in running.folder.rglob('*') if path.is_file() and path != kept]
    assert [path for path in elsewhere if secret.encode() in path.read_bytes()] == []


def test_livekit_answers_only_this_machine(running: Server) -> None:
    sockets = [
        socket.laddr for socket in running.livekit().net_connections('tcp') if socket.status == psutil.CONN_LISTEN
    ]
    media, signalling = sorted(sockets, key=lambda address: address.ip == LOOPBACK)
    assert media.port in range(7881, 7981)
    assert signalling.ip == LOOPBACK


def test_a_token_quoted_by_livekit_does_not_reach_our_log(running: Server) -> None:
    port = next(socket.laddr.port for socket in running.livekit().net_connections('tcp') if socket.laddr.ip == LOOPBACK)
    token = LiveKitKeys('studyroom', 'x' * 40).join_token('no-room-x2y3', 'seat:1', 'Ann')
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f'http://{LOOPBACK}:{port}/rtc/validate?access_token={token}')
    running.until(lambda: 'invalid' in running.text)
    assert not any(part in running.text for part in token.split('.'))


@pytest.mark.parametrize(
    'path', ['/livekit', '/livekit/', '/livekit/twirp/livekit.RoomService/ListRooms', '/twirp/', '/livekit/rtc/v2']
)
def test_nothing_else_of_livekit_can_be_reached_through_the_whole_server(running: Server, path: str) -> None:
    for method in ('GET', 'POST', 'HEAD'):
        request = urllib.request.Request(f'http://{LOOPBACK}:{running.port}{path}', method=method)
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request)
        assert refusal.value.code in {404, 405}
    with pytest.raises(InvalidStatus):
        connect(f'ws://{LOOPBACK}:{running.port}{path}')


def measured(server: Server, name: str) -> float:
    text = httpx.get(f'http://{LOOPBACK}:{server.port}/metrics', trust_env=False).text
    return next(float(line.rsplit(' ', 1)[1]) for line in text.splitlines() if line.startswith(f'studyroom_{name} '))


def test_a_killed_livekit_shows_in_health_and_metrics(start: Start) -> None:
    server = start()
    livekit = server.livekit()
    ready = httpx.get(f'http://{LOOPBACK}:{server.port}/readyz', trust_env=False)
    assert (ready.status_code, ready.json()['media']) == (200, 'ready')
    assert (measured(server, 'livekit_up'), measured(server, 'livekit_restarts_total')) == (1, 0)
    livekit.kill()
    server.until(lambda: measured(server, 'livekit_restarts_total') == 1)
    server.until(lambda: measured(server, 'livekit_up') == 1)
    assert httpx.get(f'http://{LOOPBACK}:{server.port}/readyz', trust_env=False).status_code == 200


@pytest.mark.parametrize('layout', ['text', 'json'])
def test_no_query_string_is_ever_logged(start: Start, layout: str) -> None:
    server = start(STUDYROOM_LOG_LEVEL='debug', STUDYROOM_LOG_FORMAT=layout)
    server.livekit()
    query = 'access_token=tell-nobody-of-this&join_request=nor-of-that'
    with pytest.raises(InvalidStatus):
        connect(f'ws://127.0.0.1:{server.port}/livekit/rtc/v1?{query}')
    for path in ('/livekit/rtc/v1/validate', '/livekit/rtc', '/livekit/twirp/livekit.RoomService/ListRooms'):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f'http://127.0.0.1:{server.port}{path}?{query}')
        assert refusal.value.code in {403, 404}
    server.process.terminate()
    server.process.wait(timeout=10)
    assert 'tell-nobody' not in server.text
    assert 'nor-of-that' not in server.text


def test_rooms_are_served_while_media_are_unavailable(start: Start, tmp_path: Path) -> None:
    server = start(
        STUDYROOM_LIVEKIT_BIN='',
        STUDYROOM_LIVEKIT_BASE='http://127.0.0.1:9',
        XDG_CACHE_HOME=str(tmp_path / 'cache'),
        PATH='/nowhere',
    )
    server.until(lambda: 'studyroom media install' in server.text)
    with urllib.request.urlopen(f'http://127.0.0.1:{server.port}/') as page:
        assert page.status == 200
    assert 'there is no connection to it. Get it with: studyroom media install' in server.text


async def test_rooms_are_served_while_media_are_fetched_and_then_media_become_ready(
    start: Start, livekit_server: Binary, tmp_path: Path
) -> None:
    nothing_here = {'STUDYROOM_LIVEKIT_BIN': '', 'XDG_CACHE_HOME': str(tmp_path / 'cache'), 'PATH': '/nowhere'}
    async with serving(Release(archive(livekit_server.path.read_bytes()), pause=0.001)) as release:
        server = start(STUDYROOM_LIVEKIT_BASE=release.base, **nothing_here)
        await until(lambda: 'livekit-server is being fetched: 5%' in server.text)
        async with httpx.AsyncClient() as client:
            assert (await client.get(f'http://{LOOPBACK}:{server.port}/')).status_code == 200
        assert 'livekit-server is being fetched: 100%' not in server.text
        await until(lambda: f'media are ready: livekit-server {VERSION} from the official archive' in server.text)


def test_with_media_off_nothing_is_started_and_nothing_is_proxied(start: Start) -> None:
    server = start(STUDYROOM_MEDIA='off')
    server.until(lambda: 'Ctrl-C' in server.text)
    assert psutil.Process(server.process.pid).children() == []
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f'http://127.0.0.1:{server.port}/livekit/rtc/validate')
    assert refusal.value.code == 404


def test_with_https_the_server_uses_its_own_certificate_and_says_what_the_browser_will_ask(
    start: Start, tmp_path: Path
) -> None:
    server = start('--https', STUDYROOM_MEDIA='off')
    server.until(lambda: 'Ctrl-C' in server.text)
    assert f'https://localhost:{server.port}' in server.text
    assert len(re.findall('Your browser asks once', server.text)) == 1
    trusting = ssl.create_default_context()
    trusting.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    trusting.load_verify_locations(tmp_path / 'data' / 'https.pem')
    with urllib.request.urlopen(f'https://localhost:{server.port}/', context=trusting) as page:
        assert page.status == 200
        assert 'Secure' in page.headers['Set-Cookie']


def test_an_unusable_certificate_stops_the_start_with_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / 'bad.pem').write_text('nonsense')
    bad = str(tmp_path / 'bad.pem')
    server = start('--tls-cert', bad, '--tls-key', bad, STUDYROOM_MEDIA='off')
    assert server.process.wait(timeout=20) == 1
    assert server.text == f'The certificate {bad} and the key {bad} do not fit together.\n'

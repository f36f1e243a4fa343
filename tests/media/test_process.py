"""The whole server with media, started as a person starts it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from studyroom.media.binary import Binary, cached_path
from studyroom.media.media_ports import free_port
from tests.media.call import without_settings
from tests.media.test_binary import program

STOP_SECONDS = 3
READY = 'media are ready'


class Server:
    """Its lines go to `said`."""

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.port = free_port()
        self.said = folder / 'said'
        command = [sys.executable, '-m', 'studyroom', '--port', str(self.port), '--data-dir', str(folder / 'data')]
        with self.said.open('w') as said:
            environment = without_settings(**settings)
            self.process = subprocess.Popen(
                [*command, *options], cwd=folder, stdout=said, stderr=said, env=environment, text=True
            )

    @property
    def text(self) -> str:
        return self.said.read_text()

    def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, self.text
            time.sleep(0.02)

    def livekit(self) -> psutil.Process:
        """The livekit-server that it started."""
        self.until(lambda: READY in self.text)
        (found,) = [child for child in psutil.Process(self.process.pid).children() if 'livekit' in child.name()]
        return found


@pytest.fixture
def start(tmp_path: Path, livekit_server: Binary) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(*options: str, **settings: str) -> Server:
        server = Server(tmp_path, *options, **{'STUDYROOM_LIVEKIT_BIN': str(livekit_server.path)} | settings)
        started.append(server)
        return server

    yield start
    for server in started:
        server.process.kill()
        server.process.wait()


Start = Callable[..., Server]


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_killed_by_nine_it_leaves_no_livekit_behind(start: Start) -> None:
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


def test_ctrl_c_at_a_terminal_reaches_our_server_alone(start: Start) -> None:
    livekit = start().livekit()
    assert os.getpgid(livekit.pid) == livekit.pid


def test_the_keys_are_in_neither_arguments_nor_log_and_readable_for_their_owner_only(
    start: Start, tmp_path: Path
) -> None:
    server = start(STUDYROOM_LOG_LEVEL='debug')
    livekit = server.livekit()
    kept = tmp_path / 'data' / 'livekit.secret'
    secret = kept.read_text()
    assert len(secret) >= 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert secret not in ' '.join(livekit.cmdline())
    assert secret not in server.text


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


def test_rooms_are_served_while_media_cannot_be_had(start: Start, tmp_path: Path) -> None:
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


def test_turned_off_nothing_is_started_and_nothing_is_proxied(start: Start) -> None:
    server = start(STUDYROOM_MEDIA='off')
    server.until(lambda: 'Ctrl-C' in server.text)
    assert psutil.Process(server.process.pid).children() == []
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f'http://127.0.0.1:{server.port}/livekit/rtc/validate')
    assert refusal.value.code == 404


def test_with_https_it_serves_its_own_certificate_and_says_what_the_browser_asks(start: Start, tmp_path: Path) -> None:
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


def test_a_certificate_that_cannot_be_used_stops_the_start_with_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / 'bad.pem').write_text('nonsense')
    bad = str(tmp_path / 'bad.pem')
    server = start('--tls-cert', bad, '--tls-key', bad, STUDYROOM_MEDIA='off')
    assert server.process.wait(timeout=20) == 1
    assert server.text == f'The certificate {bad} and the key {bad} do not fit together.\n'


def media(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, '-m', 'studyroom', 'media', *words]
    return subprocess.run(
        command, capture_output=True, text=True, env=without_settings(**settings), timeout=60, check=False
    )


def test_status_says_what_is_used_and_why(tmp_path: Path) -> None:
    named = program(tmp_path / 'named')
    answer = media('status', STUDYROOM_LIVEKIT_BIN=str(named))
    assert answer.stdout.splitlines() == [
        f'livekit-server 1.13.5 is used: {named} (from STUDYROOM_LIVEKIT_BIN).',
        'Sound and picture use UDP port 7882 and TCP port 7881, reach: machine.',
    ]
    assert answer.returncode == 0


def test_status_knows_off_and_elsewhere() -> None:
    assert media('status', STUDYROOM_MEDIA='off').stdout == 'Media are off: STUDYROOM_MEDIA.\n'
    elsewhere = {'LIVEKIT_URL': 'wss://media.example.org', 'LIVEKIT_API_KEY': 'k', 'LIVEKIT_API_SECRET': 's' * 40}
    assert 'wss://media.example.org: LIVEKIT_URL. Nothing is started here.' in media('status', **elsewhere).stdout


def test_status_without_a_livekit_says_how_to_get_one(tmp_path: Path) -> None:
    answer = media('status', XDG_CACHE_HOME=str(tmp_path), PATH='/nowhere')
    assert 'Get it now with: studyroom media install' in answer.stdout
    assert answer.returncode == 1


def test_install_that_fails_says_why_in_one_sentence(tmp_path: Path) -> None:
    answer = media(
        'install', XDG_CACHE_HOME=str(tmp_path), PATH='/nowhere', STUDYROOM_LIVEKIT_BASE='http://127.0.0.1:9'
    )
    sentence = 'livekit-server could not be fetched from http://127.0.0.1:9: there is no connection to it.\n'
    assert (answer.stderr, answer.returncode) == (sentence, 1)


def test_install_with_everything_here_is_done_at_once(tmp_path: Path, livekit_server: Binary) -> None:
    (tmp_path / 'studyroom').mkdir()
    shutil.copy(livekit_server.path, cached_path(tmp_path / 'studyroom'))
    answer = media('install', XDG_CACHE_HOME=str(tmp_path))
    assert '(from the cache folder)' in answer.stdout
    assert answer.returncode == 0


def test_a_word_that_is_none_is_refused() -> None:
    assert media('dance').returncode == 2


def test_a_bad_setting_is_refused() -> None:
    answer = media('status', STUDYROOM_MEDIA='perhaps')
    assert answer.stderr == 'STUDYROOM_MEDIA is "perhaps", but must be on or off.\n'
    assert answer.returncode == 2

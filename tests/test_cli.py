"""Tests the command as a person starts it; most of the servers are forked instead, by tests/fork_server.py."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from websockets.sync.client import connect

from studyroom import __version__
from studyroom.server.network import lan_addresses
from tests.forked_server import CHECKOUT, ForkedServer, fork_server
from tests.ports import free_port

OF_TESTS = ('STUDYROOM_', 'NICEGUI_', 'PYTEST_', 'COV_')
STOP_SECONDS = 3
PATIENCE_SECONDS = 40  # a busy machine is slow, and only a failing test waits this long


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_TESTS)}
    return kept | {'PYTHONPATH': str(CHECKOUT), 'STUDYROOM_MEDIA': 'off'} | settings


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, '-m', 'studyroom', *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment(**settings), timeout=PATIENCE_SECONDS, check=False
    )


class Server(NamedTuple):
    """A server whose standard output and standard error go into two files."""

    process: ForkedServer | subprocess.Popen[bytes]
    stdout: Path
    stderr: Path

    def end(self) -> tuple[str, str]:
        """Wait for the end and return everything from both files."""
        self.process.wait(timeout=PATIENCE_SECONDS)
        return self.stdout.read_text(), self.stderr.read_text()


Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers that share one data folder; with `fresh`, a new process instead of a fork, as people start it."""
    started: list[Server] = []

    def start(*arguments: str, fresh: bool = False, **settings: str) -> Server:
        files = tmp_path / f'stdout-{len(started)}', tmp_path / f'stderr-{len(started)}'
        given = ['--data-dir', str(tmp_path / 'data'), *arguments]
        begin = start_process if fresh else fork_server().start
        process = begin('studyroom', given, environment(**settings), *files, folder=tmp_path)
        started.append(Server(process, *files))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.wait(timeout=PATIENCE_SECONDS)


def start_process(
    module: str, arguments: Sequence[str], environment: Mapping[str, str], stdout: Path, stderr: Path, folder: Path
) -> subprocess.Popen[bytes]:
    command = [sys.executable, '-m', module, *arguments]
    with stdout.open('wb') as out, stderr.open('wb') as err:
        return subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, env=environment)


def block(server: Server) -> str:
    """Wait until the server listens, and return what the terminal shows."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (server.stdout.exists() and 'Ctrl-C' in server.stdout.read_text()):
        assert server.process.poll() is None, server.stderr.read_text()
        assert time.monotonic() < until
        time.sleep(0.02)
    return server.stdout.read_text()


def link(text: str) -> str:
    found = re.search(r'http://localhost:\d+', text)
    assert found
    return found[0]


def stop(server: Server, number: signal.Signals) -> tuple[int | None, float, str]:
    """Stop the server; return its exit code, the seconds it took, and what it wrote to standard error."""
    began = time.monotonic()
    server.process.send_signal(number)
    _, errors = server.end()
    return server.process.returncode, time.monotonic() - began, errors


def test_the_version_is_printed() -> None:
    answer = run('--version')
    assert (answer.stdout, answer.returncode) == (f'studyroom {__version__}\n', 0)


def test_help_has_every_option_and_fits_one_screen() -> None:
    text = run('--help').stdout
    lines = text.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for option in (
        'run',
        'media',
        '--host',
        '--https',
        '--tls-cert',
        '--tls-key',
        '--port',
        '--lan',
        '--data-dir',
        '--open',
        '--version',
    ):
        assert option in text


@pytest.mark.parametrize('arguments', [['--port', '70000'], ['run', '--port', '70000']])
def test_a_bad_option_stops_the_start_with_one_sentence(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.stderr == '--port is "70000", but must be a whole number from 1 to 65535.\n'
    assert (answer.stdout, answer.returncode) == ('', 2)


def test_a_bad_setting_stops_the_start_with_one_sentence() -> None:
    answer = run(STUDYROOM_MAX_ROOMS='many')
    assert answer.stderr == 'STUDYROOM_MAX_ROOMS is "many", but must be a whole number from 1 to 100000.\n'
    assert (answer.stdout, answer.returncode) == ('', 2)


def test_the_printed_link_leads_to_the_lobby_until_it_is_stopped(start: Start) -> None:
    server = start('--port', str(free_port()), fresh=True, STUDYROOM_LOG_LEVEL='warning')
    with urllib.request.urlopen(link(block(server))) as page:
        assert page.status == 200
        assert 'Online Study Room' in page.read().decode()
    code, seconds, errors = stop(server, signal.SIGTERM)
    assert (code, errors) == (0, '')
    assert seconds < STOP_SECONDS


def test_with_lan_it_prints_a_link_for_each_address(start: Start) -> None:
    port = free_port()
    text = block(start('--lan', '--port', str(port)))
    assert link(text) == f'http://localhost:{port}'
    assert '--lan' not in text


@pytest.mark.skipif(not lan_addresses(), reason='this machine is not in a network')
def test_with_lan_but_without_https_it_says_what_cameras_need(start: Start) -> None:
    elsewhere = {'LIVEKIT_URL': 'ws://127.0.0.1:9', 'LIVEKIT_API_KEY': 'k', 'LIVEKIT_API_SECRET': 's' * 32}
    needed = 'On other machines, browsers allow cameras and microphones only with --https.'
    assert needed in block(start('--lan', '--port', str(free_port()), STUDYROOM_MEDIA='on', **elsewhere))


def test_a_second_server_takes_the_next_free_port_and_says_so(start: Start, tmp_path: Path) -> None:
    first = link(block(start()))
    text = block(start('--data-dir', str(tmp_path / 'other')))
    assert link(text) != first
    assert 'Port 8080 is taken, so the server uses ' in text


def test_a_requested_port_that_is_taken_is_refused(start: Start) -> None:
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = other.getsockname()[1]
        out, errors = start('--port', str(port), fresh=True).end()
    assert out == ''
    assert errors == f'Port {port} is taken by another program: stop that one, or choose another with --port.\n'


def test_a_second_server_on_one_data_folder_is_refused(start: Start, tmp_path: Path) -> None:
    block(start('--port', str(free_port())))
    second = start('--port', str(free_port()))
    _, errors = second.end()
    assert errors == f'Another server is already running with the data folder {tmp_path / "data"}.\n'
    assert second.process.returncode == 1


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(start: Start, number: signal.Signals) -> None:
    server = start('--port', str(free_port()))
    block(server)
    code, seconds, errors = stop(server, number)
    assert (code, errors) == (0, '')
    assert seconds < STOP_SECONDS


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_browsers_and_half_sent_requests_do_not_delay_the_stop(start: Start, number: signal.Signals) -> None:
    port = free_port()
    server = start('--port', str(port))
    block(server)
    silent = socket.create_connection(('127.0.0.1', port))
    silent.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n')
    with connect(f'ws://127.0.0.1:{port}/_nicegui_ws/socket.io/?EIO=4&transport=websocket') as browser:
        assert str(browser.recv()).startswith('0{')
        code, seconds, errors = stop(server, number)
    silent.close()
    assert code == 0
    assert seconds < STOP_SECONDS
    assert 'Traceback' not in errors


def test_when_asked_to_stop_twice_it_stops_once(start: Start) -> None:
    server = start('--port', str(free_port()), fresh=True)
    block(server)
    server.process.send_signal(signal.SIGINT)
    code, _, errors = stop(server, signal.SIGINT)
    assert (code, errors) == (0, '')


def test_with_json_logs_every_line_is_json(start: Start) -> None:
    server = start('--port', str(free_port()), STUDYROOM_LOG_FORMAT='json', STUDYROOM_LOG_LEVEL='debug')
    address = link(block(server))
    with urllib.request.urlopen(address) as page:
        cookie = page.headers['Set-Cookie']
    _, _, errors = stop(server, signal.SIGTERM)
    for line in errors.splitlines():
        assert json.loads(line)['message']
    assert cookie.split('=')[1].split(';')[0] not in errors

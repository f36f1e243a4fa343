"""Supervising a program that fails in every way in which one can fail."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from studyroom.media.binary import Binary
from studyroom.media.livekit_config import Network, livekit_config
from studyroom.media.supervisor import ProcessState, Supervisor, Timeouts
from studyroom.media.tokens import LiveKitKeys
from tests.media.call import until
from tests.ports import free_port

ANSWERING = """
import http.server, signal, sys, time
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        {before}
        self.send_response({status})
        self.end_headers()
    def log_message(self, *_):
        pass
{first}
print('listening', flush=True)
http.server.HTTPServer(('127.0.0.1', {port}), Answer).serve_forever()
"""
SHORT = Timeouts(ready=1.5, look=0.1, answer=0.3)
Run = Callable[..., Supervisor]


@pytest.fixture
async def run() -> AsyncIterator[Run]:
    started: list[Supervisor] = []

    def run(command: list[Any], port: int = 9, environment: dict[str, str] | None = None, **more: Any) -> Supervisor:
        healths: list[ProcessState] = []
        given = environment or dict(os.environ)
        found = Supervisor(
            command, lambda: given, lambda: f'http://127.0.0.1:{port}/', healths.append, lambda _: None, **more
        )
        started.append(found)
        found.start()
        return found

    yield run
    for supervisor in started:
        await supervisor.stop()


def program(port: int, status: int = 200, first: str = '', before: str = 'pass') -> list[Any]:
    return [sys.executable, '-c', ANSWERING.format(port=port, status=status, first=first, before=before)]


def is_ready(supervisor: Supervisor) -> Callable[[], bool]:
    return lambda: supervisor.state is ProcessState.READY


async def test_a_program_that_answers_is_ready(run: Run) -> None:
    port = free_port()
    supervisor = run(program(port), port)
    assert supervisor.state is not ProcessState.READY
    await until(is_ready(supervisor))


async def test_a_killed_program_is_started_again(run: Run) -> None:
    port = free_port()
    supervisor = run(program(port), port)
    await until(is_ready(supervisor))
    killed = supervisor.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    await until(lambda: supervisor.failures == 1)
    await until(is_ready(supervisor))
    assert supervisor.pid != killed
    assert 'it was ended by signal 9' in supervisor.last_lines


async def test_a_program_is_restarted_at_once_after_its_first_failure_and_later_after_each_further_one(
    run: Run, tmp_path: Path
) -> None:
    starts = tmp_path / 'starts'
    supervisor = run(['/bin/sh', '-c', f'date +%s.%N >> {starts}'])
    await until(lambda: supervisor.failures == 4)
    first, second, third, fourth = (float(line) for line in starts.read_text().split())
    assert second - first < 0.4
    assert third - second > 0.5
    assert fourth - third > 1.0


@pytest.mark.parametrize('code', [0, 1])
async def test_an_exit_with_any_code_is_a_failure_and_the_last_lines_are_kept(run: Run, code: int) -> None:
    supervisor = run([sys.executable, '-c', f'print("no such port", flush=True); raise SystemExit({code})'])
    await until(lambda: supervisor.failures >= 2)
    assert supervisor.reason == 'no such port'


async def test_a_program_that_cannot_be_started_is_tried_again_and_the_reason_is_kept(run: Run, tmp_path: Path) -> None:
    supervisor = run([tmp_path / 'not there'])
    await until(lambda: supervisor.failures >= 2)
    assert supervisor.reason == 'it could not be started: No such file or directory'


async def test_a_file_that_is_not_a_program_cannot_be_started(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / 'livekit-server'
    bad.write_bytes(b'\x00 no program')
    bad.chmod(0o755)
    supervisor = run([bad])
    await until(lambda: supervisor.failures >= 1)
    assert 'could not be started' in supervisor.reason


async def test_a_program_that_hangs_while_starting_is_ended_and_started_again(run: Run) -> None:
    supervisor = run([sys.executable, '-c', 'import time; time.sleep(600)'], free_port(), patience=SHORT)
    await until(lambda: supervisor.pid)
    hanging = supervisor.pid
    assert hanging
    await until(lambda: supervisor.failures == 1)
    assert supervisor.reason == 'it was not ready in time'
    assert not psutil.pid_exists(hanging)


async def test_a_program_that_hangs_later_is_started_again(run: Run, tmp_path: Path) -> None:
    port, hang = free_port(), tmp_path / 'hang'
    before = f'import os; time.sleep(600 if os.path.exists({str(hang)!r}) else 0)'
    supervisor = run(program(port, before=before), port, patience=SHORT)
    await until(is_ready(supervisor))
    hang.touch()
    await until(lambda: supervisor.failures == 1)
    assert supervisor.reason == 'it does not answer any more'
    hang.unlink()
    await until(is_ready(supervisor))


async def test_one_missed_answer_is_forgiven(run: Run, tmp_path: Path) -> None:
    port, hang = free_port(), tmp_path / 'hang'
    before = f'import os; time.sleep(0.4 if os.path.exists({str(hang)!r}) else 0)'
    supervisor = run(program(port, before=before), port, patience=SHORT)
    await until(is_ready(supervisor))
    hang.touch()
    await asyncio.sleep(0.35)
    hang.unlink()
    await asyncio.sleep(0.5)
    assert (supervisor.state, supervisor.failures) == (ProcessState.READY, 0)


async def test_a_program_that_ignores_a_stop_is_gone_within_three_seconds(run: Run) -> None:
    port = free_port()
    supervisor = run(program(port, first='signal.signal(signal.SIGTERM, signal.SIG_IGN)'), port)
    await until(is_ready(supervisor))
    pid, began = supervisor.pid, time.monotonic()
    await supervisor.stop()
    assert time.monotonic() - began < 3
    assert pid
    assert not psutil.pid_exists(pid)
    assert supervisor.state is ProcessState.STOPPED


async def test_a_stopped_program_stays_stopped(run: Run) -> None:
    supervisor = run([sys.executable, '-c', 'pass'])
    await until(lambda: supervisor.failures)
    await supervisor.stop()
    failures = supervisor.failures
    await asyncio.sleep(0.7)
    assert (supervisor.failures, supervisor.pid) == (failures, None)


async def test_a_livekit_whose_port_is_taken_says_so(run: Run, livekit_server: Binary) -> None:
    with socket.socket() as other:
        other.bind(('0.0.0.0', 0))
        other.listen()
        taken = other.getsockname()[1]
        port = free_port()
        network = Network(udp_port=free_port(), tcp_port=taken)
        config = livekit_config(network, port, LiveKitKeys('studyroom', 's' * 40), 'http://127.0.0.1:9/')
        supervisor = run([livekit_server.path], port, {'LIVEKIT_CONFIG': config})
        await until(lambda: supervisor.failures >= 1)
    assert 'address already in use' in '\n'.join(supervisor.last_lines)


async def test_livekit_is_gone_within_two_seconds_even_with_somebody_in_the_call(call: Any) -> None:
    await call.join(call.ann)
    pid, began = call.livekit_pid, time.monotonic()
    await call.service.stop()
    assert time.monotonic() - began < 2
    assert not psutil.pid_exists(pid)

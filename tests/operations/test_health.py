"""`/healthz` and `/readyz`, with the real server and with failing logs."""

from __future__ import annotations

import asyncio

import httpx

from studyroom.media.off import MediaOff
from studyroom.operations.health import ServerHealth
from studyroom.room.errors import LogUnavailable
from tests.browser.gallery_server import wait_until
from tests.operations.watched_server import WatchedServer

NOWHERE = {'LIVEKIT_URL': 'ws://127.0.0.1:9', 'LIVEKIT_API_KEY': 'k', 'LIVEKIT_API_SECRET': 's' * 32}
HELD = ['Nothing was saved or read: another program holds the database.']


class Stored:
    """A log that answers only when told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.asked = 0
        self.may_answer = asyncio.Event()

    async def probe(self) -> None:
        self.asked += 1
        await self.may_answer.wait()
        if self.fault:
            raise self.fault


def test_a_server_that_serves_is_healthy_and_ready(server: WatchedServer) -> None:
    healthy, ready = server.get('/healthz'), server.get('/readyz')
    assert (healthy.status_code, healthy.json()) == (200, {'status': 'ok'})
    assert (ready.status_code, ready.json()) == (200, {'status': 'ready', 'log': 'writable', 'media': 'off'})
    assert healthy.headers['content-type'] == 'application/json'
    assert {answer.headers['cache-control'] for answer in (healthy, ready)} == {'no-store'}


def test_a_head_request_is_enough(server: WatchedServer) -> None:
    for path in ('/healthz', '/readyz'):
        answer = server.get(path, method='HEAD')
        assert (answer.status_code, answer.text) == (200, '')


def test_a_health_check_opens_no_page_and_identifies_nobody(server: WatchedServer) -> None:
    for path in ('/healthz', '/readyz', '/metrics'):
        answer = server.get(path, {'accept': 'text/html'})
        assert answer.status_code == 200
        assert 'set-cookie' not in answer.headers
        assert '<html' not in answer.text


def once_not_ready(server: WatchedServer) -> httpx.Response:
    """Return the first answer after the last good one has expired."""
    wait_until(lambda: server.get('/readyz').status_code == 503)
    return server.get('/readyz')


def test_a_locked_database_is_a_reason_until_it_is_free(server: WatchedServer) -> None:
    server.control('lock?held=true')
    locked = once_not_ready(server)
    assert server.get('/healthz').status_code == 200
    server.control('lock?held=false')
    assert (locked.status_code, locked.json()) == (503, {'status': 'not ready', 'reasons': HELD})
    assert server.get('/readyz').status_code == 200


def test_a_full_disk_is_a_reason_until_there_is_room_again(server: WatchedServer) -> None:
    for _ in range(3):  # their facts go to the file that can no longer grow
        server.open_room()
    server.control('full?held=true')
    full = once_not_ready(server)
    server.control('full?held=false')
    assert full.status_code == 503
    assert full.json()['reasons'][0].startswith('Nothing was saved or read: the disk')
    assert server.get('/readyz').status_code == 200


def test_configured_media_that_are_missing_are_a_reason(own_server: WatchedServer) -> None:
    own_server.media, own_server.settings = True, NOWHERE
    own_server.start(until_media=False)
    answer = own_server.get('/readyz')
    (reason,) = answer.json()['reasons']
    assert answer.status_code == 503
    assert reason in {'The media server does not answer.', 'Microphone and camera are starting.'}
    assert own_server.measured()['studyroom_livekit_up'] == 0


async def test_a_log_that_never_answers_is_a_reason_in_time() -> None:
    health = ServerHealth(Stored(), MediaOff(), answer_seconds=0.05)
    assert await health.reasons() == ['The log does not answer.']


async def test_checks_at_the_same_time_share_one_probe() -> None:
    stored = Stored()
    asking = [asyncio.create_task(ServerHealth.reasons(health)) for health in [ServerHealth(stored, MediaOff())] * 20]
    await asyncio.sleep(0.01)
    assert stored.asked == 1
    stored.may_answer.set()
    assert await asyncio.gather(*asking) == [[]] * 20


async def test_a_good_answer_is_reused_for_a_moment_and_a_bad_one_never() -> None:
    stored = Stored()
    stored.may_answer.set()
    health = ServerHealth(stored, MediaOff(), good_seconds=600)
    assert [await health.reasons() for _ in range(5)] == [[]] * 5
    assert stored.asked == 1
    broken = Stored(LogUnavailable('The disk is full.'))
    broken.may_answer.set()
    health = ServerHealth(broken, MediaOff(), good_seconds=600)
    assert [await health.reasons() for _ in range(2)] == [['The disk is full.']] * 2
    assert broken.asked == 2


async def test_a_probe_that_breaks_is_a_reason_and_does_not_stop_the_checks() -> None:
    stored = Stored(ZeroDivisionError())
    stored.may_answer.set()
    health = ServerHealth(stored, MediaOff())
    assert await health.reasons() == ['The log failed.']
    stored.fault = None
    assert await health.reasons() == []

"""`/metrics` of the real server: what it counts, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.browser.gallery_server import wait_until
from tests.operations.watched_server import WatchedServer

TOKEN = 'measured-7f3a'


def test_what_people_do_is_measured(server: WatchedServer) -> None:
    room_id = server.open_room().rsplit('/', 1)[-1]
    before = server.measured()
    server.control(f'crowd?room_id={room_id}&people=3&messages=5')
    after = server.measured()
    grown = {name: after[name] - before[name] for name in after}
    assert grown['studyroom_people_present'] == 3
    assert grown['studyroom_events_total{type="MessageSent"}'] == 5
    assert grown['studyroom_verb_seconds_count{verb="say"}'] == 5
    assert grown['studyroom_log_commit_seconds_count'] == 8  # three seats, five messages
    assert after['studyroom_rooms_open'] == before['studyroom_rooms_open'] >= 1
    assert after['process_resident_memory_bytes'] > 10_000_000


def test_the_event_loop_is_watched(server: WatchedServer) -> None:
    wait_until(lambda: server.measured()['studyroom_event_loop_lag_seconds_count'] > 2)


def test_the_work_for_a_page_is_counted_for_as_long_as_the_page_lives(server: WatchedServer) -> None:
    address = server.open_room()
    before = server.measured()
    server.get(address.removeprefix(server.url))
    during = server.measured()
    for name in ('studyroom_listeners', 'studyroom_tasks'):
        assert during[name] > before[name] > 0
    server.control('prune')
    wait_until(lambda: server.measured()['studyroom_tasks'] <= before['studyroom_tasks'])
    assert server.measured()['studyroom_listeners'] <= before['studyroom_listeners']


def test_it_reveals_nothing_about_a_room_or_a_person(server: WatchedServer) -> None:
    address = server.open_room('Secretive studies')
    server.control(f'crowd?room_id={address.rsplit("/", 1)[-1]}&people=1&messages=1')
    text = server.get('/metrics').text
    private = ('ecretive', 'Person 0', 'seat:', 'Message 0', 'client-0', '127.0.0.1', address.rsplit('/', 1)[-1])
    assert [word for word in private if word in text] == []


def test_it_is_served_in_both_formats(server: WatchedServer) -> None:
    plain = server.get('/metrics')
    modern = server.get('/metrics', {'accept': 'application/openmetrics-text; version=1.0.0'})
    assert plain.headers['content-type'].startswith('text/plain; version=0.0.4')
    assert modern.headers['content-type'].startswith('application/openmetrics-text; version=1.0.0')
    assert modern.text.endswith('# EOF\n')


@pytest.mark.parametrize('given', ['', 'Bearer', f'Bearer {TOKEN}x', f'Basic {TOKEN}', TOKEN, 'Bearer \xff'])
def test_with_a_token_it_answers_only_those_who_have_it(guarded: WatchedServer, given: str) -> None:
    headers = httpx.Headers([(b'authorization', given.encode('latin-1'))]) if given else httpx.Headers()
    refused = guarded.get('/metrics', headers)
    assert (refused.status_code, refused.headers['www-authenticate']) == (401, 'Bearer')
    assert refused.headers['content-type'] == 'application/problem+json'
    assert refused.json()['status'] == 401
    assert 'studyroom_' not in refused.text
    for scheme in ('Bearer', 'bearer'):
        assert 'studyroom_rooms_open' in guarded.measured({'authorization': f'{scheme} {TOKEN}'})
    assert TOKEN not in guarded.log_text()


@pytest.fixture(scope='module')
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    server = WatchedServer(tmp_path_factory.mktemp('guarded'), settings={'STUDYROOM_METRICS_TOKEN': TOKEN})
    server.start()
    yield server
    server.stop()

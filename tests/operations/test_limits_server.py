"""Rate limits of the real server, alone and behind a proxy."""

from __future__ import annotations

from tests.minute import early_in_a_minute
from tests.operations.watched_server import WatchedServer


def asked(server: WatchedServer, address: str = '') -> int:
    """Return the status of one more request that a proxy forwards for `address`."""
    return server.get('/rooms/nowhere', {'X-Forwarded-For': address} if address else {}).status_code


def test_a_program_that_asks_too_often_hears_when_to_try_again(own_server: WatchedServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_REQUESTS': '3'}
    own_server.start()
    early_in_a_minute()
    assert [asked(own_server) for _ in range(5)] == [404, 404, 404, 429, 429]
    refused = own_server.get('/rooms')
    assert 1 <= int(refused.headers['retry-after']) <= 120
    assert refused.json()['detail'].startswith('Too many requests from this address.')
    assert refused.headers['X-Request-ID']
    assert [own_server.get(path).status_code for path in ('/', '/healthz')] == [200, 200]


def test_people_behind_a_trusted_proxy_are_told_apart(own_server: WatchedServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_REQUESTS': '2'}
    own_server.start()
    early_in_a_minute()
    assert [asked(own_server, '192.0.2.1') for _ in range(3)] == [404, 404, 429]
    assert asked(own_server, '192.0.2.2') == 404


def test_an_untrusted_proxy_cannot_speak_for_others(own_server: WatchedServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_REQUESTS': '2', 'STUDYROOM_TRUSTED_PROXIES': '192.0.2.9, 198.51.100.0/24'}
    own_server.start()
    early_in_a_minute()
    assert [asked(own_server, f'192.0.2.{number}') for number in range(3)] == [404, 404, 429]

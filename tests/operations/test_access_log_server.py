"""The access log of the real server: failures, sockets, and what is never logged."""

from __future__ import annotations

import re

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.gallery_server import wait_until
from tests.operations.watched_server import WatchedServer

ID = 'X-Request-ID'


def test_the_traceback_of_a_failure_has_the_id_of_its_answer(own_server: WatchedServer) -> None:
    own_server.start()
    answer = own_server.get('/_control/break', {ID: 'broken-one'})
    assert (answer.status_code, answer.headers[ID]) == (500, 'broken-one')
    assert answer.headers['content-type'] == 'application/problem+json'
    assert 'purpose' not in answer.text
    wait_until(lambda: len(own_server.lines('request=broken-one')) == 2)  # the error is logged after the answer
    (access, error) = own_server.lines('request=broken-one')
    assert 'GET /_control/break 500 ' in access
    assert ' ERROR ' in error
    assert own_server.lines('RuntimeError: broken on purpose')


def test_a_socket_is_one_line_when_it_opens_and_one_when_it_ends(own_server: WatchedServer) -> None:
    own_server.settings = {'STUDYROOM_LOG_LEVEL': 'debug'}
    own_server.start()
    address = f'ws://127.0.0.1:{own_server.port}/_nicegui_ws/socket.io/?EIO=4&transport=websocket'
    with connect(address, additional_headers={ID: 'socket-one'}, proxy=None) as socket:
        assert socket.response is not None
        assert socket.response.headers[ID] == 'socket-one'
    lines = 'WebSocket /_nicegui_ws/socket.io/ '
    wait_until(lambda: len(own_server.lines(lines)) == 2)
    opened, ended = own_server.lines(lines)
    assert re.search(f' DEBUG +{lines}open +request=socket-one$', opened)
    assert re.search(rf' DEBUG +{lines}closed 100\d \d+ ms +request=socket-one$', ended)
    assert own_server.lines('transport=websocket') == []


def test_a_socket_that_is_refused_is_one_line(server: WatchedServer) -> None:
    with pytest.raises(InvalidStatus) as refusal, connect(f'ws://127.0.0.1:{server.port}/ws/nowhere', proxy=None):
        pass
    assert refusal.value.response.status_code == 403
    wait_until(lambda: server.lines('/ws/nowhere'))
    (line,) = server.lines('/ws/nowhere')
    assert 'INFO    WebSocket /ws/nowhere refused ' in line


def test_people_and_programs_get_lines_without_their_queries(server: WatchedServer) -> None:
    server.get('/?utm=found')
    server.get('/rooms/algebra?user=ann')
    wait_until(lambda: server.lines('INFO    GET / 200 '))
    wait_until(lambda: server.lines('INFO    GET /rooms/algebra 404 '))
    assert server.lines('utm') == server.lines('user=') == server.lines('/static/') == []

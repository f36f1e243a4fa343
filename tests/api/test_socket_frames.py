"""A client that sends nonsense gets an error, and the socket stays open."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.api.socket_client import Client, connected, new_room, visiting
from tests.browser.study import StudyServer

MALFORMED: list[tuple[str, str | bytes, str, str | int | None]] = [
    ('empty', '', 'not_json', None),
    ('words', 'hello', 'not_json', None),
    ('cut off', '{"type": "join"', 'not_json', None),
    ('two of them', '{"type": "join"}{"type": "join"}', 'not_json', None),
    ('binary', b'{"type": "join"}', 'binary', None),
    ('null', 'null', 'not_json', None),
    ('a number', '5', 'not_json', None),
    ('a text', '"join"', 'not_json', None),
    ('an array', '[{"type": "join"}]', 'not_json', None),
    ('an empty object', '{}', 'bad_message', None),
    ('no type, with an id', '{"id": "a7"}', 'bad_message', 'a7'),
    ('type null', '{"type": null}', 'bad_message', None),
    ('type a number', '{"type": 7}', 'bad_message', None),
    ('type an array', '{"type": ["join"]}', 'bad_message', None),
    ('unknown type', '{"type": "timer:explode"}', 'unknown_type', 'timer:explode'),
    ('unknown type with an id', '{"type": "explode", "id": 12}', 'unknown_type', 12),
    ('a very long type', json.dumps({'type': 'x' * 1000}), 'unknown_type', None),
    ('a very long id', json.dumps({'type': 'join', 'id': 'x' * 65}), 'bad_message', 'join'),
    ('a huge id', '{"type": "join", "id": 1' + '0' * 400 + '}', 'bad_message', 'join'),
    ('a number of too many digits', '{"type": "join", "id": 1' + '0' * 5000 + '}', 'not_json', None),
    ('an id that is true', '{"type": "join", "id": true}', 'bad_message', 'join'),
    ('an id with a fraction', '{"type": "join", "id": 1.5}', 'bad_message', 'join'),
    ('user a number', '{"type": "join", "user": 5}', 'bad_message', 'join'),
    ('user an object', '{"type": "join", "user": {}}', 'bad_message', 'join'),
    ('text a number', '{"type": "chat", "text": 5}', 'bad_message', 'chat'),
    ('no text', '{"type": "chat"}', 'bad_message', 'chat'),
    ('goal null', '{"type": "goal:update", "goal": null}', 'bad_message', 'goal:update'),
    ('media true', '{"type": "media:update", "media": true}', 'bad_message', 'media:update'),
    ('audio a number', '{"type": "media:update", "media": {"audio": 1}}', 'bad_message', 'media:update'),
    ('NaN', '{"type": "chat", "text": NaN}', 'not_json', None),
    ('Infinity', '{"type": "chat", "text": "a", "more": -Infinity}', 'not_json', None),
    ('deep', '{"type": "chat", "text": ' + '[' * 30_000 + ']' * 30_000 + '}', 'not_json', None),
    ('deep objects', '{"a":' * 9_000 + '1' + '}' * 9_000, 'not_json', None),
    ('a key twice', '{"type": "join", "type": "leave"}', 'not_json', None),
    ('a lone surrogate', '{"type": "chat", "text": "\\ud800"}', 'not_json', None),
    ('a lone surrogate as id', '{"type": "chat", "text": "a", "id": "\\udfff"}', 'not_json', None),
    ('a lone surrogate as key', '{"type": "join", "\\ud800": 1}', 'not_json', None),
    ('a megabyte', json.dumps({'type': 'chat', 'text': 'x' * 1_000_000}), 'too_large', None),
    ('one byte too many', '{"type": "chat", "text": "' + 'x' * (64 * 1024 - 26) + '"}', 'too_large', None),
    ('too many bytes, not characters', json.dumps({'type': 'é' * 40_000}, ensure_ascii=False), 'too_large', None),
    ('a megabyte of binary', b'x' * 1_000_000, 'binary', None),
]


@pytest.mark.parametrize(
    ('frame', 'code', 'about'), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
async def test_a_malformed_frame_gets_an_error_and_the_socket_stays_open(
    server: StudyServer, frame: str | bytes, code: str, about: str | int | None
) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        await ann.socket.send(frame)
        error = await ann.frame()
        assert set(error) == {'type', 'code', 'detail', 'in_reply_to'}
        assert (error['type'], error['code'], error['in_reply_to']) == ('error', code, about)
        assert 0 < len(error['detail']) < 300
        await ann.say('chat', text='still here')
        assert (await ann.frame())['text'] == 'still here'
        assert (await other.frame())['text'] == 'still here'


async def test_an_error_names_the_field(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        assert 'text' in (await client.ask('chat'))['detail']
        assert 'media.audio' in (await client.ask('media:update', media={'audio': 'yes'}))['detail']
        assert '64' in (await client.ask('join', id='x' * 65))['detail']
        assert '2,000' in (await client.ask('chat', text='x' * 2_001))['detail']


async def test_a_frame_of_64_kib_is_accepted(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        body = {'type': 'chat', 'text': 'just fits', 'more': ''}
        body['more'] = 'x' * (64 * 1024 - len(json.dumps(body)))
        await client.socket.send(json.dumps(body))
        assert (await client.frame())['text'] == 'just fits'


async def test_unknown_fields_are_ignored(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        await client.say('chat', text='hello', colour={'deep': [1, 2, None]}, ts=5)
        assert (await client.frame())['text'] == 'hello'


async def test_a_pair_of_surrogates_is_text(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        await client.socket.send('{"type": "chat", "text": "\\ud83d\\ude00"}')
        assert (await client.frame())['text'] == '\U0001f600'


async def _said(client: Client, count: int, **fields: Any) -> list[str]:
    """Return the codes of the answers to this many messages."""
    for number in range(count):
        await client.say('leave', id=number, **fields)
    return [(await client.frame()).get('code', 'done') for _ in range(count)]


async def _pour(client: Client, count: int) -> None:
    with suppress(ConnectionClosed):
        for number in range(count):
            await client.say('leave', id=number)


async def test_a_client_that_floods_gets_errors_and_is_then_disconnected(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_MESSAGES': '20'}
    own_server.start()
    room_id = new_room()
    async with visiting(own_server, room_id) as other, connected(own_server, room_id) as flooder:
        await flooder.frame()
        await other.settle()
        codes = await _said(flooder, 60)
        assert codes[:15] == ['done'] * 15
        assert codes[-30:] == ['rate_limited'] * 30
        assert flooder.frames[-1]['in_reply_to'] == 59
        assert 1 <= flooder.frames[-1]['retry_after'] <= 10
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.gather(_pour(flooder, 400), flooder.until('nothing'))
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1008
        assert flooder.frames[-1]['code'] == 'rate_limited'
        assert await other.settle() == []


async def test_a_limit_of_0_means_no_limit(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_MESSAGES': '0'}
    own_server.start()
    async with visiting(own_server, new_room()) as client:
        for _ in range(12):
            assert await _said(client, 50) == ['done'] * 50


async def test_a_client_that_asks_for_much_at_once_gets_every_answer(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_MESSAGES': '0'}
    own_server.start()
    async with connected(own_server, new_room()) as client:
        await client.frame()
        await _pour(client, 1_000)
        assert [(await client.frame())['type'] for _ in range(1_000)] == ['state'] * 1_000

"""A program joins the call with LiveKit's own client, and a token and an address from the API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import jwt
import pytest
from livekit import api, rtc

from studyroom.media.binary import Binary
from studyroom.media.tokens import LiveKitKeys
from tests.api.program import Program, fields_of, problem, program
from tests.browser.study import StudyServer
from tests.media.call import OPTIONS, Guest, until


@pytest.fixture(scope='module')
def server(livekit_server: Binary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    settings = {'STUDYROOM_LIVEKIT_BIN': str(livekit_server.path)}
    server = StudyServer(tmp_path_factory.mktemp('calls'), settings=settings, media=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mine(server: StudyServer) -> Iterator[Program]:
    with program(server) as mine:
        mine.make()
        yield mine
    assert server.faults() == []


def ask(mine: Program, user: str, **headers: str) -> httpx.Response:
    return mine.http.post('/sfu/token', json={'room_id': mine.room.upper(), 'user': user}, headers=headers)


def given(mine: Program, user: str, **headers: str) -> dict[str, str]:
    answer = ask(mine, user, **headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@asynccontextmanager
async def in_call(token: dict[str, str]) -> AsyncIterator[Guest]:
    guest = Guest(rtc.Room())
    guest.room.on('disconnected', lambda _reason: guest.gone.set())
    await guest.room.connect(token['server_url'], token['token'], OPTIONS)
    try:
        yield guest
    finally:
        await guest.leave()


async def validated(token: str, base: str) -> int:
    """Return the status that the signalling answers to a token."""
    async with httpx.AsyncClient() as client:
        return (await client.get(f'{base}/livekit/rtc/validate', params={'access_token': token})).status_code


def sending(mine: Program) -> dict[str, bool]:
    return {name: media['audio'] for name, media in mine.read()['media_states'].items()}


async def test_a_token_has_every_field_and_lets_a_program_into_the_call(mine: Program) -> None:
    ann, ben = given(mine, 'ann'), given(mine, 'Ben Böhm')
    port = mine.http.base_url.port
    assert ann == {'token': ann['token'], 'server_url': f'ws://127.0.0.1:{port}/livekit', 'room': mine.room,
                   'identity': 'ann', 'ttl': '300'}  # fmt: skip
    claims = jwt.decode(ann['token'], options={'verify_signature': False})
    assert (claims['sub'], claims['video']['room'], claims['exp'] - claims['nbf']) == ('ann', mine.room, 300)
    async with in_call(ann) as first, in_call(ben) as second:
        heard: list[str] = []
        first.room.on('track_subscribed', lambda _track, _publication, person: heard.append(person.identity))
        await second.speak()
        await until(lambda: heard == ['Ben Böhm'])


async def test_the_address_in_a_token_is_the_one_that_the_caller_used(mine: Program, server: StudyServer) -> None:
    there = {'Host': f'localhost:{server.port}'}
    token = given(mine, 'ann', **there)
    assert token['server_url'] == f'ws://localhost:{server.port}/livekit'
    proxied = given(mine, 'ben', Host='study.example.org', **{'X-Forwarded-Proto': 'https'})
    assert proxied['server_url'] == 'wss://study.example.org/livekit'


async def test_a_token_asked_for_with_a_secret_is_for_that_participant_who_is_seen_to_speak(mine: Program) -> None:
    ann = mine.connect('ann')
    token = given(mine, 'anybody', **ann.headers)
    assert token['identity'] == ann.seat
    async with in_call(token) as guest:
        await guest.speak()
        await until(lambda: sending(mine) == {'ann': True})
        ann.hang_up()
        await until(guest.gone.is_set)


async def test_a_participant_may_join_the_call_under_its_name_and_is_seen_to_speak(mine: Program) -> None:
    mine.connect('ann')
    async with in_call(given(mine, 'ann')) as guest:
        await guest.speak()
        await until(lambda: sending(mine) == {'ann': True})
    await until(lambda: sending(mine) == {'ann': False})


def test_the_name_of_somebody_at_a_browser_is_refused(mine: Program) -> None:
    mine.sit('Ann')
    for name in ('Ann', 'ann', 'ＡＮＮ', 'a\u200bnn'):
        problem(ask(mine, name), 403, 'name_taken')
    assert given(mine, 'Anna')['identity'] == 'Anna'


def test_a_name_that_looks_like_a_seat_is_refused(mine: Program) -> None:
    for name in ('seat:1', 'SEAT:1', ' seat:x', mine.connect('ann').seat):
        assert fields_of(ask(mine, name)) == ['user']
    assert fields_of(ask(mine, '')) == ['user']
    assert fields_of(mine.http.post('/sfu/token', json={'room_id': '?'})) == ['room_id', 'user']


async def test_a_name_that_is_in_the_call_is_refused_until_it_has_left(mine: Program) -> None:
    async with in_call(given(mine, 'ann')):
        for name in ('ann', 'ANN'):
            refused = ask(mine, name)
            problem(refused, 409, 'already_connected')
            assert int(refused.headers['retry-after']) >= 1
    await until(lambda: ask(mine, 'ann').status_code == 200)


def test_a_room_that_does_not_exist_has_no_call(mine: Program) -> None:
    answer = mine.http.post('/sfu/token', json={'room_id': 'no-such-room', 'user': 'ann'})
    assert problem(answer, 404, 'no_such_room')['detail'] == 'Room not found'


async def test_the_proxy_accepts_a_token_until_somebody_at_a_browser_has_its_name(
    mine: Program, server: StudyServer
) -> None:
    token = given(mine, 'ann')['token']
    assert await validated(token, server.url) == 200
    mine.sit('Ann')
    assert await validated(token, server.url) == 403, 'somebody at a browser has this name now'


async def test_the_proxy_refuses_tokens_that_we_did_not_sign_for_a_room_and_a_person_that_exist(
    mine: Program, server: StudyServer
) -> None:
    secret = (server.folder / 'livekit.secret').read_text().strip()
    key = jwt.decode(given(mine, 'x')['token'], options={'verify_signature': False})['iss']
    grants = api.VideoGrants(room_join=True, room=mine.room)
    old = api.AccessToken(key, secret).with_identity('ann').with_grants(grants).with_ttl(timedelta(seconds=-60))
    assert await validated(LiveKitKeys(key, secret).join_token(mine.room, 'ann', 'ann'), server.url) == 200
    refused = [
        old.to_jwt(),
        LiveKitKeys(key, 'x' * 40).join_token(mine.room, 'ann', 'ann'),
        LiveKitKeys(key, secret).join_token('no-such-room', 'ann', 'ann'),
        LiveKitKeys(key, secret).join_token(mine.room, 'seat:nobody', 'ann'),
    ]
    assert [await validated(token, server.url) for token in refused] == [403] * 4


async def test_a_guest_in_the_call_gives_way_to_a_person_who_sits_down_under_its_name(mine: Program) -> None:
    async with in_call(given(mine, 'ann')) as guest:
        mine.sit('Ann')
        mine.connect('ben')  # whose arrival makes us ask LiveKit
        await asyncio.wait_for(guest.gone.wait(), 20)


def test_there_is_no_token_while_media_are_off(tmp_path: Path) -> None:
    server = StudyServer(tmp_path)
    server.start()
    try:
        with program(server) as mine:
            mine.make()
            assert 'not configured' in problem(ask(mine, 'ann'), 503, 'media_unavailable')['detail']
    finally:
        server.kill()


def test_while_media_are_starting_a_program_hears_when_to_try_again(tmp_path: Path) -> None:
    """The media here are an external LiveKit that does not answer."""
    settings = {'LIVEKIT_URL': 'http://127.0.0.1:9', 'LIVEKIT_API_KEY': 'key', 'LIVEKIT_API_SECRET': 'x' * 40}
    server = StudyServer(tmp_path, settings=settings, media=True)
    server.start(until_media=False)
    try:
        with program(server) as mine:
            mine.make()
            refused = ask(mine, 'ann')
            problem(refused, 503, 'media_unavailable')
            assert int(refused.headers['retry-after']) >= 1
    finally:
        server.kill()

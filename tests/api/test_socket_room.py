"""The WebSocket contract, sentence by sentence: connecting, identity, what changes and what does not."""

from __future__ import annotations

import asyncio

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.api.socket_client import Client, connected, new_room, visiting
from tests.browser.study import StudyServer
from tests.minute import early_in_a_minute


async def test_connecting_opens_the_room_and_sends_its_state_first(server: StudyServer) -> None:
    room_id = new_room()
    async with connected(server, room_id.upper()) as client:
        first = await client.frame()
    assert first['type'] == 'state'
    assert set(first['connection']) == {'id', 'secret'}
    assert first['connection']['id'].startswith('seat:')
    assert len(first['connection']['secret']) >= 32
    state = first['data']
    assert state['room_id'] == room_id
    assert (state['goal'], state['timer_length'], state['break_length'], state['remaining']) == ('', 1500, 300, 1500)
    assert (state['status'], state['cycle'], state['participants']) == ('idle', 'focus', [])
    assert (state['media_states'], state['leaderboard'], state['ends_at']) == ({}, [], None)
    assert state['remaining_ms'] == 1_500_000
    assert abs(state['server_now'] - state['updated_at']) < 60


async def test_the_secret_is_only_in_the_first_state_and_differs_between_connections(server: StudyServer) -> None:
    room_id = new_room()
    async with connected(server, room_id) as one, connected(server, room_id) as two:
        secrets = {(await client.frame())['connection']['secret'] for client in (one, two)}
        await one.join('ann')
        await two.state()
    assert len(secrets) == 2
    assert all('connection' not in frame for client in (one, two) for frame in client.frames[1:])


@pytest.mark.parametrize('room_id', ['ab', 'a' * 33, 'a b c', 'a/b/c', 'sök?', '\U0001f600' * 3, ''])
async def test_a_bad_room_id_gets_one_error_and_1008(server: StudyServer, room_id: str) -> None:
    async with connected(server, room_id) as client:
        error = await client.frame()
        assert (error['type'], error['code'], error['in_reply_to']) == ('error', 'bad_room_id', None)
        with pytest.raises(ConnectionClosed) as closed:
            await client.frame()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1008


async def test_a_full_server_gets_one_error_and_1008(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_MAX_ROOMS': '1'}
    own_server.start()
    async with visiting(own_server, 'the-only-room'), connected(own_server, 'one-too-many') as client:
        assert (await client.frame())['code'] == 'too_many_rooms'
        with pytest.raises(ConnectionClosed) as closed:
            await client.frame()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1008


async def test_too_many_sockets_from_one_address_get_an_error_and_1008(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_SOCKETS': '1'}
    own_server.start()
    early_in_a_minute()
    async with visiting(own_server, 'the-room'), connected(own_server, 'the-room') as client:
        assert (await client.frame())['code'] == 'rate_limited'
        with pytest.raises(ConnectionClosed):
            await client.frame()


async def test_a_page_of_another_site_is_refused_at_the_handshake(server: StudyServer) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connected(server, new_room(), headers={'Origin': 'https://elsewhere.example'}):
            pass
    assert refused.value.response.status_code == 403
    async with connected(server, new_room(), headers={'Origin': server.url}) as ours:
        assert (await ours.frame())['type'] == 'state'


async def test_a_page_of_a_listed_site_is_let_in(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_API_ORIGINS': 'https://lab.example.org'}
    own_server.start()
    async with connected(own_server, new_room(), headers={'Origin': 'https://lab.example.org'}) as client:
        assert (await client.frame())['type'] == 'state'


async def test_join_is_answered_by_the_event_and_then_a_state_with_the_name(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        event, state = await client.ask('join', user='ann'), await client.frame()
    assert (event['type'], event['event'], event['user']) == ('event', 'user:join', 'ann')
    assert state['data']['participants'] == ['ann']
    assert state['data']['media_states'] == {'ann': {'audio': False, 'video': False, 'screen': False}}


async def test_a_second_join_changes_nothing(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        assert (await ann.ask('join', user='ann'))['data']['participants'] == ['ann']
        assert await other.settle() == []


async def test_of_two_clients_with_one_name_one_can_leave_without_the_other(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as first:
        async with visiting(server, room_id) as second:
            assert (await second.join('ann'))['participants'] == ['ann', 'ann (2)']
            joined = await first.event('user:join')
            assert (joined['user'], joined['by']) == ('ann (2)', second.frames[0]['connection']['id'])
            await second.say('goal:update', user='ann (2)', goal='by the name it was given')
            assert (await second.event('goal:update'))['user'] == 'ann (2)'
            await first.say('leave')
            gone = await second.event('user:leave')
        assert (gone['user'], gone['state']['participants']) == ('ann', ['ann (2)'])


async def test_nobody_can_speak_as_somebody_else(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id, 'ben') as ben:
        await ben.say('chat', user='ann', text='I am ann', id=7)
        error = await ben.error()
        assert (error['code'], error['in_reply_to']) == ('not_you', 7)
        assert (await ben.ask('leave', user='ann'))['code'] == 'not_you'
        assert [frame['type'] for frame in await ann.settle()] == ['event', 'state']


async def test_a_name_before_joining_names_the_connection_but_is_not_listed(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        await client.say('timer:start_focus', user='ann')
        started = await client.event('timer:start_focus')
        assert (started['user'], started['state']['participants']) == ('ann', [])
        assert (await client.ask('timer:pause', user='ben'))['code'] == 'not_you'
        assert (await client.join('ann'))['participants'] == ['ann']


async def test_a_client_without_a_name_is_a_guest(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        await client.say('chat', text='hello')
        guest = (await client.until('chat'))['user']
        assert guest.startswith('guest-')
        assert len(guest) == len('guest-') + 6
        await client.say('join')
        assert (await client.event('user:join'))['user'] == guest


async def test_leaving_before_joining_is_answered_by_the_state(server: StudyServer) -> None:
    async with visiting(server, new_room()) as client:
        assert (await client.ask('leave'))['type'] == 'state'


async def test_a_client_that_left_may_join_again_under_another_name(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as client:
        await client.say('leave')
        assert (await client.event('user:leave'))['state']['participants'] == []
        assert (await client.join('carla'))['participants'] == ['carla']


async def test_a_client_that_disconnects_without_leaving_has_left(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id) as other:
        async with visiting(server, room_id, 'ann'):
            pass
        gone = await other.event('user:leave')
    assert (gone['user'], gone['state']['participants']) == ('ann', [])


async def test_a_new_goal_reaches_everybody_and_an_unchanged_one_nobody(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        await ann.say('goal:update', goal='Sheet 3')
        for client in (ann, other):
            heard = await client.event('goal:update')
            assert (heard['user'], heard['goal'], heard['state']['goal']) == ('ann', 'Sheet 3', 'Sheet 3')
        assert (await ann.ask('goal:update', goal='Sheet 3'))['type'] == 'state'
        assert await other.settle() == []


async def test_a_message_reaches_everybody(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        await ann.say('chat', text='hello')
        heard = [await client.until('chat') for client in (ann, other)]
    assert heard[0] == heard[1]
    assert (heard[0]['user'], heard[0]['text']) == ('ann', 'hello')
    assert abs(heard[0]['ts'] - server.now()) < 60


async def test_a_change_of_media_is_announced_and_a_state_follows(server: StudyServer) -> None:
    room_id, sends = new_room(), {'audio': True, 'video': False, 'screen': False}
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        await ann.say('media:update', media=sends)
        heard = await other.until('media:update')
        assert heard == {'type': 'media:update', 'user': 'ann', 'media': sends}
        assert (await other.frame())['data']['media_states'] == {'ann': sends}
        await ann.until('media:update')
        await ann.state()
        assert (await ann.ask('media:update', media=sends))['type'] == 'state'
        await other.say('media:update', media=sends)
        assert (await other.error())['code'] == 'not_present'


@pytest.mark.parametrize(
    ('message', 'code'),
    [
        ({'type': 'chat', 'text': 'x' * 2001}, 'message_too_long'),
        ({'type': 'chat', 'text': ' '}, 'message_empty'),
        ({'type': 'goal:update', 'goal': 'x' * 121}, 'room_goal_too_long'),
        ({'type': 'join', 'user': 'x' * 65}, 'name_too_long'),
        ({'type': 'join', 'user': ''}, 'name_empty'),
        ({'type': 'join', 'user': 'seat:1'}, 'name_reserved'),
    ],
)
async def test_text_over_its_limit_is_an_error(server: StudyServer, message: dict[str, str], code: str) -> None:
    async with visiting(server, new_room()) as client:
        error = await client.ask(message.pop('type'), **message)
        assert error['type'] == 'error'
        assert error['code'] == code
        assert (await client.ask('leave'))['type'] == 'state'


async def test_everybody_hears_the_same_in_the_same_order(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id, 'ben') as ben:
        await ann.settle()

        async def act(client: Client, name: str) -> None:
            for number in range(20):
                await client.say('goal:update', goal=f'{name} {number}')
                await client.say('chat', text=f'{name} {number}')

        await asyncio.gather(act(ann, 'ann'), act(ben, 'ben'))
        heard = [[await client.frame() for _ in range(120)] for client in (ann, ben)]
    told = [[_without_now(frame) for frame in frames] for frames in heard]
    assert told[0] == told[1]
    for before, after in zip(told[0], told[0][1:], strict=False):
        if before['type'] == 'event':
            assert (after['type'], after['data']['goal']) == ('state', before['goal'])


def _without_now(frame: dict) -> dict:  # type: ignore[type-arg]
    if frame['type'] == 'state':
        return frame | {'data': {key: value for key, value in frame['data'].items() if key != 'server_now'}}
    return frame

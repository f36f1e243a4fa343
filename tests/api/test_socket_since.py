"""Coming back with `?since=`: nothing is lost and nothing comes twice."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.socket_client import Client, Frame, connected, new_room, visiting
from tests.browser.study import StudyServer


def _numbered(frames: list[Frame]) -> list[Frame]:
    return [frame for frame in frames if 'seq' in frame]


async def test_what_was_missed_comes_before_the_state(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann:
        seq = (await ann.ask('join'))['data']['seq']
        await ann.say('goal:update', goal='Sheet 3')
        await ann.say('chat', text='hello')
        await ann.say('timer:start_focus')
        await ann.say('media:update', media={'audio': True, 'video': False, 'screen': False})
        await ann.until('media:update')
        async with connected(server, room_id, f'?since={seq}') as back:
            first = await back.until('state')
            missed = back.frames[:-1]
            assert missed == _numbered(ann.frames)[-3:]
            assert [frame.get('event', frame['type']) for frame in missed] == [
                'goal:update',
                'chat',
                'timer:start_focus',
            ]
            assert first['data']['seq'] >= missed[-1]['seq']
            assert 'connection' in first
            await ann.say('chat', text='live')
            assert (await back.until('chat'))['text'] == 'live'


async def test_a_client_that_missed_nothing_gets_just_the_state(server: StudyServer) -> None:
    async with visiting(server, room_id := new_room(), 'ann') as ann:
        seq = (await ann.ask('timer:pause'))['data']['seq']
        async with connected(server, room_id, f'?since={seq}') as back:
            assert (await back.frame())['type'] == 'state'


@pytest.mark.parametrize('since', ['', '-1', 'x', '1.5', '99999', '9' * 400, '٣', '%00'])
async def test_a_bad_since_gets_an_error_and_then_the_state(server: StudyServer, since: str) -> None:
    async with connected(server, new_room(), f'?since={since}') as client:
        error = await client.frame()
        assert (error['type'], error['code'], error['in_reply_to']) == ('error', 'bad_since', None)
        assert (await client.frame())['type'] == 'state'
        assert (await client.ask('leave'))['type'] == 'state'


async def test_a_deleted_message_is_not_sent_again(server: StudyServer) -> None:
    room_id = server.open_room('Deletes').rsplit('/', 1)[-1]
    async with visiting(server, room_id, 'ann') as ann:
        await ann.say('chat', text='a slip')
        slip = await ann.until('chat')
        server.control(f'delete?room_id={room_id}&line_id={slip["id"]}')
        deleted = await ann.until('chat:delete')
        assert deleted['id'] == slip['id']
        async with connected(server, room_id, '?since=0') as back:
            await back.state()
        assert [frame['type'] for frame in back.frames] == ['chat:delete', 'state']
        async with connected(server, room_id, f'?since={slip["seq"]}') as back:
            await back.state()
        assert [frame['type'] for frame in back.frames] == ['chat:delete', 'state']


async def test_until_the_bell_only_their_author_receives_notes(server: StudyServer) -> None:
    room_id = server.open_room('Quiet', hold_notes=True).rsplit('/', 1)[-1]
    async with visiting(server, room_id, 'ann') as ann, visiting(server, room_id) as other:
        await ann.say('timer:start_focus')
        seq = (await other.event('timer:start_focus'))['seq']
        await ann.say('chat', text='for later')
        note = await ann.until('chat')
        assert note['held'] is True
        assert await other.settle() == []
        async with connected(server, room_id, f'?since={seq}') as back:
            assert (await back.frame())['type'] == 'state'
        server.step(1500)
        for client in (ann, other):
            await client.event('timer:break_auto')
            assert await client.frame() == {key: value for key, value in note.items() if key != 'held'}
        async with connected(server, room_id, f'?since={note["seq"]}') as back:
            await back.state()
        assert [frame.get('event', frame['type']) for frame in back.frames] == ['timer:break_auto', 'chat', 'state']
        assert back.frames[1]['text'] == 'for later'


async def test_a_since_that_is_too_old_gets_an_error_and_then_the_state(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_MESSAGES': '0'}
    own_server.start()
    room_id = new_room()
    async with visiting(own_server, room_id, 'ann') as ann:
        for _ in range(21):
            for number in range(50):
                await ann.say('chat', text=str(number))
            for _ in range(50):
                await ann.frame()
        seq = ann.frames[-1]['seq']
        async with connected(own_server, room_id, f'?since={seq - 1001}') as back:
            assert (await back.frame())['code'] == 'since_too_old'
            assert (await back.frame())['type'] == 'state'
        async with connected(own_server, room_id, f'?since={seq - 1000}') as back:
            await back.state()
            assert [frame['seq'] for frame in back.frames[:-1]] == list(range(seq - 999, seq + 1))


async def test_coming_back_again_and_again_under_traffic_loses_nothing(server: StudyServer) -> None:
    room_id, said = new_room(), [str(number) for number in range(100)]
    heard: list[Frame] = []

    async def talk(ann: Client) -> None:
        for words in said:
            await ann.say('chat', text=words)
            await ann.until('chat')

    async def listen() -> None:
        since = 0
        while not heard or heard[-1].get('text') != said[-1]:
            async with connected(server, room_id, f'?since={since}') as client:
                for _ in range(5):
                    frame = await client.frame()
                    if frame['type'] == 'chat':
                        heard.append(frame)
                        since = frame['seq']
                    if frame.get('text') == said[-1]:
                        return

    async with visiting(server, room_id, 'ann') as ann:
        await asyncio.gather(talk(ann), listen())
    assert [frame['text'] for frame in heard] == said

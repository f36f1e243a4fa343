"""How connections end: a server stops or dies, a client vanishes or never reads."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import pytest
from websockets.exceptions import ConnectionClosed

from tests.api.deaf_client import asks_on, never_reads
from tests.api.socket_client import Client, new_room, visiting
from tests.browser.flaky_proxy import flaky_network
from tests.browser.study import StudyServer

CROWD = 200


async def _comes_true(check: object, seconds: float = 20.0) -> None:
    assert callable(check)
    until = time.monotonic() + seconds
    while not await asyncio.to_thread(check):
        assert time.monotonic() < until, 'it never came true'
        await asyncio.sleep(0.05)


async def test_a_server_that_stops_says_1001(own_server: StudyServer) -> None:
    own_server.start()
    async with visiting(own_server, new_room(), 'ann') as ann, visiting(own_server, new_room()) as other:
        began = time.monotonic()
        stopping = asyncio.create_task(asyncio.to_thread(own_server.stop))
        for client in (ann, other):
            with pytest.raises(ConnectionClosed) as closed:
                await client.until('nothing')
            assert closed.value.rcvd
            assert closed.value.rcvd.code == 1001
        told = time.monotonic() - began
        await stopping
    assert own_server.process
    assert own_server.process.returncode is not None
    assert told < 5  # one second on an idle machine


async def test_a_killed_server_comes_back_with_the_room_and_without_its_guests(own_server: StudyServer) -> None:
    own_server.start()
    room_id = new_room()
    async with visiting(own_server, room_id, 'ann') as ann:
        await ann.say('goal:update', goal='Sheet 3')
        await ann.say('timer:start_focus')
        seq = (await ann.event('timer:start_focus'))['seq']
        own_server.kill()
        with pytest.raises(ConnectionClosed):
            await ann.until('nothing')
    own_server.start()
    async with visiting(own_server, room_id, query=f'?since={seq}') as again:
        state = again.frames[-1]['data']
        assert (state['goal'], state['status'], state['participants']) == ('Sheet 3', 'running', [])
        assert (await again.join('ann'))['participants'] == ['ann']


async def test_a_client_that_vanishes_silently_leaves_after_the_heartbeat(own_server: StudyServer) -> None:
    own_server.heartbeat = 1.0
    own_server.start()
    room_id = new_room()
    async with visiting(own_server, room_id) as other, flaky_network(own_server.port) as proxy:
        lost = StudyServer(own_server.folder, int(proxy.url.rsplit(':', 1)[1]))
        async with visiting(lost, room_id, 'ann', ping_interval=None, close_timeout=0.1):
            assert (await other.event('user:join'))['user'] == 'ann'
            proxy.stall()
            gone = await other.event('user:leave')
            assert (gone['user'], gone['state']['participants']) == ('ann', [])
            proxy.mend()


async def _hear_all(client: Client, words: str) -> list[str]:
    """Return all messages up to `words`."""
    said: list[str] = []
    while not said or said[-1] != words:
        said.append((await client.until('chat'))['text'])
    return said


async def test_a_client_that_never_reads_is_dropped_and_the_others_hear_everything(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_MESSAGES': '0'}
    own_server.start()
    room_id, said = new_room(), [f'line {number}' for number in range(160)]  # more than half of an outbox
    async with AsyncExitStack() as stack:
        crowd = [await stack.enter_async_context(visiting(own_server, room_id)) for _ in range(CROWD - 1)]
        speaker = await stack.enter_async_context(visiting(own_server, room_id, 'ann'))
        tasks = own_server.tasks()
        deaf = await asyncio.to_thread(never_reads, own_server, room_id)
        assert (await speaker.event('user:join'))['state']['participants'] == ['ann', 'deaf']
        assert own_server.sockets() == CROWD + 1
        hearing = [asyncio.create_task(_hear_all(client, said[-1])) for client in crowd]
        await asyncio.to_thread(asks_on, deaf)
        for words in said:
            await speaker.say('chat', text=words)
            await speaker.until('chat', text=words)
        assert all(heard == said for heard in await asyncio.gather(*hearing))
        await _comes_true(lambda: own_server.sockets() == CROWD)
        for client in (*crowd, speaker):
            await client.settle()
            gone = [frame['user'] for frame in client.frames if frame.get('event') == 'user:leave']
            assert gone == ['deaf']
        await _comes_true(lambda: own_server.tasks() <= tasks)
        await speaker.say('join')
        assert (await speaker.state())['participants'] == ['ann']
        deaf.close()


async def test_a_client_that_comes_and_goes_leaves_nothing_behind(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id):
        pass
    await _comes_true(lambda: server.sockets() == 0)
    tasks, listeners = server.tasks(), server.listeners()
    for number in range(20):
        async with visiting(server, room_id, f'guest {number}'):
            pass
    await _comes_true(lambda: server.sockets() == 0)
    await _comes_true(lambda: (server.tasks(), server.listeners()) <= (tasks, listeners))

"""Tests the programs in examples/, started as their README says, in a room of the real server."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from examples.study_client import Message, StudyClient
from tests.browser.study import StudyServer
from tests.forked_server import clean_environment

EXAMPLES = Path(__file__).parents[1] / 'examples'
PATIENCE = 20
LINE = re.compile(r'(\d\d):(\d\d)  (Focus|Break), (idle|running|paused)')


@pytest.fixture
def server(tmp_path: Path) -> AsyncIterator[StudyServer]:
    server = StudyServer(tmp_path)
    server.start()
    yield server
    assert server.faults() == []
    server.kill()


async def until(room: StudyClient, **fields: object) -> Message:
    """Return the next message with these fields."""
    async with asyncio.timeout(PATIENCE):
        async for message in room.messages():
            if fields.items() <= message.items():
                return message
    raise AssertionError('the messages ended')


async def until_state(room: StudyClient, **fields: object) -> Message:
    """Return the room once its state has these fields."""
    async with asyncio.timeout(PATIENCE):
        async for message in room.messages():
            if message['type'] == 'state' and fields.items() <= room.state.items():
                return room.state
    raise AssertionError('the messages ended')


@asynccontextmanager
async def running(program: str, server: StudyServer, room_id: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, EXAMPLES / program, server.url, room_id),
        env=clean_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    yield process
    process.terminate()
    _, complaints = await process.communicate()
    assert complaints == b''


async def test_the_client_sees_people_join_writes_messages_and_moves_the_timer(server: StudyServer) -> None:
    async with StudyClient(server.url, 'algebra', 'ann') as ann:
        await until(ann, event='user:join', user='ann')
        assert ann.name == 'ann'
        await ann.say('Hello')
        assert (await until(ann, type='chat'))['text'] == 'Hello'
        await ann.timer('start_focus')
        assert (await until(ann, event='timer:start_focus'))['user'] == 'ann'
        await until_state(ann, status='running', participants=['ann'])


async def test_a_second_client_with_the_same_name_learns_its_new_one(server: StudyServer) -> None:
    async with StudyClient(server.url, 'algebra', 'ann') as first, StudyClient(server.url, 'algebra', 'ann') as second:
        await until_state(second, participants=['ann', 'ann (2)'])
        assert second.name == 'ann (2)'
        assert first.name in {'', 'ann'}


async def test_a_call_acts_as_the_participant_of_the_connection(server: StudyServer) -> None:
    async with StudyClient(server.url, 'algebra', 'ann') as ann:
        await until(ann, event='user:join')
        state = await ann.call('POST', '/rooms/algebra/timer', json={'verb': 'start_focus'})
        assert state['status'] == 'running'
        assert (await until(ann, event='timer:start_focus'))['user'] == 'ann'
        with pytest.raises(httpx.HTTPStatusError):
            await ann.call('GET', '/rooms/nowhere')


async def test_a_client_reconnects_and_receives_what_it_missed(server: StudyServer) -> None:
    async with StudyClient(server.url, 'algebra', 'ann') as ann:
        await until_state(ann, participants=['ann'])
        server.kill()
        server.start()
        async with httpx.AsyncClient(base_url=server.url) as somebody:
            answer = await somebody.post('/rooms/algebra/timer', json={'verb': 'start_focus'}, params={'user': 'lab'})
            assert answer.status_code == 200
        assert (await until(ann, event='timer:start_focus'))['user'] == 'lab'
        await until_state(ann, status='running', participants=['ann'])


async def test_the_bot_greets_people_and_starts_the_focus_when_two_are_there(server: StudyServer) -> None:
    async with running('greeting_bot.py', server, 'algebra'), StudyClient(server.url, 'algebra', 'watch') as watch:
        await until_state(watch, participants=['Porter', 'watch'])
        assert watch.state['status'] == 'idle'
        async with StudyClient(server.url, 'algebra', 'ben') as ben:
            assert (await until(ben, text='Welcome, ben!'))['user'] == 'Porter'
            assert (await until(ben, event='timer:start_focus'))['user'] == 'Porter'


async def test_the_companion_shows_what_the_server_counts(server: StudyServer) -> None:
    async with (
        StudyClient(server.url, 'algebra', 'ann') as ann,
        running('companion.py', server, 'algebra') as companion,
    ):
        assert await shown(companion, 'idle') == (25 * 60, 'Focus')
        await until_state(ann, participants=['Terminal', 'ann'])
        await ann.timer('start_focus')
        await until_state(ann, status='running')
        await shown(companion, 'running')
        server.step(600)
        left, _ = await shown(companion, 'running', below=15 * 60)
        state = await ann.call('GET', '/rooms/algebra')
        assert 0 <= left - state['remaining'] <= 30, 'the painted line is a little older than the answer'
        await ann.timer('pause')
        left, _ = await shown(companion, 'paused')
        assert left == (await ann.call('GET', '/rooms/algebra'))['remaining']


async def shown(companion: asyncio.subprocess.Process, status: str, below: int = 25 * 60) -> tuple[int, str]:
    """Return seconds and phase of the next line that the companion paints in this status."""
    assert companion.stdout
    text = ''
    async with asyncio.timeout(PATIENCE):
        while True:
            text += (await companion.stdout.read(200)).decode()
            for minutes, seconds, phase, said in LINE.findall(text):
                left = int(minutes) * 60 + int(seconds)
                if said == status and left <= below:
                    return left, phase
            text = text[-60:]

"""The rules of the timer over the WebSocket, and the states that come while it runs."""

from __future__ import annotations

import itertools

import pytest

from tests.api.socket_client import Client, connected, new_room, visiting
from tests.browser.study import StudyServer


async def _changes_nothing(client: Client, type_: str) -> dict:  # type: ignore[type-arg]
    """Send a message that must be answered by a state only."""
    answer = await client.ask(type_)
    assert answer['type'] == 'state', answer
    return dict(answer['data'])


async def _does(client: Client, type_: str) -> dict:  # type: ignore[type-arg]
    """Send a message that must be answered by the event of this name, and return the state that follows."""
    await client.say(type_)
    told = await client.event(type_)
    state = told['state']
    assert told['user'] == 'ann'
    assert (told['status'], told['cycle']) == (state['status'], state['cycle'])
    assert told.get('ends_at') == state['ends_at']
    return dict(state)


def _close(state: dict, seconds: float) -> bool:  # type: ignore[type-arg]
    return 0 <= seconds * 1000 - state['remaining_ms'] < 15_000 and state['remaining'] * 1000 >= state['remaining_ms']


async def test_start_focus(server: StudyServer) -> None:
    """A full focus starts when idle or in a break, a paused one resumes, and a running one goes on."""
    async with visiting(server, new_room(), 'ann') as ann:
        state = await _does(ann, 'timer:start_focus')
        assert (state['status'], state['cycle']) == ('running', 'focus')
        assert _close(state, 1500)
        assert _close(await _changes_nothing(ann, 'timer:start_focus'), 1500)
        await _does(ann, 'timer:pause')
        server.step(100)
        assert _close(await _does(ann, 'timer:start_focus'), 1500)
        server.step(300)
        assert _close(await _changes_nothing(ann, 'timer:start_focus'), 1200)
        await _does(ann, 'timer:start_break')
        state = await _does(ann, 'timer:start_focus')
        assert state['cycle'] == 'focus'
        assert _close(state, 1500)


async def test_start_break(server: StudyServer) -> None:
    """A full break starts in a focus, a paused one resumes, and a running one goes on."""
    async with visiting(server, new_room(), 'ann') as ann:
        state = await _does(ann, 'timer:start_break')
        assert (state['status'], state['cycle']) == ('running', 'break')
        assert _close(state, 300)
        server.step(100)
        assert _close(await _changes_nothing(ann, 'timer:start_break'), 200)
        await _does(ann, 'timer:pause')
        server.step(1000)
        assert _close(await _does(ann, 'timer:start_break'), 200)
        await _does(ann, 'timer:reset')
        await _does(ann, 'timer:start_focus')
        assert _close(await _does(ann, 'timer:start_break'), 300)


async def test_pause(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        await _changes_nothing(ann, 'timer:pause')
        await _does(ann, 'timer:start_focus')
        state = await _does(ann, 'timer:pause')
        assert (state['status'], state['ends_at']) == ('paused', None)
        await _changes_nothing(ann, 'timer:pause')


async def test_fractions_of_a_second_are_never_lost(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        before = (await _does(ann, 'timer:start_focus'))['ends_at'] - 1500
        ran = 0.0
        for _ in range(10):
            paused = await _does(ann, 'timer:pause')
            ran = paused['updated_at'] - before
            assert abs(1500 - ran - paused['remaining_ms'] / 1000) < 0.002
            resumed = await _does(ann, 'timer:start_focus')
            before += resumed['updated_at'] - paused['updated_at']
        assert ran > 0


async def test_reset(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        await _changes_nothing(ann, 'timer:reset')
        await _does(ann, 'timer:start_break')
        state = await _does(ann, 'timer:reset')
        assert (state['status'], state['cycle'], state['remaining_ms']) == ('idle', 'focus', 1_500_000)
        await _changes_nothing(ann, 'timer:reset')


async def test_skip_break(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        await _changes_nothing(ann, 'timer:skip_break')
        await _does(ann, 'timer:start_focus')
        await _changes_nothing(ann, 'timer:skip_break')
        await _does(ann, 'timer:start_break')
        state = await _does(ann, 'timer:skip_break')
        assert (state['status'], state['cycle']) == ('idle', 'focus')


async def test_a_focus_ends_in_a_break_and_a_break_in_idle(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        await _does(ann, 'timer:start_focus')
        server.step(1500)
        rung = await ann.event('timer:break_auto')
        assert 'user' not in rung
        assert (rung['state']['status'], rung['state']['cycle']) == ('running', 'break')
        server.step(300)
        rung = await ann.event('timer:cycle_complete')
        assert 'user' not in rung
        assert (rung['state']['status'], rung['state']['cycle'], rung['state']['remaining']) == ('idle', 'focus', 1500)


async def test_the_next_focus_starts_where_the_rhythm_says_so(server: StudyServer) -> None:
    room_id = server.open_room('Rounds', rhythm='1/1/1', auto_focus=True).rsplit('/', 1)[-1]
    async with visiting(server, room_id, 'ann') as ann:
        await _does(ann, 'timer:start_break')
        server.step(60)
        rung = await ann.event('timer:cycle_complete')
        assert (rung['state']['status'], rung['state']['cycle']) == ('running', 'focus')


@pytest.mark.waits
async def test_while_the_timer_runs_a_state_comes_at_least_every_five_seconds(server: StudyServer) -> None:
    async with visiting(server, new_room(), 'ann') as ann:
        await _does(ann, 'timer:start_focus')
        states = [await ann.state() for _ in range(3)]
    at = [state['server_now'] for state in states]
    assert all(3 < later - sooner < 5 for sooner, later in itertools.pairwise(at)), at
    assert all(state['remaining'] % 4 == 0 for state in states)
    assert all(frame['type'] == 'state' for frame in ann.frames[-3:])


@pytest.mark.waits
async def test_each_of_the_last_ten_seconds_is_sent_even_after_the_clock_jumps(server: StudyServer) -> None:
    room_id = new_room()
    async with visiting(server, room_id, 'ann') as ann, connected(server, room_id) as other:
        await other.frame()
        await _does(ann, 'timer:start_focus')
        server.step(1500 - 11.5)
        await other.until('event', event='timer:break_auto')
    told = [frame['data']['remaining'] for frame in other.frames if frame['type'] == 'state']
    told = told[told.index(10) : told.index(1) + 1]
    assert told == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

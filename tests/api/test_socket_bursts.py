"""Many who come at once share a state: how many are encoded and sent, and to whom, in stepped time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from studyroom.api.socket.outbox import Outbox
from studyroom.api.socket.state_pace import LONGEST_REST_SECONDS, SHORTEST_REST_SECONDS, rest_after
from studyroom.api.socket.transport import SocketTransport
from tests.api.stepped_sockets import Line, SocketHouse, in_stepped_time

CROWD = 200
SENDS = {'audio': True, 'video': False, 'screen': False}


def _lived(test: Callable[[SocketHouse], Awaitable[None]]) -> None:
    async def live() -> None:
        study = SocketHouse()
        await study.open_room()
        await test(study)
        await study.close()

    in_stepped_time(live())


async def _come(study: SocketHouse, names: list[str]) -> None:
    """Let people come who are no sockets."""
    for name in names:
        seat = (await study.room.sit_down(name, name)).seat
        study.room.connect(seat, name, name)
    await study.settle()


def _states(line: Line) -> list[str]:
    return [text for text in line.texts if text.startswith('{"type":"state"')]


def _kinds(line: Line) -> list[str]:
    return [frame.get('event', frame['type']) for frame in line.frames]


def test_a_lone_event_is_followed_by_its_state_at_once() -> None:
    async def test(study: SocketHouse) -> None:
        line = await study.connect()
        for name in ('ann', 'ben'):
            await _come(study, [name])
            assert line.frames[-1]['type'] == 'state'
            assert name in line.frames[-1]['data']['participants']
            await study.rest(SHORTEST_REST_SECONDS)
        assert _kinds(line) == ['state', 'user:join', 'state', 'user:join', 'state']

    _lived(test)


def test_forty_who_come_within_one_rest_share_one_state_encoded_once_for_all_sockets() -> None:
    async def test(study: SocketHouse) -> None:
        lines = [await study.connect() for _ in range(10)]
        await _come(study, ['first'])
        await _come(study, [f'person {number}' for number in range(40)])
        for line in lines:
            assert _kinds(line) == ['state', 'user:join', 'state', *['user:join'] * 40]
        await study.rest(LONGEST_REST_SECONDS)
        for line in lines:
            assert _kinds(line)[-1] == 'state'
            assert len(_states(line)) == 3
            assert len(line.frames[-1]['data']['participants']) == 41
        assert len({id(line.texts[-1]) for line in lines}) == 1
        await study.rest(LONGEST_REST_SECONDS)
        assert all(len(_states(line)) == 3 for line in lines)

    _lived(test)


def test_whoever_acts_gets_the_state_at_once_and_the_others_at_the_end_of_the_rest() -> None:
    async def test(study: SocketHouse) -> None:
        ann, other = await study.connect(), await study.connect()
        await _come(study, ['first'])
        for message in ({'type': 'join', 'user': 'ann'}, {'type': 'media:update', 'media': SENDS}, {'type': 'leave'}):
            ann.say(**message)
            await study.settle()
            assert _kinds(ann)[-1] == 'state'
        told = ['user:join', 'media:update', 'user:leave']
        assert _kinds(ann)[3:] == ['user:join', 'state', 'media:update', 'state', 'user:leave', 'state']
        assert _kinds(other)[3:] == told
        await study.rest(SHORTEST_REST_SECONDS)
        assert _kinds(other)[3:] == [*told, 'state']

    _lived(test)


def test_a_timer_does_not_wait_and_its_state_is_that_of_those_who_came() -> None:
    async def test(study: SocketHouse) -> None:
        line, other = await study.connect(), await study.connect()
        await _come(study, ['first', 'second'])
        other.say(type='timer:start_focus')
        await study.settle()
        assert _kinds(line)[-3:] == ['user:join', 'timer:start_focus', 'state']
        assert line.frames[-1]['data']['participants'] == ['first', 'second']
        before = len(line.texts)
        await study.rest(LONGEST_REST_SECONDS)
        assert len(line.texts) == before

    _lived(test)


def test_an_answer_and_a_line_of_ones_own_come_after_the_state_that_is_due() -> None:
    async def test(study: SocketHouse) -> None:
        wrong, writer, other = [await study.connect() for _ in range(3)]
        await _come(study, ['first', 'second'])
        wrong.say(type='nonsense')
        writer.say(type='chat', text='hello')
        await study.settle()
        assert _kinds(wrong)[-4:] == ['user:join', 'state', 'error', 'chat']
        assert _kinds(writer)[-3:] == ['user:join', 'state', 'chat']
        assert _kinds(other)[-2:] == ['user:join', 'chat']
        await study.rest(SHORTEST_REST_SECONDS)
        assert [_kinds(line)[-1] for line in (wrong, writer, other)] == ['chat', 'chat', 'state']

    _lived(test)


def test_what_changes_nothing_is_answered_by_a_state_each_time() -> None:
    async def test(study: SocketHouse) -> None:
        line = await study.connect()
        await _come(study, ['first', 'second'])
        for _ in range(3):
            line.say(type='leave')
        await study.settle()
        assert _kinds(line)[-4:] == ['user:join', 'state', 'state', 'state']

    _lived(test)


def test_a_crowd_that_joins_at_once_is_sent_four_states_each_at_most() -> None:
    async def test(study: SocketHouse) -> None:
        lines = [await study.connect() for _ in range(CROWD)]
        for number, line in enumerate(lines):
            line.say(type='join', user=f'person {number}')
        while len(study.room.presence) < CROWD:
            await study.settle()
        await study.rest(LONGEST_REST_SECONDS)
        assert all(_kinds(line).count('user:join') == CROWD for line in lines)
        assert all(len(line.frames[-1]['data']['participants']) == CROWD for line in lines)
        assert max(len(_states(line)) for line in lines) <= 4  # the first, the leading one, one's own, the last
        assert sum(len(text) for line in lines for text in _states(line)) < 5_000_000

    _lived(test)


def test_a_server_that_stops_sends_the_state_before_it_says_goodbye() -> None:
    async def test(study: SocketHouse) -> None:
        line = await study.connect()
        await _come(study, ['first', 'second'])
        study.sockets.stop()
        await study.settle()
        assert line.frames[-1]['data']['participants'] == ['first', 'second']
        assert line.code == 1001

    _lived(test)


async def test_a_state_that_nobody_has_read_gives_way_to_the_next() -> None:
    line = Line()
    outbox = Outbox(SocketTransport({}, line.receive, line.send))
    for number in range(3):
        outbox.put(f'event {number}')
        outbox.put_state(f'state {number}', can_be_skipped=True)
    outbox.put_state('own state', can_be_skipped=False)
    outbox.put_state('last state', can_be_skipped=True)
    outbox.start()
    await asyncio.sleep(0)
    assert line.texts == ['event 0', 'event 1', 'event 2', 'own state', 'last state']
    outbox.stop()


@pytest.mark.parametrize(
    ('sent', 'seconds'), [(0, 0.05), (40_000, 0.05), (400_000, 0.4), (1_000_000, 1.0), (50_000_000, 1.0)]
)
def test_the_rest_grows_with_the_bytes_of_a_state(sent: int, seconds: float) -> None:
    assert rest_after(sent) == seconds

"""One broadcast for all sockets of a room, in this process."""

from __future__ import annotations

import pytest

from studyroom.api.socket.outbox import MOST_MESSAGES
from studyroom.api.socket.periodic_state import PeriodicState, next_due
from studyroom.room import events
from studyroom.room.rhythm import Phase
from tests.api.stepped_sockets import SocketHouse


async def test_a_broadcast_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    study = SocketHouse()
    lines = [await study.connect() for _ in range(50)]
    lines[0].say(type='join', user='ann')
    await study.settle()
    for place in (1, 2):
        assert len({id(line.texts[place]) for line in lines}) == 1
    await study.close()


async def test_all_sockets_of_a_room_are_one_listener_and_none_is_left() -> None:
    study = SocketHouse()
    lines = [await study.connect() for _ in range(50)]
    assert study.house.hub.listeners() == 1
    await study.close()
    assert study.house.hub.listeners() == 0
    assert len(study.sockets) == 0
    assert (study.watch.opened, study.watch.closed, study.watch.dropped) == (50, 50, 0)
    assert all(line.code is None for line in lines)


async def test_an_outbox_holds_256_messages_before_its_client_is_dropped() -> None:
    study = SocketHouse()
    await study.open_room()
    deaf, other = await study.connect(), await study.connect()
    deaf.say(type='join', user='deaf')
    await study.settle()
    deaf.deaf = True
    for number in range(MOST_MESSAGES + 1):
        other.say(type='chat', text=str(number))
        await study.settle()
    assert 'user:leave' not in [frame.get('event') for frame in other.frames]
    other.say(type='chat', text='one more')
    await study.settle()
    assert [frame['text'] for frame in other.frames if frame['type'] == 'chat'][-1] == 'one more'
    (gone,) = [frame for frame in other.frames if frame.get('event') == 'user:leave']
    assert gone['user'] == 'deaf'
    deaf.hang_up()
    await study.settle()
    assert (len(study.sockets), study.watch.dropped) == (1, 1)
    await study.close()


async def test_a_room_that_falls_asleep_says_goodbye() -> None:
    study = SocketHouse()
    line = await study.connect()
    study.room.announce(events.RoomSlept(room_id=study.room.room_id, at=study.house.clock.now()))
    await study.settle()
    assert line.code == 1001
    assert len(study.sockets) == 0


async def test_a_stopping_server_says_goodbye_and_stores_no_departures() -> None:
    study = SocketHouse()
    line = await study.connect()
    line.say(type='join', user='ann')
    await study.settle()
    seq = study.room.facts.seq
    study.sockets.stop()
    await study.settle()
    assert line.code == 1001
    assert (study.room.facts.seq, len(study.room.presence)) == (seq, 0)


@pytest.mark.parametrize(
    ('remaining', 'mark'),
    [(1500, 1496), (1496.0005, 1492), (1495.999, 1492), (16.5, 16), (16, 12), (13, 12), (12, 11), (1.5, 1), (1, 0)],
)
def test_states_are_due_every_four_seconds_and_at_the_end_every_second(remaining: float, mark: float) -> None:
    assert next_due(remaining) == mark


def test_a_late_bell_does_not_silence_the_room() -> None:
    assert next_due(0) == -1
    assert next_due(-7.25) == -8.25


async def test_a_pulse_does_not_drift_and_ends_with_the_phase() -> None:
    study, told = SocketHouse(), list[float]()
    await study.open_room()
    room, clock = study.room, study.house.clock
    seat = (await room.sit_down('ann', 'Ann')).seat
    await room.start(seat)
    periodic_state = PeriodicState(room, lambda: told.append(room.facts.timer.remaining(clock.now())))
    periodic_state.follow()
    for _ in range(15_100):
        clock.step(0.1003)
        await room.bring_forward()
        if room.facts.timer.phase is Phase.BREAK:
            await room.reset(seat)
            periodic_state.follow()
        periodic_state.send_if_due()
        periodic_state.stop()  # or it would send by itself on a slow machine
    marks = [*range(1496, 12, -4), *range(12, 0, -1)]
    assert [round(left + 0.05) for left in told] == marks
    assert all(0 <= mark - left < 0.11 for mark, left in zip(marks, told, strict=True))

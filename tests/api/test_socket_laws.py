"""What holds after any sequence of messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studyroom.api.contract.messages import ChatMessageModel
from studyroom.api.socket.replay import replayed
from studyroom.api.socket.state_pace import LONGEST_REST_SECONDS
from studyroom.room.events import MessageSent
from tests.api.stepped_sockets import Frame, Line, SocketHouse, in_stepped_time

CLIENTS = 3
NAMES = st.sampled_from([None, 'ann', 'ben', 'Ann'])
MEDIA = st.fixed_dictionaries({'audio': st.booleans(), 'video': st.booleans(), 'screen': st.just(False)})
MESSAGES = st.one_of(
    st.fixed_dictionaries({'type': st.sampled_from(['join', 'leave']), 'user': NAMES}),
    st.fixed_dictionaries(
        {
            'type': st.sampled_from(
                ['timer:start_focus', 'timer:start_break', 'timer:pause', 'timer:reset', 'timer:skip_break']
            )
        }
    ),
    st.fixed_dictionaries({'type': st.just('chat'), 'text': st.sampled_from(['hello', 'bye', ''])}),
    st.fixed_dictionaries({'type': st.just('goal:update'), 'goal': st.sampled_from(['', 'Sheet 3', 'Sheet 4'])}),
    st.fixed_dictionaries({'type': st.just('media:update'), 'media': MEDIA}),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, CLIENTS - 1), MESSAGES),
        st.tuples(st.just('clock'), st.sampled_from([0.25, 7.0, 299.5, 1500.0])),
        st.tuples(st.just('rest'), st.sampled_from([0.02, LONGEST_REST_SECONDS])),
        st.tuples(st.just('reconnect'), st.integers(0, CLIENTS - 1)),
    ),
    max_size=30,
)
Steps = list[tuple[Any, Any]]


@dataclass
class Rebuilt:
    """The room as known to a client that reads the first state, and from then on only events."""

    goal: str
    status: str
    cycle: str
    left: float
    ends_at: float | None
    media: dict[str, dict[str, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Frame) -> Rebuilt:
        left, media = data['remaining_ms'] / 1000, dict(data['media_states'])
        return cls(data['goal'], data['status'], data['cycle'], left, data['ends_at'], media)

    def hear(self, frame: Frame) -> None:
        match frame.get('event', frame['type']):
            case 'user:join':
                self.media[frame['user']] = {'audio': False, 'video': False, 'screen': False}
            case 'user:leave':
                del self.media[frame['user']]
            case 'media:update':
                self.media[frame['user']] = frame['media']
            case 'goal:update':
                self.goal = frame['goal']
            case str(name) if name.startswith('timer:'):
                self.status, self.cycle, self.ends_at = frame['status'], frame['cycle'], frame.get('ends_at')
                self.left = frame['remaining_ms'] / 1000

    def agrees_with(self, data: Frame) -> bool:
        left = self.left if self.ends_at is None else max(0.0, self.ends_at - data['server_now'])
        return (
            (self.goal, self.status, self.cycle, self.ends_at)
            == (data['goal'], data['status'], data['cycle'], data['ends_at'])
            and self.media == data['media_states']
            and sorted(self.media) == data['participants']
            and abs(left - data['remaining_ms'] / 1000) < 0.002
        )


async def _lived(steps: Steps, hold_notes: bool) -> tuple[SocketHouse, Line, list[Line]]:
    """Return a house, a witness present from the start, and the others, after everything happened."""
    study = SocketHouse()
    await study.open_room(hold_notes)
    witness, *lines = [await study.connect() for _ in range(CLIENTS + 1)]
    for who, what in steps:
        if who == 'clock':
            await study.step(what)
        elif who == 'rest':
            await study.rest(what)
        elif who == 'reconnect':
            lines[what].hang_up()
            lines[what] = await study.connect()
        else:
            lines[who].say(**{name: value for name, value in what.items() if value is not None})
            await study.settle()
    await study.rest(LONGEST_REST_SECONDS)
    return study, witness, lines


@given(STEPS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_the_state_rebuilt_from_events_agrees_with_the_state_that_is_read(steps: Steps, hold_notes: bool) -> None:
    async def check() -> None:
        study, witness, lines = await _lived(steps, hold_notes)
        for line in (witness, *lines):
            first, *later = line.frames
            known = Rebuilt.of(first['data'])
            for before, frame in zip([first, *later], later, strict=False):
                if frame['type'] == 'state':
                    assert known.agrees_with(frame['data']), (known, frame)
                known.hear(frame)
                if _has_its_own_state(before, first['connection']['id']):
                    assert frame['type'] == 'state'
            types = [frame['type'] for frame in line.frames]
            assert not {'event', 'media:update'} & set(types[_last(types, 'state') :])
        await study.close()

    in_stepped_time(check())


def _has_its_own_state(frame: Frame, me: str) -> bool:
    """Return whether a state must follow at once: it is about the timer or the goal, or about this client."""
    return frame['type'] == 'event' and (frame['event'] not in {'user:join', 'user:leave'} or frame['by'] == me)


def _last(types: list[str], wanted: str) -> int:
    return max(place for place, found in enumerate(types) if found == wanted)


NOTES: Steps = [
    (0, {'type': 'timer:start_focus'}),
    (1, {'type': 'chat', 'text': 'for later'}),
    (0, {'type': 'goal:update', 'goal': 'Sheet 3'}),
    (2, {'type': 'chat', 'text': 'that, too'}),
    ('clock', 1500.0),
    (1, {'type': 'chat', 'text': 'now'}),
]


def _delivers_notes(state: Frame, following: Frame | None = None) -> bool:
    return following is not None and following['type'] == 'chat' and following['seq'] < state['data']['seq']


NAMED_AGAIN: Steps = [
    (0, {'type': 'goal:update', 'goal': 'Sheet 3', 'user': 'ann'}),
    (0, {'type': 'leave'}),
    (0, {'type': 'goal:update', 'goal': 'Sheet 4', 'user': 'carla'}),
]


@given(STEPS, st.booleans(), st.integers(0, 1000))
@example(NOTES, True, 0)
@example(NOTES, True, 2)
@example(NAMED_AGAIN, False, 0)
@settings(max_examples=80, deadline=None)
def test_resuming_repeats_exactly_what_was_sent(steps: Steps, hold_notes: bool, place: int) -> None:
    """Resume after any state that the witness received; `place` picks it.

    But for the state of a bell that delivers notes: they come after it with numbers of their own, which are lower, so a
    client that is cut off just there cannot say that it lacks them.
    """

    async def check() -> None:
        study, witness, _ = await _lived(steps, hold_notes)
        states = [at for at, frame in enumerate(witness.frames) if frame['type'] == 'state']
        states = [at for at in states if not _delivers_notes(*witness.frames[at : at + 2])]
        heard = witness.frames[states[place % len(states)] :]
        back = await study.connect(f'since={heard[0]["data"]["seq"]}')
        missed = [frame for frame in heard if 'seq' in frame]
        assert back.frames[:-1] == missed
        assert back.frames[-1]['type'] == 'state'
        await study.close()

    in_stepped_time(check())


def test_notes_arrive_even_if_the_start_of_their_focus_is_too_long_ago_to_be_read() -> None:
    async def check() -> None:
        study, _, lines = await _lived(NOTES, hold_notes=True)
        facts = await study.house.log.read('algebra')
        note = next(fact.seq for fact in facts if isinstance(fact, MessageSent))
        told = replayed(facts[note - 1 :], note + 1, study.room.facts)
        texts = [frame.text for frame in told if isinstance(frame, ChatMessageModel)]
        assert texts == ['for later', 'that, too', 'now']
        assert len(lines) == CLIENTS
        await study.close()

    in_stepped_time(check())

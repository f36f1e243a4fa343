from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyroom.log.codec import Codec
from studyroom.room import events
from studyroom.room.errors import RoomError
from studyroom.room.events import FACTS, Event, Fact
from studyroom.room.facts import RoomFacts, applied, opened
from studyroom.room.goals import Answer
from studyroom.room.permissions import Audience
from studyroom.room.presence import PersonStatus
from studyroom.room.timer import PRESETS, Phase, Rhythm
from tests.room.stepped_study import EVENTS, ROOM_ID, Study, empty_room

CODEC = Codec(FACTS, RoomFacts)
TEXTS = st.sampled_from(['read', 'read', 'write\nit', ' \u202eé ', '👩\u200d🎓', '', 'x' * 2_001, 7, None])
SMALL = st.sampled_from([0, 1, 2, 3, 99, -1, 'x', None, True])
RHYTHMS = st.sampled_from(
    [*PRESETS.values(), Rhythm(60, 60, 60, 2, True, True), Rhythm(60, 60, auto_break=False), Rhythm(focus=1)]
)

Step = Callable[[Study, str], Any]


def verb(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(*arguments).map(lambda chosen: lambda study, seat: getattr(study.room, name)(seat, *chosen))


def sit_down(name: object) -> Step:
    async def step(study: Study, seat: str) -> None:
        person = next(person for person in PEOPLE if study.room.seat_of(person) == seat)
        taken = await study.room.sit_down(person, name)
        study.room.connect(taken.seat, 'client', 'tab')

    return step


def delete_a_message(place: int) -> Step:
    async def step(study: Study, seat: str) -> None:
        lines = (*study.facts.chat.lines, *study.facts.chat.held)
        await study.room.delete_message(seat, lines[place % len(lines)].line_id if lines else None)

    return step


def configure(changes: dict[str, Any]) -> Step:
    return lambda study, seat: study.room.configure(seat, **changes)


def wait(seconds: float) -> Step:
    return lambda study, seat: study.clock.step(seconds)


PEOPLE = ('ann', 'ben', 'cleo')
SETTINGS = [{'title': 'Maths'}, {'hold_notes': True}, {'hold_notes': False}, {'listed': 'no'}, {'title': ''}]
STEPS = st.one_of(
    st.sampled_from([0.0, 0.3, 4.0, 6.0, 61.0, 299.75, 1500.0, 4_000.0, 86_400.0]).map(wait),
    st.sampled_from(['Ann', 'Ben', 'ann', '', 'x' * 65, None]).map(sit_down),
    verb('start', st.sampled_from([None, *Phase])),
    verb('pause'),
    verb('resume'),
    verb('skip', st.sampled_from([None, *Phase])),
    verb('reset'),
    verb('undo'),
    verb('add_minutes', st.sampled_from([1, 5, 60, 0, 'x'])),
    verb('set_rhythm', RHYTHMS),
    verb('say', TEXTS),
    verb('ask_help', TEXTS),
    verb('end_help'),
    verb('add_goal', TEXTS),
    verb('intend', TEXTS),
    verb('edit_goal', SMALL, TEXTS),
    verb('check_goal', SMALL, st.booleans()),
    verb('move_goal', SMALL, SMALL),
    verb('delete_goal', SMALL),
    verb('restore_goal'),
    verb('work_on', SMALL),
    verb('answer', st.sampled_from([*Answer, 'no', None])),
    verb('set_goal', TEXTS),
    verb('set_status', st.sampled_from([*PersonStatus, 'asleep'])),
    verb('rename', TEXTS),
    verb('leave'),
    verb('come_back'),
    verb('disconnect', st.just('client')),
    verb('forget', st.just('client')),
    verb('take_over', st.just('client'), st.sampled_from(['tab', 'another tab'])),
    st.integers(0, 50).map(delete_a_message),
    st.sampled_from(SETTINGS).map(configure),
)
HISTORIES = st.lists(st.tuples(STEPS, st.sampled_from(PEOPLE)), max_size=40)


async def live_through(study: Study, history: Sequence[tuple[Step, str]]) -> None:
    """Every refusal is a RoomError; any other exception is a defect."""
    for step, person in history:
        with suppress(RoomError):
            outcome = step(study, study.room.seat_of(person))
            if isinstance(outcome, Coroutine):
                await outcome
        assert 0 <= study.remaining <= study.facts.timer.total


async def seated() -> Study:
    study = await empty_room()
    await live_through(study, [(sit_down(name.title()), name) for name in ('ann', 'ben')])
    return study


@given(HISTORIES)
async def test_whatever_people_do_the_facts_tell_the_whole_state(history: list[tuple[Step, str]]) -> None:
    study = await seated()
    await live_through(study, history)
    assert await study.rebuilt() == study.facts


@given(HISTORIES, HISTORIES)
async def test_a_snapshot_and_the_facts_after_it_tell_the_whole_state(
    before: list[tuple[Step, str]], after: list[tuple[Step, str]]
) -> None:
    study = await seated()
    await live_through(study, before)
    facts = CODEC.decode_snapshot(CODEC.encode_snapshot(study.facts))
    assert facts == study.facts
    await live_through(study, after)
    for fact in await study.log.read(ROOM_ID, facts.seq):
        facts = applied(facts, CODEC.decode(CODEC.encode(fact)))
    assert facts == study.facts


@given(HISTORIES)
async def test_each_viewer_hears_what_is_for_all_and_what_is_for_them_alone(history: list[tuple[Step, str]]) -> None:
    study = await seated()
    seats = [study.room.seat_of(person) for person in PEOPLE]
    first = study.facts.seq
    heard = {seat: study.listen(seat) for seat in [*seats, '']}
    lobby: list[Event] = []
    study.hub.subscribe_all(dict.fromkeys(EVENTS, lobby.append))
    await live_through(study, history)
    stored = await study.log.read(ROOM_ID, first)
    for seat, told in heard.items():
        meant = [fact for fact in stored if fact.audience is Audience.ROOM or fact.by == seat]
        assert [fact.erased() for fact in told if isinstance(fact, Fact)] == [fact.erased() for fact in meant]
        assert [event for event in told if event.audience is Audience.ROOM] == lobby
        assert {event.seat for event in told if isinstance(event, events.SeatHeld)} <= {seat}


@given(HISTORIES)
async def test_what_a_viewer_hears_adds_up_to_what_a_viewer_sees(history: list[tuple[Step, str]]) -> None:
    study = await seated()
    seat, facts = study.room.seat_of('ann'), study.facts
    told = study.listen(seat)
    await live_through(study, history)
    for event in told:
        if isinstance(event, Fact):
            facts = applied(facts, event)
    live = study.facts
    for seen in ('config', 'timer', 'seats', 'chat', 'timer_by', 'timer_verb', 'focus_ended_at', 'undoable'):
        assert getattr(facts, seen) == getattr(live, seen), seen
    assert facts.board(seat) == live.board(seat)


def test_every_fact_that_can_happen_is_listed() -> None:
    kinds = [kind for kind in EVENTS if issubclass(kind, Fact)]
    concrete = {kind for kind in kinds if not any(issubclass(other, kind) and other is not kind for other in kinds)}
    assert set(FACTS.values()) == concrete
    assert all(FACTS[name].__name__ == name for name in FACTS)


def test_a_fact_without_a_rule_is_a_defect() -> None:
    fact = Fact(room_id=ROOM_ID, at=0.0, seq=2)
    facts = opened(events.RoomOpened(room_id=ROOM_ID, at=0.0, seq=1, config=EMPTY))
    with pytest.raises(TypeError, match='no rule for Fact'):
        applied(facts, fact)


EMPTY = events.RoomConfig('Maths')


def test_opening_a_room_begins_its_state() -> None:
    fact = events.RoomOpened(room_id=ROOM_ID, at=5.0, seq=1, config=EMPTY)
    facts = opened(fact)
    assert (facts.seq, facts.updated_at, facts.timer.left, facts.seats) == (1, 5.0, 1500, {})
    assert applied(replace(facts, seq=9, focus_ended_at=4.0), fact) == facts


def test_an_erased_fact_keeps_everything_but_the_words() -> None:
    sent = events.MessageSent(room_id=ROOM_ID, at=5.0, by='seat:ann', seq=4, name='Ann', text='secret', held=True)
    erased = sent.erased()
    assert [field.name for field in fields(sent) if getattr(sent, field.name) != getattr(erased, field.name)] == [
        'text'
    ]
    ended = events.HelpEnded(room_id=ROOM_ID, at=5.0)
    assert ended.erased() is ended

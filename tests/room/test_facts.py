import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from inspect import Parameter, signature
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyroom.log.codec import Codec
from studyroom.room import events
from studyroom.room.answers import Answer
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.events import FACTS, Event, Fact
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.media import MediaState
from studyroom.room.permissions import Audience
from studyroom.room.rhythm import PRESETS, Phase, Rhythm
from studyroom.room.room import Room
from studyroom.room.status import PersonStatus
from tests.room.stepped_study import EVENTS, ROOM_ID, Study, empty_room

CODEC = Codec(FACTS, RoomFacts)
TEXTS = st.sampled_from(['read', 'read', 'write\nit', ' \u202eé ', '👩\u200d🎓', '', 'x' * 2_001, 7, None])
SMALL = st.sampled_from([0, 1, 2, 3, 99, -1, 'x', None, True])
RHYTHMS = st.sampled_from(
    [*PRESETS.values(), Rhythm(60, 60, 60, 2, True, True), Rhythm(60, 60, auto_break=False), Rhythm(focus=1)]
)

Step = Callable[[Study, str], Any]


class SeatOf(NamedTuple):
    """The seat of a person, in whatever room a step is taken."""

    person: str


def calls(name: str, *arguments: st.SearchStrategy[Any], **named: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    """That name of Room's table, called for a seat with these."""

    def step(chosen: tuple[tuple[Any, ...], dict[str, Any]]) -> Step:
        def take(study: Study, seat: str) -> Any:
            placed = [study.room.seat_of(one.person) if isinstance(one, SeatOf) else one for one in chosen[0]]
            return getattr(study.room, name)(seat, *placed, **chosen[1])

        return take

    return st.tuples(st.tuples(*arguments), st.fixed_dictionaries(named)).map(step)


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


def visit(label: object) -> Step:
    async def step(study: Study, seat: str) -> None:
        guest = await study.room.visit('program', label)
        await study.room.leave(guest.seat)

    return step


def wait(seconds: float) -> Step:
    return lambda study, seat: study.clock.step(seconds)


PEOPLE = ('ann', 'ben', 'cleo')
MINUTES = st.sampled_from([None, 60, 1_500, 1, 'x'])
SENDING = st.builds(MediaState, st.booleans(), st.booleans(), st.booleans())
CHOSEN: dict[str, st.SearchStrategy[Step]] = {
    'sit_down': st.sampled_from(['Ann', 'Ben', 'ann', '', 'x' * 65, None]).map(sit_down),
    'visit': TEXTS.map(visit),
    'come_back': calls('come_back'),
    'rename': calls('rename', TEXTS),
    'leave': calls('leave'),
    'is_of_a_browser': st.just(lambda study, seat: study.room.is_of_a_browser('Ann')),
    'connect': calls('connect', st.just('client'), st.sampled_from(['tab', 'another tab'])),
    'disconnect': calls('disconnect', st.just('client')),
    'forget': calls('forget', st.just('client')),
    'take_over': calls('take_over', st.just('client'), st.sampled_from(['tab', 'another tab'])),
    'set_status': calls('set_status', st.sampled_from([*PersonStatus, 'asleep'])),
    'start': calls('start', st.sampled_from([None, *Phase])),
    'pause': calls('pause'),
    'resume': calls('resume'),
    'skip': calls('skip', st.sampled_from([None, *Phase])),
    'reset': calls('reset'),
    'undo': calls('undo'),
    'add_minutes': calls('add_minutes', st.sampled_from([1, 5, 60, 0, 'x'])),
    'set_rhythm': calls('set_rhythm', RHYTHMS),
    'set_lengths': calls('set_lengths', focus=MINUTES, short_break=MINUTES),
    'say': calls('say', TEXTS),
    'delete_message': st.integers(0, 50).map(delete_a_message),
    'ask_help': calls('ask_help', TEXTS),
    'end_help': calls('end_help'),
    'add_goal': calls('add_goal', TEXTS, now=st.booleans()),
    'intend': calls('intend', TEXTS),
    'edit_goal': calls('edit_goal', SMALL, TEXTS),
    'check_goal': calls('check_goal', SMALL, st.booleans()),
    'move_goal': calls('move_goal', SMALL, SMALL),
    'delete_goal': calls('delete_goal', SMALL),
    'restore_goal': calls('restore_goal'),
    'work_on': calls('work_on', SMALL),
    'answer': calls('answer', st.sampled_from([*Answer, 'no', None])),
    'set_goal': calls('set_goal', TEXTS),
    'configure': st.one_of(
        calls('configure', title=TEXTS),
        calls('configure', hold_notes=st.sampled_from([True, False, 'no'])),
        calls('configure', listed=st.sampled_from([True, False, 'no'])),
    ),
    'set_media': calls('set_media', SENDING),
    'left_call': calls('left_call'),
    'claim_media': calls('claim_media', SENDING),
}
BY_TYPE = {
    'object': st.one_of(TEXTS, SMALL, st.sampled_from([*map(SeatOf, PEOPLE)])),
    'bool': st.booleans(),
    'int': SMALL,
}


def derived_from_its_types(name: str) -> st.SearchStrategy[Step]:
    """A step for a verb without one of its own: any value for each parameter, by its type."""
    given = [*signature(getattr(Room, name)).parameters.values()][2:]
    unknown = [str(parameter) for parameter in given if parameter.annotation not in BY_TYPE]
    assert not unknown, f'Room.{name}: say in CHOSEN what to try for {unknown}'
    by_place = [BY_TYPE[parameter.annotation] for parameter in given if parameter.kind is not Parameter.KEYWORD_ONLY]
    named = {one.name: BY_TYPE[one.annotation] for one in given if one.kind is Parameter.KEYWORD_ONLY}
    return calls(name, *by_place, **named)


NAMES = [name for name in vars(Room) if not name.startswith('_')]
TABLE = {name: CHOSEN[name] if name in CHOSEN else derived_from_its_types(name) for name in NAMES}
WAITS = st.sampled_from([0.0, 0.3, 4.0, 6.0, 61.0, 299.75, 1500.0, 4_000.0, 86_400.0]).map(wait)
STEPS = st.one_of(WAITS, *TABLE.values())
HISTORIES = st.lists(st.tuples(STEPS, st.sampled_from(PEOPLE)), max_size=40)


async def live_through(study: Study, history: Sequence[tuple[Step, str]]) -> None:
    """Take every step. A verb may refuse with RoomError; any other exception is a defect."""
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


def test_the_laws_are_tried_with_every_name_of_the_table_of_room() -> None:
    assert CHOSEN.keys() <= TABLE.keys(), 'a step for a verb that there is no longer'
    assert {'say', 'sit_down', 'connect', 'end_help', 'set_media'} <= TABLE.keys()


@given(HISTORIES)
async def test_whatever_people_do_the_facts_alone_rebuild_the_state(history: list[tuple[Step, str]]) -> None:
    study = await seated()
    await live_through(study, history)
    assert await study.rebuilt() == study.facts


@given(HISTORIES, HISTORIES)
async def test_a_snapshot_and_the_facts_after_it_rebuild_the_state(
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
async def test_each_viewer_hears_what_is_meant_for_everyone_or_for_them_alone(history: list[tuple[Step, str]]) -> None:
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
async def test_what_a_viewer_hears_adds_up_to_what_they_see(history: list[tuple[Step, str]]) -> None:
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


def derived(kind: type[Event]) -> Iterator[type[Event]]:
    """Find the classes in the product without subclasses: events of these classes can happen."""
    # `slots=True` makes a second class; the first may still be listed as a subclass, but no module has it.
    known = [found for found in kind.__subclasses__() if found.__module__.startswith('studyroom.')]
    below = [found for found in known if vars(sys.modules[found.__module__]).get(found.__name__) is found]
    for found in below:
        yield from derived(found)
    if not below:
        yield kind


def test_every_event_that_can_happen_is_listed() -> None:
    assert set(events.KINDS) == set(derived(Event))
    assert set(FACTS.values()) == {kind for kind in events.KINDS if issubclass(kind, Fact)}
    assert all(FACTS[name].__name__ == name for name in FACTS)


def test_a_fact_without_a_rule_is_a_defect() -> None:
    fact = Fact(room_id=ROOM_ID, at=0.0, seq=2)
    facts = RoomFacts.of(events.RoomOpened(room_id=ROOM_ID, at=0.0, seq=1, config=EMPTY))
    with pytest.raises(TypeError, match='no rule for Fact'):
        applied(facts, fact)


EMPTY = RoomConfig('Maths')


def test_opening_a_room_sets_its_initial_state() -> None:
    fact = events.RoomOpened(room_id=ROOM_ID, at=5.0, seq=1, config=EMPTY)
    facts = RoomFacts.of(fact)
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

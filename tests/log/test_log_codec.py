from dataclasses import dataclass, fields, make_dataclass, replace
from typing import Any, ClassVar

import pytest

from studyroom.log.codec import Codec, StoredFact
from studyroom.room import events
from studyroom.room.answers import Answer
from studyroom.room.config import RoomConfig
from studyroom.room.errors import UnreadableFact
from studyroom.room.events import FACTS, Fact
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.rhythm import Phase, Rhythm

RHYTHM = Rhythm()
HEAD: dict[str, Any] = {'room_id': 'algebra', 'at': 1_800_000_000.25, 'by': 'seat:ann', 'seq': 3}
STARTED = FocusTimer.fresh(RHYTHM).start(1_800_000_000.25)
VALUES: dict[str, Any] = {
    'config': RoomConfig(title='Algebra', rhythm=RHYTHM),
    'timer': STARTED, 'skipped': Phase.FOCUS, 'ended': Phase.FOCUS, 'answer': Answer.PARTLY,
    'held': True, 'guest': True, 'done': True, 'seconds': 60, 'goal_id': 4, 'index': 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeted(Fact):
    """Version 1 had `text`; version 2 `words`; version 3 counts them."""

    v: ClassVar[int] = 3
    words: tuple[str, ...]
    count: int


def to_words(payload: dict[str, Any]) -> dict[str, Any]:
    return {'words': payload['text'].split()}


def to_count(payload: dict[str, Any]) -> dict[str, Any]:
    return payload | {'count': len(payload['words'])}


GREETINGS = Codec({'Greeted': Greeted}, RoomConfig, {('Greeted', 1): to_words, ('Greeted', 2): to_count})


def row(payload: str, type: str = 'Greeted', v: int = 3) -> StoredFact:
    return StoredFact('algebra', 7, type, v, 100.0, 'seat:ann', payload)


def sample(kind: type[Fact]) -> Fact:
    own = [field.name for field in fields(kind) if field.name not in HEAD]
    return kind(**HEAD, **{name: VALUES.get(name, f'{name} ✓') for name in own})


@pytest.mark.parametrize('kind', FACTS.values(), ids=FACTS)
def test_every_fact_is_read_back_equal(codec: Codec[RoomConfig], kind: type[Fact]) -> None:
    fact = sample(kind)
    assert codec.decode(codec.encode(fact)) == fact


WITH_WORDS = {name: kind for name, kind in FACTS.items() if sample(kind).erased() != sample(kind)}


@pytest.mark.parametrize('kind', WITH_WORDS.values(), ids=WITH_WORDS)
def test_an_erased_fact_is_read_back_without_its_words_and_keeps_its_stored_length(
    codec: Codec[RoomConfig], kind: type[Fact]
) -> None:
    stored = codec.encode(sample(kind))
    erased = codec.erase(stored)
    assert codec.decode(erased) == sample(kind).erased()
    assert len(erased.payload.encode()) == len(stored.payload.encode())


def test_the_state_of_a_room_is_read_back_equal() -> None:
    codec = Codec(FACTS, RoomFacts)
    state = RoomFacts.of(events.RoomOpened(**HEAD, config=VALUES['config']))
    for kind in (events.SeatTaken, events.TimerStarted, events.GoalAdded, events.MessageSent):
        state = applied(state, sample(kind))
    assert codec.decode_snapshot(codec.encode_snapshot(state)) == state


def test_the_columns_are_not_repeated_in_the_payload(codec: Codec[RoomConfig]) -> None:
    stored = codec.encode(events.RoomGoalSet(**HEAD, goal='Chapter 4'))
    assert stored == ('algebra', 3, 'RoomGoalSet', 1, HEAD['at'], 'seat:ann', '{"goal":"Chapter 4"}')


def test_an_old_version_is_upgraded_step_by_step() -> None:
    fact = GREETINGS.decode(row('{"text": "good morning"}', v=1))
    assert fact == Greeted(room_id='algebra', at=100.0, by='seat:ann', seq=7, words=('good', 'morning'), count=2)


@pytest.mark.parametrize(
    'stored',
    [
        row('{}', type='Vanished'),
        row('{"words": [], "count": 0}', v=4),
        row('{"text": "private"}', v=3),
        row('{"nothing": "private"}', v=1),
        row('private', v=3),
    ],
    ids=['unknown type', 'newer version', 'wrong fields', 'upcaster fails', 'not JSON'],
)
def test_the_error_about_an_unreadable_fact_does_not_quote_its_content(stored: StoredFact) -> None:
    with pytest.raises(
        UnreadableFact, match=rf'Fact 7 of room algebra \({stored.type}, version {stored.v}\)'
    ) as raised:
        GREETINGS.decode(stored)
    assert 'private' not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_fact_that_is_not_registered_cannot_be_stored() -> None:
    with pytest.raises(TypeError, match='RoomGoalSet'):
        GREETINGS.encode(events.RoomGoalSet(**HEAD, goal='Chapter 4'))


def test_a_snapshot_that_does_not_fit_is_ignored(codec: Codec[RoomConfig]) -> None:
    assert codec.decode_snapshot('{"title": 5}') is None
    assert codec.decode_snapshot('half a snapsh') is None


def shape_of_snapshots(name: str, *named: str) -> int:
    """Return the shape of a snapshot that holds a list of a class with that name and those fields."""
    part = make_dataclass(name, [(field, str) for field in named])
    return Codec({}, make_dataclass(f'RoomOf{name}', [('parts', tuple[part, ...])])).shape  # type: ignore[valid-type]


def test_the_shape_changes_with_the_fields_of_a_snapshot() -> None:
    assert len({shape_of_snapshots('Desk', *named) for named in (['a'], ['b'], ['a', 'b'])}) == 3


def test_the_shape_does_not_change_with_the_names_of_classes() -> None:
    assert shape_of_snapshots('Desk', 'a', 'b') == shape_of_snapshots('Table', 'a', 'b')


def test_the_shape_tells_which_of_two_classes_a_field_has() -> None:
    one, other = make_dataclass('One', [('a', str)]), make_dataclass('Other', [('b', str)])
    kinds = [(one, other, one), (one, other, other)]
    shapes = {Codec({}, make_dataclass('Room', zip('xyz', kind, strict=True))).shape for kind in kinds}
    assert len(shapes) == 2


@dataclass(frozen=True)
class Desk:
    """A desk."""

    title: str
    description: str = ''


def test_the_shape_does_not_change_with_the_docstring_of_a_snapshot() -> None:
    before = Codec({}, Desk).shape
    Desk.__doc__ = 'Something to sit at.'
    assert Codec({}, Desk).shape == before


def test_replacing_a_number_changes_only_the_column(codec: Codec[RoomConfig]) -> None:
    fact = events.SeatTaken(**HEAD, name='Ann')
    assert codec.encode(replace(fact, seq=9)) == codec.encode(fact)._replace(seq=9)

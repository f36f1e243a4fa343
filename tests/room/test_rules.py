"""Rules: each noun says in its own file what a fact changes, and no two rules change the same field."""

from dataclasses import dataclass

import pytest

from studyroom.room.chat import MessageSent
from studyroom.room.events import FACTS, Fact, RoomOpened
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.rules import Changes, changes_by, rule, rules_for
from tests.room.stepped_study import Study


@pytest.mark.parametrize('kind', [kind for kind in FACTS.values() if kind is not RoomOpened])
def test_every_fact_has_a_rule(kind: type[Fact]) -> None:
    assert rules_for(kind)


@pytest.mark.parametrize('kind', [kind for kind in FACTS.values() if kind is not RoomOpened])
def test_a_fact_has_a_rule_in_the_file_where_it_is_defined(kind: type[Fact]) -> None:
    assert kind.__module__ in {function.__module__ for function in rules_for(kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shouted(MessageSent):
    """A fact that exists only in this test."""


@rule(Shouted)
def _shouted(fact: Shouted, before: RoomFacts) -> Changes:
    return {'chat': before.chat}


async def test_two_rules_that_change_the_same_field_are_a_defect(study: Study) -> None:
    fact = Shouted(room_id=study.room.room_id, at=0.0, by=study.ann, name='Ann', text='hello')
    with pytest.raises(TypeError, match='two rules for Shouted change'):
        changes_by(fact, study.facts)


async def test_a_rule_receives_the_room_as_it_was_before_the_fact(study: Study) -> None:
    await study.room.start(study.ann)
    before, ended = study.facts, study.facts.timer.skip(study.clock.now())
    fact = FACTS['PhaseSkipped'](
        room_id=study.room.room_id, at=1.0, seq=before.seq + 1, timer=ended, skipped=before.timer.phase
    )  # type: ignore[call-arg]
    after = applied(before, fact)
    assert (after.undoable, after.timer) == (before.timer, ended)
    assert after.chat.lines[-1].line_id == f'e{fact.seq}'

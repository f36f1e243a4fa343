"""How a focus went, as each person says once it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from studyroom.room.errors import BadInput
from studyroom.room.event import Fact
from studyroom.room.goals import SET_GOALS, GoalChecked, NowSet
from studyroom.room.rhythm import Phase
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene
from studyroom.room.seats import SeatLeft
from studyroom.room.timer import TimerFact, enters_focus

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts


NO_ANSWER = {'answer': '', 'answered': ''}


class Answer(StrEnum):
    """What a person can say about a focus."""

    DONE = 'done'
    PARTLY = 'partly'
    NOT_YET = 'not_yet'


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAnswered(Fact):
    """A person said how the focus went; `text` is the goal they worked on, empty without one."""

    answer: Answer
    text: str


@rule(FocusAnswered)
def _focus_answered(fact: FocusAnswered, before: RoomFacts) -> Changes:
    return {'people': {fact.by: {'answer': fact.answer.value, 'answered': fact.text}}}


@rule(TimerFact)
def _a_new_focus_clears_answers(fact: TimerFact, before: RoomFacts) -> Changes:
    if not enters_focus(fact, before):
        return {}
    return {'people': {seat: NO_ANSWER for seat, person in before.seats.items() if person.answer}}


@rule(SeatLeft)
def _a_person_who_leaves_takes_their_answer_along(fact: SeatLeft, before: RoomFacts) -> Changes:
    return {'people': {fact.by: NO_ANSWER}}


def answer(scene: Scene, answer: object) -> Sequence[Fact]:
    """Say how the last focus went, once: FocusAnswered; `done` checks the goal. Raises RoomError `bad_answer`."""
    if not isinstance(answer, str) or answer not in set(Answer):
        raise BadInput('bad_answer', 'A focus is done, partly done, or not done yet.')
    person, goal = scene.actor(SET_GOALS), scene.facts.board(scene.by).current
    if scene.facts.timer.phase is Phase.FOCUS or person.answer:
        return []
    said = FocusAnswered(**scene.stamp, answer=Answer(answer), text=goal.text if goal else '')
    if goal is None or answer != Answer.DONE:
        return [said]
    checked = GoalChecked(**scene.stamp, goal_id=goal.goal_id, done=True)
    return [said, checked, NowSet(**scene.stamp, goal_id=0, text='')]

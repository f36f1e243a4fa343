"""A person's goals in a room: kept with the seat, seen by that person alone."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studyroom.room.errors import RoomError
from studyroom.room.text import GOAL_LENGTH, clean

GOALS_PER_PERSON = 200


class Answer(StrEnum):
    """How a focus went."""

    DONE = 'done'
    PARTLY = 'partly'
    NOT_YET = 'not_yet'


@dataclass(frozen=True, slots=True)
class Goal:
    goal_id: int
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class GoalBoard:
    """An ordered list of at most 200 goals; at most one of them is the one worked on now (`now`, 0 for none)."""

    goals: tuple[Goal, ...] = ()
    now: int = 0
    next_id: int = 1
    deleted: Goal | None = None
    deleted_at_index: int = 0

    def find(self, goal_id: object) -> Goal:
        """The goal, or RoomError `no_such_goal`."""
        for goal in self.goals:
            if goal.goal_id == goal_id:
                return goal
        raise RoomError('no_such_goal', 'That goal is no longer there.')

    def index(self, goal_id: int) -> int:
        return self.goals.index(self.find(goal_id))

    @property
    def current(self) -> Goal | None:
        return next((goal for goal in self.goals if goal.goal_id == self.now), None)

    @property
    def done_count(self) -> int:
        return sum(goal.done for goal in self.goals)

    def check_room(self) -> None:
        """Raise RoomError `too_many_goals` when 200 stand already."""
        if len(self.goals) >= GOALS_PER_PERSON:
            raise RoomError('too_many_goals', 'A list can have at most {most} goals.', most=GOALS_PER_PERSON)

    def added(self, goal_id: int, text: str) -> 'GoalBoard':
        return replace(self, goals=(*self.goals, Goal(goal_id, text)), next_id=goal_id + 1)

    def changed(self, goal: Goal) -> 'GoalBoard':
        return replace(self, goals=tuple(goal if old.goal_id == goal.goal_id else old for old in self.goals))

    def moved(self, goal_id: int, index: int) -> 'GoalBoard':
        goal = self.find(goal_id)
        others = [other for other in self.goals if other.goal_id != goal_id]
        return replace(self, goals=(*others[:index], goal, *others[index:]))

    def without(self, goal_id: int) -> 'GoalBoard':
        goal, index = self.find(goal_id), self.index(goal_id)
        others = tuple(other for other in self.goals if other.goal_id != goal_id)
        now = 0 if self.now == goal_id else self.now
        return replace(self, goals=others, now=now, deleted=goal, deleted_at_index=index)

    def restored(self) -> 'GoalBoard':
        if self.deleted is None:
            return self
        index = min(self.deleted_at_index, len(self.goals))
        goals = (*self.goals[:index], self.deleted, *self.goals[index:])
        return replace(self, goals=goals, deleted=None, deleted_at_index=0)


def clean_goal(value: object) -> str:
    return clean(value, what='A goal', code='goal', limit=GOAL_LENGTH)

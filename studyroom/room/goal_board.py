"""A person's list of goals in a room: kept with the seat, seen by that person alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studyroom.room.errors import RoomError
from studyroom.room.text import GOAL_LENGTH, clean

GOALS_PER_PERSON = 200


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a list; `goal_id` counts 1, 2, 3 in the list and is never reused."""

    goal_id: int
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class GoalBoard:
    """An ordered list of at most 200 goals; `now` is the id of the one worked on, 0 for none."""

    goals: tuple[Goal, ...] = ()
    now: int = 0
    next_id: int = 1
    deleted: Goal | None = None
    deleted_at_index: int = 0

    def find(self, goal_id: object) -> Goal:
        """Return the goal. Raises RoomError `no_such_goal`."""
        for goal in self.goals:
            if goal.goal_id == goal_id:
                return goal
        raise RoomError('no_such_goal', 'That goal is no longer there.')

    def index(self, goal_id: int) -> int:
        """Return the place of a goal in the list; 0 is the top. Raises RoomError `no_such_goal`."""
        return self.goals.index(self.find(goal_id))

    @property
    def current(self) -> Goal | None:
        """The goal worked on now."""
        return next((goal for goal in self.goals if goal.goal_id == self.now), None)

    @property
    def done_count(self) -> int:
        """How many of the goals are done."""
        return sum(goal.done for goal in self.goals)

    def check_room(self) -> None:
        """Raise RoomError `too_many_goals` when the list already has 200 goals."""
        if len(self.goals) >= GOALS_PER_PERSON:
            raise RoomError('too_many_goals', 'A list can have at most {most} goals.', most=GOALS_PER_PERSON)

    def added(self, goal_id: int, text: str) -> GoalBoard:
        """Return the list with one more goal at its end."""
        return replace(self, goals=(*self.goals, Goal(goal_id, text)), next_id=goal_id + 1)

    def changed(self, goal: Goal) -> GoalBoard:
        """Return the list with `goal` in place of the one that has its id."""
        return replace(self, goals=tuple(goal if old.goal_id == goal.goal_id else old for old in self.goals))

    def moved(self, goal_id: int, index: int) -> GoalBoard:
        """Return the list with that goal at `index`."""
        goal = self.find(goal_id)
        others = [other for other in self.goals if other.goal_id != goal_id]
        return replace(self, goals=(*others[:index], goal, *others[index:]))

    def without(self, goal_id: int) -> GoalBoard:
        """Return the list without that goal, which can be restored."""
        goal, index = self.find(goal_id), self.index(goal_id)
        others = tuple(other for other in self.goals if other.goal_id != goal_id)
        now = 0 if self.now == goal_id else self.now
        return replace(self, goals=others, now=now, deleted=goal, deleted_at_index=index)

    def restored(self) -> GoalBoard:
        """Return the list with the goal that was deleted last back in its place."""
        if self.deleted is None:
            return self
        index = min(self.deleted_at_index, len(self.goals))
        goals = (*self.goals[:index], self.deleted, *self.goals[index:])
        return replace(self, goals=goals, deleted=None, deleted_at_index=0)


def clean_goal(value: object) -> str:
    """Return a goal of 1 to 140 code points on one line. Raises RoomError `goal_*`."""
    return clean(value, what='A goal', code='goal', limit=GOAL_LENGTH)

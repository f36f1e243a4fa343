"""A person's own goals, and the one they work on now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from studyroom.room.errors import RoomError
from studyroom.room.event import Fact
from studyroom.room.goal_board import GoalBoard, clean_goal
from studyroom.room.permissions import Act, Audience
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts


SET_GOALS = Act('set goals')


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFact(Fact):
    """A change to one person's own list, in which `goal_id` counts 1, 2, 3. Nobody else hears of it."""

    audience: ClassVar[Audience] = Audience.SELF
    goal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded(GoalFact):
    """A goal of 1 to 140 code points was added at the end of the list."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEdited(GoalFact):
    """The goal has new words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChecked(GoalFact):
    """The goal is done, or open again."""

    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMoved(GoalFact):
    """The goal moved to `index` in the list; 0 is the top."""

    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDeleted(GoalFact):
    """The goal was taken off the list; the one deleted last can be restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRestored(GoalFact):
    """The goal deleted last is back in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowSet(Fact):
    """The goal that a person works on now, shown to everyone; id 0 and no text for none."""

    goal_id: int
    text: str


def _with_board(fact: Fact, before: RoomFacts, board: GoalBoard) -> Mapping[str, GoalBoard]:
    return {**before.goals, fact.by: board}


@rule(GoalAdded)
def _goal_added(fact: GoalAdded, before: RoomFacts) -> Changes:
    return {'goals': _with_board(fact, before, before.board(fact.by).added(fact.goal_id, fact.text))}


@rule(GoalEdited)
def _goal_edited(fact: GoalEdited, before: RoomFacts) -> Changes:
    board = before.board(fact.by)
    return {'goals': _with_board(fact, before, board.changed(replace(board.find(fact.goal_id), text=fact.text)))}


@rule(GoalChecked)
def _goal_checked(fact: GoalChecked, before: RoomFacts) -> Changes:
    board = before.board(fact.by)
    return {'goals': _with_board(fact, before, board.changed(replace(board.find(fact.goal_id), done=fact.done)))}


@rule(GoalMoved)
def _goal_moved(fact: GoalMoved, before: RoomFacts) -> Changes:
    return {'goals': _with_board(fact, before, before.board(fact.by).moved(fact.goal_id, fact.index))}


@rule(GoalDeleted)
def _goal_deleted(fact: GoalDeleted, before: RoomFacts) -> Changes:
    return {'goals': _with_board(fact, before, before.board(fact.by).without(fact.goal_id))}


@rule(GoalRestored)
def _goal_restored(fact: GoalRestored, before: RoomFacts) -> Changes:
    return {'goals': _with_board(fact, before, before.board(fact.by).restored())}


@rule(NowSet)
def _now_set(fact: NowSet, before: RoomFacts) -> Changes:
    board = replace(before.board(fact.by), now=fact.goal_id)
    return {'goals': _with_board(fact, before, board), 'people': {fact.by: {'now': fact.text}}}


def add_goal(scene: Scene, text: object, *, now: bool = False) -> Sequence[Fact]:
    """Add a goal of 1 to 140 code points: GoalAdded, and NowSet if it is the one to work on `now`.

    Raises RoomError `goal_*` or `too_many_goals`.
    """
    words, board = clean_goal(text), _own(scene)
    board.check_room()
    added = GoalAdded(**scene.stamp, goal_id=board.next_id, text=words)
    return [added, _now(scene, board.next_id, words)] if now else [added]


def edit_goal(scene: Scene, goal_id: object, text: object) -> Sequence[Fact]:
    """Change the words of a goal: GoalEdited. Does nothing if they are the same. Raises RoomError `goal_*`."""
    words, board = clean_goal(text), _own(scene)
    goal = board.find(goal_id)
    if goal.text == words:
        return []
    edited = GoalEdited(**scene.stamp, goal_id=goal.goal_id, text=words)
    return [edited, _now(scene, goal.goal_id, words)] if board.now == goal.goal_id else [edited]


def check_goal(scene: Scene, goal_id: object, done: bool) -> Sequence[Fact]:
    """Tick a goal off, or open it again: GoalChecked. A goal that is done is no longer worked on (NowSet)."""
    board = _own(scene)
    goal = board.find(goal_id)
    if goal.done is bool(done):
        return []
    checked = GoalChecked(**scene.stamp, goal_id=goal.goal_id, done=bool(done))
    return [checked, _now(scene, 0, '')] if done and board.now == goal.goal_id else [checked]


def move_goal(scene: Scene, goal_id: object, index: object) -> Sequence[Fact]:
    """Put a goal at `index` (0 is the top): GoalMoved. Raises RoomError `bad_index`."""
    board = _own(scene)
    goal = board.find(goal_id)
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(board.goals):
        raise RoomError('bad_index', 'There is no such place in the list.')
    if board.index(goal.goal_id) == index:
        return []
    return [GoalMoved(**scene.stamp, goal_id=goal.goal_id, index=index)]


def delete_goal(scene: Scene, goal_id: object) -> Sequence[Fact]:
    """Take a goal off the list: GoalDeleted. `restore_goal` brings the last one back."""
    board = _own(scene)
    goal = board.find(goal_id)
    deleted = GoalDeleted(**scene.stamp, goal_id=goal.goal_id)
    return [_now(scene, 0, ''), deleted] if board.now == goal.goal_id else [deleted]


def restore_goal(scene: Scene) -> Sequence[Fact]:
    """Bring the goal deleted last back to its place: GoalRestored. Does nothing if there is none."""
    board = _own(scene)
    if board.deleted is None:
        return []
    board.check_room()
    return [GoalRestored(**scene.stamp, goal_id=board.deleted.goal_id)]


def work_on(scene: Scene, goal_id: object) -> Sequence[Fact]:
    """Show this goal beside one's name, or none for 0: NowSet. A goal that was done is opened again (GoalChecked)."""
    board = _own(scene)
    if goal_id == 0:
        return [_now(scene, 0, '')] if board.now else []
    goal = board.find(goal_id)
    if board.now == goal.goal_id:
        return []
    chosen = _now(scene, goal.goal_id, goal.text)
    reopened = GoalChecked(**scene.stamp, goal_id=goal.goal_id, done=False)
    return [reopened, chosen] if goal.done else [chosen]


def intend(scene: Scene, text: object) -> Sequence[Fact]:
    """Say what one will finish: the open goal with these words, or a new one, becomes the one worked on."""
    words = clean_goal(text)
    same = [goal for goal in _own(scene).goals if goal.text == words and not goal.done]
    return work_on(scene, same[0].goal_id) if same else add_goal(scene, words, now=True)


def _own(scene: Scene) -> GoalBoard:
    """Return the goals of the person who acts, if they may set goals."""
    scene.actor(SET_GOALS)
    return scene.facts.board(scene.by)


def _now(scene: Scene, goal_id: int, text: str) -> NowSet:
    return NowSet(**scene.stamp, goal_id=goal_id, text=text)

"""Rules: what each fact does to the state of a room. A noun keeps its rules in its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from studyroom.room.event import Fact

if TYPE_CHECKING:
    from studyroom.room.chat import ChatLog
    from studyroom.room.config import RoomConfig
    from studyroom.room.facts import RoomFacts
    from studyroom.room.focus_timer import FocusTimer
    from studyroom.room.goal_board import GoalBoard
    from studyroom.room.seats import Participant

F = TypeVar('F', bound=Fact)
Rule = Callable[[F, 'RoomFacts'], 'Changes']
_RULES: dict[type[Fact], list[Rule[Any]]] = {}


class Changes(TypedDict, total=False):
    """The fields of RoomFacts to which a fact gives a new value."""

    config: RoomConfig
    timer: FocusTimer
    people: Mapping[str, Mapping[str, object]]
    """By seat, the fields of Participant that get a new value. Several nouns may change different ones."""
    seats: Mapping[str, Participant]
    goals: Mapping[str, GoalBoard]
    chat: ChatLog
    timer_by: str
    timer_verb: str
    timer_at: float
    timer_seq: int
    undoable: FocusTimer | None
    focus_ended_at: float


def rule(*kinds: type[F]) -> Callable[[Rule[F]], Rule[F]]:
    """Register the decorated function as a rule for these facts and their subclasses.

    It is given the fact and the room as it was before, and uses no clock, no randomness and no I/O. Any number of nouns
    may have a rule for one fact, in any order: each of them changes fields, of the room or of a person, that no other
    rule changes.
    """

    def register(function: Rule[F]) -> Rule[F]:
        for kind in kinds:
            _RULES.setdefault(kind, []).append(function)
        return function

    return register


def rules_for(kind: type[Fact]) -> tuple[Rule[Any], ...]:
    """Return the rules for facts of this class. Raises TypeError if there are none: every fact changes something."""
    found = tuple(function for base in kind.__mro__ for function in _RULES.get(base, ()))
    if not found:
        raise TypeError(f'no rule for {kind.__name__}')
    return found


def changes_by(fact: Fact, before: RoomFacts) -> dict[str, Any]:
    """Return what `fact` changes, by field of RoomFacts. Raises TypeError if two rules change the same field."""
    found: dict[str, Any] = {}
    people: dict[str, dict[str, object]] = {}
    for function in rules_for(type(fact)):
        changes: Any = dict(function(fact, before))
        for seat, fields in changes.pop('people', {}).items():
            _add(people.setdefault(seat, {}), fields, fact)
        _add(found, changes, fact)
    if people:
        seats: Mapping[str, Participant] = found.get('seats', before.seats)
        changed = {seat: replace(seats[seat], **fields) for seat, fields in people.items()}  # type: ignore[arg-type]
        found['seats'] = {**seats, **changed}
    return found


def _add(found: dict[str, Any], more: Mapping[str, Any], fact: Fact) -> None:
    twice = found.keys() & more.keys()
    if twice:
        raise TypeError(f'two rules for {type(fact).__name__} change {", ".join(sorted(twice))}')
    found.update(more)

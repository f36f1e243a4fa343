"""Everything a room remembers, and how facts change it, without a clock, randomness or I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studyroom.room.chat import ChatLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import Fact, RoomOpened
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.goal_board import GoalBoard
from studyroom.room.media import MediaState
from studyroom.room.rules import changes_by
from studyroom.room.seats import Participant
from studyroom.room.state import RoomState
from studyroom.room.timer import phase_ends


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """Everything a room remembers, after the fact numbered `seq`, which happened at `updated_at`."""

    config: RoomConfig
    timer: FocusTimer
    seq: int = 0
    updated_at: float = 0.0
    seats: Mapping[str, Participant] = field(default_factory=dict)
    goals: Mapping[str, GoalBoard] = field(default_factory=dict)
    chat: ChatLog = ChatLog()
    timer_by: str = ''
    timer_verb: str = ''
    timer_at: float = 0.0
    timer_seq: int = 0
    undoable: FocusTimer | None = None
    focus_ended_at: float = 0.0

    @classmethod
    def of(cls, fact: RoomOpened) -> RoomFacts:
        """Return the state of a room that has just been opened."""
        return cls(fact.config, FocusTimer.fresh(fact.config.rhythm), seq=fact.seq, updated_at=fact.at)

    def board(self, seat: str) -> GoalBoard:
        """Return the goals of a person."""
        return self.goals.get(seat, GoalBoard())

    def person(self, seat: str) -> Participant | None:
        """Return the person who sits in `seat`; None for a visitor and for a person who left."""
        participant = self.seats.get(seat)
        return None if participant is None or participant.left else participant

    def state(self, room_id: str, present: Mapping[Participant, MediaState]) -> RoomState:
        """Return what the public may see, with these people in it, each with what they send."""
        media = {person.name: sends for person, sends in present.items()}
        return RoomState(room_id, self.config, self.timer, tuple(present), self.updated_at, self.seq, media)

    @property
    def holding(self) -> bool:
        """Whether a message written now waits for the bell."""
        return self.config.hold_notes and self.timer.in_focus


def applied(facts: RoomFacts, fact: Fact) -> RoomFacts:
    """Return the state after `fact`. Deterministic: the same facts give the same state on every machine."""
    if isinstance(fact, RoomOpened):
        return RoomFacts.of(fact)
    return replace(facts, **changes_by(fact, facts), seq=fact.seq, updated_at=max(facts.updated_at, fact.at))


def brought_forward(facts: RoomFacts, room_id: str, now: float) -> RoomFacts:
    """Return the state that waking the room at `now` would give: phases that are due have ended, already numbered."""
    facts = replace(facts, timer=facts.timer.bounded(now))
    for fact in phase_ends(room_id, facts.timer, now):
        facts = applied(facts, replace(fact, seq=facts.seq + 1))
    return facts

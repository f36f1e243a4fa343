"""Everything that can happen in a room."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Self

from studyroom.config import RoomConfig
from studyroom.timer import FocusTimer, Phase


class Audience(StrEnum):
    """Who may hear of an event: everyone in the room, or only the person who acted."""

    ROOM = 'room'
    SELF = 'self'


class Answer(StrEnum):
    """How a focus went."""

    DONE = 'done'
    PARTLY = 'partly'
    NOT_YET = 'not_yet'


class PersonStatus(StrEnum):
    """What a person says of themselves; `follows` shows the phase of the room."""

    FOLLOWS = 'follows'
    FOCUSING = 'focusing'
    BREAK = 'break'
    AWAY = 'away'


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`at` is an instant (seconds since 1970); `by` the seat that acted, empty for the room itself."""

    audience: ClassVar[Audience] = Audience.ROOM
    room_id: str
    at: float
    by: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Event):
    """Stored and numbered: `seq` counts 1, 2, 3 in each room (0: not stored yet); `v` is the version of the class."""

    v: ClassVar[int] = 1
    seq: int = 0

    def erased(self) -> Self:
        """The same fact without the words of a person, for overwriting what is stored."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Fact):
    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfigured(Fact):
    """Title, listing or holding of notes changed; goal and rhythm have facts of their own."""

    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomGoalSet(Fact):
    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Fact):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft(Fact):
    """By the Leave button: goals stay, the seat is free until it is taken again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Fact):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Fact):
    about: str = ''

    def erased(self) -> Self:
        return replace(self, about='')


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnded(Fact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFact(Fact):
    """Carries the timer as it is from now on."""

    timer: FocusTimer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted(TimerFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPaused(TimerFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerResumed(TimerFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSkipped(TimerFact):
    skipped: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerReset(TimerFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAdded(TimerFact):
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmSet(TimerFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRestored(TimerFact):
    """A skip or a reset was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEnded(TimerFact):
    """`at` is the deadline, also when it was noticed later."""

    ended: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Fact):
    name: str
    text: str
    held: bool = False

    def erased(self) -> Self:
        return replace(self, text='')


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Fact):
    line_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFact(Fact):
    audience: ClassVar[Audience] = Audience.SELF
    goal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded(GoalFact):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEdited(GoalFact):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChecked(GoalFact):
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMoved(GoalFact):
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDeleted(GoalFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRestored(GoalFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NowSet(Fact):
    """The goal that a person works on now, shown to all; id 0 and no text for none."""

    goal_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAnswered(Fact):
    answer: Answer
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceEvent(Event):
    """True only while connections live: never stored, never numbered."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCame(PresenceEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReconnecting(PresenceEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReturned(PresenceEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGone(PresenceEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(PresenceEvent):
    status: PersonStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHeld(PresenceEvent):
    """Another tab of the same person holds the seat now."""

    audience: ClassVar[Audience] = Audience.SELF
    tab: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWoke(Event):
    """The room is back in memory and in the lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSlept(Event):
    """The room left memory and lists; its log stays."""


FACTS: dict[str, type[Fact]] = {
    fact.__name__: fact
    for fact in (
        RoomOpened, RoomConfigured, RoomGoalSet, SeatTaken, SeatLeft, Renamed, HelpAsked, HelpEnded,
        TimerStarted, TimerPaused, TimerResumed, PhaseSkipped, TimerReset, TimeAdded, RhythmSet,
        TimerRestored, PhaseEnded,
        MessageSent, MessageDeleted,
        GoalAdded, GoalEdited, GoalChecked, GoalMoved, GoalDeleted, GoalRestored, NowSet, FocusAnswered,
    )
}  # fmt: skip

TIMER_FACTS = tuple(fact for fact in FACTS.values() if issubclass(fact, TimerFact))

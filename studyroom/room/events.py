"""Everything that can happen in a room."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from studyroom.room.config import RoomConfig
from studyroom.room.event import Event as Event
from studyroom.room.event import Fact as Fact
from studyroom.room.goals import Answer
from studyroom.room.permissions import Audience
from studyroom.room.presence import MediaState, PersonStatus
from studyroom.room.timer import FocusTimer, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Fact):
    """The first fact of every room."""

    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfigured(Fact):
    """Title, listing or holding of notes changed; goal and rhythm have facts of their own."""

    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomGoalSet(Fact):
    """The goal of the whole room, at most 120 code points; empty for none."""

    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Fact):
    """A person sat down, for the first time or again after leaving; `by` is the seat, `name` what it is called."""

    name: str
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft(Fact):
    """By the Leave button: goals stay, the seat is free until it is taken again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Fact):
    """The person in seat `by` has another name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Fact):
    """A call for help, with up to 140 code points of what it is about."""

    about: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnded(Fact):
    """The person who called took the call back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFact(Fact):
    """Carries the timer as it is from now on."""

    timer: FocusTimer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted(TimerFact):
    """A phase began to run in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPaused(TimerFact):
    """The phase stands, with what is left of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerResumed(TimerFact):
    """A paused phase runs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSkipped(TimerFact):
    """`skipped` was left before its end; can be undone for 5 s."""

    skipped: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerReset(TimerFact):
    """The timer stands at a full focus; can be undone for 5 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAdded(TimerFact):
    """The phase became longer by `seconds`."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmSet(TimerFact):
    """New lengths; a phase under way keeps its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRestored(TimerFact):
    """A skip or a reset was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWentBack(TimerFact):
    """The server's clock was set back while it was off; the phase lasts no longer than its full length from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEnded(TimerFact):
    """`at` is the deadline, also when it was noticed later."""

    ended: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Fact):
    """`name` is that of the person then; `held`: it waits for the bell."""

    name: str
    text: str
    held: bool = False

    def erased(self) -> Self:
        return replace(self, text='')


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Fact):
    """The person who wrote it took it back; what was stored of it is overwritten."""

    line_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFact(Fact):
    """Of one person's own list: `goal_id` counts 1, 2, 3 in it; nobody else hears of it."""

    audience: ClassVar[Audience] = Audience.SELF
    goal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded(GoalFact):
    """At the end of the list, 1 to 140 code points."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEdited(GoalFact):
    """The words of the goal are these now."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChecked(GoalFact):
    """The goal is done, or open again."""

    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMoved(GoalFact):
    """The goal stands at `index` of the list; 0 is the top."""

    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDeleted(GoalFact):
    """The goal is off the list; the one deleted last can be restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRestored(GoalFact):
    """The goal deleted last is back in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowSet(Fact):
    """The goal that a person works on now, shown to all; id 0 and no text for none."""

    goal_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAnswered(Fact):
    """How the focus went, and the goal it was about; `text` is empty without one."""

    answer: Answer
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceEvent(Event):
    """True only while connections live: never stored, never numbered."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCame(PresenceEvent):
    """The first page of a seat came to life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReconnecting(PresenceEvent):
    """No page of the seat is connected; it is kept for the grace (90 s unless set otherwise)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReturned(PresenceEvent):
    """A page of the seat is connected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGone(PresenceEvent):
    """The last page of the seat will not come back, or the person left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(PresenceEvent):
    """What a person says of themselves; `follows` again when the phase changes, unless they are away."""

    status: PersonStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaChanged(PresenceEvent):
    """What a person sends by microphone, camera and screen; ends with events.PersonGone, too."""

    state: MediaState


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


_KINDS = [kind for kind in tuple(globals().values()) if isinstance(kind, type) and issubclass(kind, Fact)]
FACTS: dict[str, type[Fact]] = {kind.__name__: kind for kind in _KINDS if kind not in {Fact, TimerFact, GoalFact}}
TIMER_FACTS = tuple(fact for fact in FACTS.values() if issubclass(fact, TimerFact))

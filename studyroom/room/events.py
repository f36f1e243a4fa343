"""All that can happen in a room: the events of every noun, in one place to import them from."""

from studyroom.room.answers import FocusAnswered
from studyroom.room.chat import MessageDeleted, MessageSent
from studyroom.room.config import RoomConfigured, RoomGoalSet, RoomOpened
from studyroom.room.event import Event, Fact, PresenceEvent
from studyroom.room.goals import (
    GoalAdded,
    GoalChecked,
    GoalDeleted,
    GoalEdited,
    GoalFact,
    GoalMoved,
    GoalRestored,
    NowSet,
)
from studyroom.room.help import HelpAsked, HelpEnded
from studyroom.room.lifecycle import RoomSlept, RoomWoke
from studyroom.room.media import MediaChanged
from studyroom.room.presence import PersonCame, PersonGone, PersonReconnecting, PersonReturned, SeatHeld
from studyroom.room.seats import Renamed, SeatLeft, SeatTaken
from studyroom.room.status import StatusSet
from studyroom.room.timer import (
    ClockWentBack,
    PhaseEnded,
    PhaseSkipped,
    RhythmSet,
    TimeAdded,
    TimerFact,
    TimerPaused,
    TimerReset,
    TimerRestored,
    TimerResumed,
    TimerStarted,
)

KINDS: tuple[type[Event], ...] = (
    RoomOpened, RoomConfigured, RoomGoalSet, RoomWoke, RoomSlept,
    SeatTaken, SeatLeft, Renamed, HelpAsked, HelpEnded,
    TimerStarted, TimerPaused, TimerResumed, PhaseSkipped, PhaseEnded,
    TimerReset, TimeAdded, RhythmSet, TimerRestored, ClockWentBack,
    MessageSent, MessageDeleted,
    GoalAdded, GoalEdited, GoalChecked, GoalMoved, GoalDeleted, GoalRestored, NowSet, FocusAnswered,
    PersonCame, PersonReconnecting, PersonReturned, PersonGone, SeatHeld, StatusSet, MediaChanged,
)  # fmt: skip
"""Every event that can happen, by noun."""
FACTS: dict[str, type[Fact]] = {kind.__name__: kind for kind in KINDS if issubclass(kind, Fact)}
"""Every fact by the name under which it is stored."""
TIMER_FACTS = tuple(kind for kind in FACTS.values() if issubclass(kind, TimerFact))

"""The durable state of a room, and what each fact does to it: no clock, no chance, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch

from studyroom.room import events
from studyroom.room.chat import ChatLog, ChatMessage, LineKind
from studyroom.room.config import RoomConfig, RoomState
from studyroom.room.events import Fact, TimerFact
from studyroom.room.goals import GoalBoard
from studyroom.room.media import MediaState
from studyroom.room.presence import Participant
from studyroom.room.timer import FocusTimer, Phase, Status

GUESTS_KEPT = 100


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

    def board(self, seat: str) -> GoalBoard:
        return self.goals.get(seat, GoalBoard())

    def with_board(self, seat: str, board: GoalBoard) -> 'RoomFacts':
        return replace(self, goals={**self.goals, seat: board})

    def with_seat(self, participant: Participant) -> 'RoomFacts':
        return replace(self, seats={**self.seats, participant.seat: participant})

    def changed(self, seat: str, **changes: object) -> 'RoomFacts':
        return self.with_seat(replace(self.seats[seat], **changes))  # type: ignore[arg-type]

    def state(self, room_id: str, sends: Mapping[str, MediaState]) -> RoomState:
        """What the public may see, with these people in it: each name with what it sends."""
        return RoomState(room_id, self.config, self.timer, tuple(sends), self.updated_at, self.seq, sends)

    def without_old_guests(self) -> 'RoomFacts':
        """Forget guests, but for the 100 that left last and who changed the timer: their names are still shown."""
        gone = [seat for seat, person in self.seats.items() if person.guest and person.left]
        old = set(gone[:-GUESTS_KEPT]) - {self.timer_by}
        seats = {seat: person for seat, person in self.seats.items() if seat not in old}
        goals = {seat: board for seat, board in self.goals.items() if seat not in old}
        return replace(self, seats=seats, goals=goals) if old else self

    @property
    def holding(self) -> bool:
        """Whether a message said now waits for the bell."""
        return self.config.hold_notes and self.timer.phase is Phase.FOCUS and self.timer.status is not Status.IDLE


def applied(facts: RoomFacts, fact: Fact) -> RoomFacts:
    """The state after `fact`. Deterministic: the same facts give the same state on every machine."""
    return replace(_apply(fact, facts), seq=fact.seq, updated_at=max(facts.updated_at, fact.at))


def opened(fact: events.RoomOpened) -> RoomFacts:
    """The state of a room that has just been opened."""
    return RoomFacts(fact.config, FocusTimer.fresh(fact.config.rhythm), seq=fact.seq, updated_at=fact.at)


def ends(room_id: str, timer: FocusTimer, now: float) -> list[Fact]:
    """Each phase end that is due by `now`, at its own deadline."""
    due: list[Fact] = []
    for at, after in timer.advance(now):
        due.append(events.PhaseEnded(room_id=room_id, at=at, timer=after, ended=timer.phase))
        timer = after
    return due


def brought_forward(facts: RoomFacts, room_id: str, now: float) -> RoomFacts:
    """The state that waking the room at `now` will give: what is due has happened, with the numbers it will have."""
    facts = replace(facts, timer=facts.timer.bounded(now))
    for fact in ends(room_id, facts.timer, now):
        facts = applied(facts, replace(fact, seq=facts.seq + 1))
    return facts


@singledispatch
def _apply(fact: Fact, facts: RoomFacts) -> RoomFacts:
    raise TypeError(f'no rule for {type(fact).__name__}')


@_apply.register
def _(fact: events.RoomOpened, facts: RoomFacts) -> RoomFacts:
    return opened(fact)


@_apply.register
def _(fact: events.RoomConfigured, facts: RoomFacts) -> RoomFacts:
    changed = replace(facts, config=fact.config)
    if fact.config.hold_notes or not facts.config.hold_notes:
        return changed
    return replace(changed, chat=facts.chat.delivered(fact.seq, fact.at))


@_apply.register
def _(fact: events.RoomGoalSet, facts: RoomFacts) -> RoomFacts:
    return replace(facts, config=replace(facts.config, goal=fact.goal))


@_apply.register
def _(fact: events.SeatTaken, facts: RoomFacts) -> RoomFacts:
    if fact.by in facts.seats:
        return facts.changed(fact.by, name=fact.name, since=fact.at, left=False)
    return facts.with_seat(Participant(fact.by, fact.name, fact.at, guest=fact.guest))


@_apply.register
def _(fact: events.SeatLeft, facts: RoomFacts) -> RoomFacts:
    person = replace(facts.seats[fact.by], left=True, needs_help=False, help_about='', answer='', answered='')
    others = {seat: other for seat, other in facts.seats.items() if seat != fact.by}
    return replace(facts, seats={**others, fact.by: person}).without_old_guests()  # who left last stands last


@_apply.register
def _(fact: events.Renamed, facts: RoomFacts) -> RoomFacts:
    return facts.changed(fact.by, name=fact.name)


@_apply.register
def _(fact: events.HelpAsked, facts: RoomFacts) -> RoomFacts:
    name = facts.seats[fact.by].name
    line = ChatMessage(f'h{fact.seq}', LineKind.HELP, fact.at, fact.by, name, fact.about)
    asked = facts.changed(fact.by, needs_help=True, help_about=fact.about)
    return replace(asked, chat=facts.chat.said(line))


@_apply.register
def _(fact: events.HelpEnded, facts: RoomFacts) -> RoomFacts:
    return facts.changed(fact.by, needs_help=False, help_about='')


@_apply.register
def _(fact: TimerFact, facts: RoomFacts) -> RoomFacts:
    undoable = facts.timer if isinstance(fact, events.PhaseSkipped | events.TimerReset) else None
    config = replace(facts.config, rhythm=fact.timer.rhythm)
    changed = replace(facts, timer=fact.timer, undoable=undoable, config=config)
    if not isinstance(fact, events.TimeAdded | events.RhythmSet | events.ClockWentBack):
        verb = type(fact).__name__
        changed = replace(changed, timer_by=fact.by, timer_verb=verb, timer_at=fact.at, timer_seq=fact.seq)
    if isinstance(fact, events.TimerRestored):
        return replace(changed, chat=_unrung(facts.chat, facts.timer_seq, fact))
    return _bells(fact, facts, changed)


def _bells(fact: TimerFact, before: RoomFacts, after: RoomFacts) -> RoomFacts:
    was, now = _in_focus(before.timer), _in_focus(after.timer)
    if was and not now:
        line = ChatMessage(f'e{fact.seq}', LineKind.FOCUS_ENDED, fact.at)
        chat = after.chat.said(line).delivered(fact.seq, fact.at)
        ended_at = after.focus_ended_at if isinstance(fact, events.TimerReset) else fact.at
        after = replace(after, chat=chat, focus_ended_at=ended_at)
    if now and not was:
        seats = {seat: replace(person, answer='', answered='') for seat, person in after.seats.items()}
        line = ChatMessage(f'b{fact.seq}', LineKind.FOCUS_BEGAN, fact.at)
        after = replace(after, chat=after.chat.said(line), seats=seats)
    return after


def _in_focus(timer: FocusTimer) -> bool:
    return timer.phase is Phase.FOCUS and timer.status is not Status.IDLE


def _unrung(chat: ChatLog, undone_seq: int, fact: events.TimerRestored) -> ChatLog:
    """Without the bells of what was undone; notes written since do not wait for a focus that never was."""
    quiet = chat.without(f'e{undone_seq}').without(f'b{undone_seq}')
    return quiet if _in_focus(fact.timer) else quiet.delivered(fact.seq, fact.at)


@_apply.register
def _(fact: events.MessageSent, facts: RoomFacts) -> RoomFacts:
    line = ChatMessage(f'm{fact.seq}', LineKind.MESSAGE, fact.at, fact.by, fact.name, fact.text)
    return replace(facts, chat=facts.chat.holding(line) if fact.held else facts.chat.said(line))


@_apply.register
def _(fact: events.MessageDeleted, facts: RoomFacts) -> RoomFacts:
    return replace(facts, chat=facts.chat.without(fact.line_id))


@_apply.register
def _(fact: events.GoalAdded, facts: RoomFacts) -> RoomFacts:
    return facts.with_board(fact.by, facts.board(fact.by).added(fact.goal_id, fact.text))


@_apply.register
def _(fact: events.GoalEdited, facts: RoomFacts) -> RoomFacts:
    board = facts.board(fact.by)
    return facts.with_board(fact.by, board.changed(replace(board.find(fact.goal_id), text=fact.text)))


@_apply.register
def _(fact: events.GoalChecked, facts: RoomFacts) -> RoomFacts:
    board = facts.board(fact.by)
    return facts.with_board(fact.by, board.changed(replace(board.find(fact.goal_id), done=fact.done)))


@_apply.register
def _(fact: events.GoalMoved, facts: RoomFacts) -> RoomFacts:
    return facts.with_board(fact.by, facts.board(fact.by).moved(fact.goal_id, fact.index))


@_apply.register
def _(fact: events.GoalDeleted, facts: RoomFacts) -> RoomFacts:
    return facts.with_board(fact.by, facts.board(fact.by).without(fact.goal_id))


@_apply.register
def _(fact: events.GoalRestored, facts: RoomFacts) -> RoomFacts:
    return facts.with_board(fact.by, facts.board(fact.by).restored())


@_apply.register
def _(fact: events.NowSet, facts: RoomFacts) -> RoomFacts:
    chosen = facts.with_board(fact.by, replace(facts.board(fact.by), now=fact.goal_id))
    return chosen.changed(fact.by, now=fact.text)


@_apply.register
def _(fact: events.FocusAnswered, facts: RoomFacts) -> RoomFacts:
    return facts.changed(fact.by, answer=fact.answer.value, answered=fact.text)

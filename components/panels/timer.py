"""The shared timer: ring and digits, one main button for the likely next step, and the others beside it."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.acts import act
from components.kit.countdown import Countdown
from components.kit.live import on, toast
from components.kit.markup import Tag
from components.kit.room_part import RoomPart, SharedCountdown, SharedView, part
from components.kit.tags import button, div, icon
from components.kit.timer_state import timer_state
from components.sheets.rhythm import open_rhythm_sheet
from studyroom.room.events import TIMER_FACTS, PhaseSkipped, TimerFact, TimerReset
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import Phase, Rhythm
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence

PHASE_WORDS = {
    Phase.FOCUS: Sentence('focus', 'focus'),
    Phase.BREAK: Sentence('break', 'break'),
    Phase.LONG: Sentence('long_break', 'long break'),
}


@dataclass(frozen=True, slots=True)
class ControlsRow:
    """The buttons under the ring. `does` is the main one's act, `phase` the phase that its click is meant for."""

    does: str
    main: str
    icon: str
    tip: str
    phase: str
    skip: str


@dataclass(frozen=True, slots=True)
class RhythmButton:
    """The lengths, such as "25 / 5, long break 15"."""

    words: str


def draw_controls(row: ControlsRow) -> Tag:
    """Draw the filled main button first, then the others."""
    main = button('btn btn--main', style='min-width:132px', on_click=act(row.does, row.phase), title=row.tip)
    ghost = button('btn btn--ghost')
    return div('desk__controls')[
        main[icon(row.icon), row.main],
        ghost(on_click=act('add', 1), title='Add one minute')[icon('plus', small=True), '1 min'],
        ghost(on_click=act('add', 5), title='Add five minutes')[icon('plus', small=True), '5 min'],
        ghost(on_click=act('skip', row.phase), title=row.skip)[icon('skip-forward', small=True), 'Skip'],
        ghost(on_click=act('reset'), title='Reset to a full focus')[icon('rotate-ccw', small=True), 'Reset'],
    ]


def draw_rhythm(row: RhythmButton) -> Tag:
    """Draw a button with the lengths."""
    return button('btn btn--ghost btn--small desk__rhythm', title='Change the lengths', on_click=act('rhythm'))[
        icon('timer', small=True), row.words, icon('chevron-down', small=True)
    ]


def timer_ring(room: Room, me: Participant) -> None:
    """Place the ring in the middle of the desk; it also sets the tab title, the favicon and the phase's colour."""
    part(room, Timer).countdown.place('ring')


def timer_controls(room: Room, me: Participant) -> None:
    """Place the line on when it ends and who started it, and the buttons: Start, Pause or Resume, minutes, Skip, Reset."""
    seat = me.seat
    Countdown(variant='note')
    view = part(room, Timer).controls.place()
    view.on_act('pause', lambda _, phase: room.pause(seat, _phase(phase)))
    view.on_act('start', lambda *_: room.start(seat))
    view.on_act('add', lambda _, count: room.add_minutes(seat, count))
    view.on_act('skip', lambda _, phase: room.skip(seat, _phase(phase)))
    view.on_act('reset', lambda *_: room.reset(seat))
    on(room, me, PhaseSkipped, TimerReset, do=lambda fact: _offer_undo(room, me, fact))


def rhythm_button(room: Room, me: Participant) -> None:
    """Place the rhythm of the room as a button that opens its sheet."""
    part(room, Timer).rhythm.place().on_act('rhythm', lambda *_: open_rhythm_sheet(room, me))


class Timer(RoomPart):
    """The timer of a room, as everyone sees it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.countdown = SharedCountdown(lambda: timer_state(room))
        self.controls = SharedView(room, draw_controls, lambda: controls_row(room.facts.timer))
        self.rhythm = SharedView(room, draw_rhythm, lambda: rhythm_row(room.facts.timer.rhythm))
        self.on(*TIMER_FACTS, do=self._changed)

    def _changed(self, fact: TimerFact) -> None:
        self.countdown.set(timer_state(self.room, fact))
        self.controls.show()
        self.rhythm.show()


def _phase(value: object) -> Phase | None:
    return Phase(value) if isinstance(value, str) and value in set(Phase) else None


def _offer_undo(room: Room, me: Participant, fact: TimerFact) -> None:
    """Offer to undo it, to the person who acted and to everyone else who may disagree."""
    icon = 'skip-forward' if isinstance(fact, PhaseSkipped) else 'rotate-ccw'
    toast(_what_was_done(room, me, fact), icon, 'Undo', lambda: room.undo(me.seat))


def _what_was_done(room: Room, me: Participant, fact: TimerFact) -> Sentence:
    name, phase = room.facts.seats[fact.by].name, PHASE_WORDS[fact.timer.phase]
    if fact.by == me.seat:
        if isinstance(fact, PhaseSkipped):
            return Sentence('you_skipped', 'You skipped to the {phase}', phase=phase)
        return Sentence('you_reset', 'You reset the timer')
    if isinstance(fact, PhaseSkipped):
        return Sentence('skipped', '{name} skipped to the {phase}', name=name, phase=phase)
    return Sentence('reset', '{name} reset the timer', name=name)


def controls_row(timer: FocusTimer) -> ControlsRow:
    """Return the row for a timer in this state."""
    does, main, icon, tip = _main_button(timer)
    after = PHASE_WORDS[timer.skip(0).phase]
    skip = Sentence('go_to_phase', 'Skip to the {phase}', phase=after)
    return ControlsRow(does, main, icon, tip, timer.phase.value, skip)


def _main_button(timer: FocusTimer) -> tuple[str, str, str, str]:
    if timer.status is Status.RUNNING:
        return 'pause', 'Pause', 'pause', 'Pause the timer for everyone (P)'
    if timer.status is Status.PAUSED:
        return 'start', 'Resume', 'play', 'Resume the timer for everyone (P)'
    phase = PHASE_WORDS[timer.phase]
    main = Sentence('start_phase', 'Start {phase}', phase=phase)
    return 'start', main, 'play', Sentence('start_phase_tip', 'Start {phase} for everyone (P)', phase=phase)


def rhythm_row(rhythm: Rhythm) -> RhythmButton:
    """Return the row for a rhythm, with the long break only if there is one."""
    lengths = {'focus': _minutes(rhythm.focus), 'short': _minutes(rhythm.short_break)}
    if not rhythm.rounds:
        return RhythmButton(Sentence('rhythm', '{focus} / {short}', **lengths))
    long = _minutes(rhythm.long_break)
    return RhythmButton(Sentence('rhythm_with_long', '{focus} / {short}, long break {long}', **lengths, long=long))


def _minutes(seconds: int) -> str:
    return f'{seconds / 60:g}'

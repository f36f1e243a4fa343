"""The shared timer: ring and digits, one main button for the likely next step, and the others beside it."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.acts import act
from components.kit.countdown import Countdown
from components.kit.live import on, toast
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import button, div, icon
from components.kit.timer_state import timer_state
from components.sheets.rhythm import open_rhythm_sheet
from studyroom.room.events import TIMER_FACTS, PhaseSkipped, RhythmSet, TimerFact, TimerReset
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
    countdown = Countdown(timer_state(room), variant='ring', on_resync=lambda: timer_state(room))
    on(room, me, *TIMER_FACTS, do=lambda fact: countdown.set(timer_state(room, fact)))


def timer_controls(room: Room, me: Participant) -> None:
    """Place the line on when it ends and who started it, and the buttons: Start, Pause or Resume, minutes, Skip, Reset."""
    seat = me.seat
    Countdown(variant='note')
    view = LiveView(draw_controls, controls_row(room.facts.timer))
    view.on_act('pause', lambda _, phase: room.pause(seat, _phase(phase)))
    view.on_act('start', lambda *_: room.start(seat))
    view.on_act('add', lambda _, count: room.add_minutes(seat, count))
    view.on_act('skip', lambda _, phase: room.skip(seat, _phase(phase)))
    view.on_act('reset', lambda *_: room.reset(seat))

    def changed(fact: TimerFact) -> None:
        view.show(controls_row(room.facts.timer))
        if isinstance(fact, PhaseSkipped | TimerReset):
            _offer_undo(room, me, fact)

    on(room, me, *TIMER_FACTS, do=changed)


def rhythm_button(room: Room, me: Participant) -> None:
    """Place the rhythm of the room as a button that opens its sheet."""
    view = LiveView(draw_rhythm, rhythm_row(room.facts.timer.rhythm)).on_act(
        'rhythm', lambda *_: open_rhythm_sheet(room, me)
    )
    on(room, me, RhythmSet, do=lambda _: view.show(rhythm_row(room.facts.timer.rhythm)))


def _phase(value: object) -> Phase | None:
    return Phase(value) if isinstance(value, str) and value in set(Phase) else None


def _offer_undo(room: Room, me: Participant, fact: PhaseSkipped | TimerReset) -> None:
    """Offer to undo it, to the person who acted and to everyone else who may disagree."""
    icon = 'skip-forward' if isinstance(fact, PhaseSkipped) else 'rotate-ccw'
    toast(_what_was_done(room, me, fact), icon, 'Undo', lambda: room.undo(me.seat))


def _what_was_done(room: Room, me: Participant, fact: PhaseSkipped | TimerReset) -> Sentence:
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

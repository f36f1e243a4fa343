"""The shared timer: ring and digits, one main button that is the next sensible thing, the others beside it."""

from __future__ import annotations

from typing import Any

from components.kit.countdown import Countdown
from components.kit.live import on, toast
from components.kit.live_view import LiveView
from components.kit.timer_state import timer_state
from components.sheets.rhythm import open_rhythm_sheet
from studyroom.room.events import TIMER_FACTS, PhaseSkipped, RhythmSet, TimerFact, TimerReset
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence

PHASE_WORDS = {
    Phase.FOCUS: Sentence('focus', 'focus'),
    Phase.BREAK: Sentence('break', 'break'),
    Phase.LONG: Sentence('long_break', 'long break'),
}

CONTROLS = """
<div class="desk__controls">
  <button type="button" class="btn btn--main" style="min-width:132px" @click="act(row.does, row.phase)" :title="row.tip">
    <icon :name="row.icon"/>{{ row.main }}</button>
  <button type="button" class="btn btn--ghost" @click="act('add', 1)" title="One minute more"><icon name="plus" small/>1 min</button>
  <button type="button" class="btn btn--ghost" @click="act('add', 5)" title="Five minutes more"><icon name="plus" small/>5 min</button>
  <button type="button" class="btn btn--ghost" @click="act('skip', row.phase)" :title="row.skip"><icon name="skip-forward" small/>Skip</button>
  <button type="button" class="btn btn--ghost" @click="act('reset')" title="Back to a full focus"><icon name="rotate-ccw" small/>Reset</button>
</div>
"""
RHYTHM = """
<button type="button" class="btn btn--ghost btn--small desk__rhythm" title="Change the lengths" @click="act('rhythm')">
  <icon name="timer" small/>{{ row.words }}<icon name="chevron-down" small/></button>
"""


def timer_ring(room: Room, me: Participant) -> None:
    """The ring in the middle of the desk; it also sets tab title, favicon and the colour of the hour."""
    countdown = Countdown(timer_state(room), variant='ring', on_resync=lambda: timer_state(room))
    on(room, me, *TIMER_FACTS, do=lambda fact: countdown.set(timer_state(room, fact)))


def timer_controls(room: Room, me: Participant) -> None:
    """When it ends and who started it; Start, Pause or Resume; minutes, Skip, Reset."""
    seat = me.seat
    Countdown(variant='note')
    view = LiveView(CONTROLS, _controls(room.facts.timer))
    view.on_act('pause', lambda _, phase: room.pause(seat, _phase(phase)))
    view.on_act('start', lambda *_: room.start(seat))
    view.on_act('add', lambda _, count: room.add_minutes(seat, count))
    view.on_act('skip', lambda _, phase: room.skip(seat, _phase(phase)))
    view.on_act('reset', lambda *_: room.reset(seat))

    def changed(fact: TimerFact) -> None:
        view.show(_controls(room.facts.timer))
        if isinstance(fact, PhaseSkipped | TimerReset):
            _offer_undo(room, me, fact)

    on(room, me, *TIMER_FACTS, do=changed)


def rhythm_button(room: Room, me: Participant) -> None:
    """Which rhythm the room has; opens the sheet that changes it."""
    view = LiveView(RHYTHM, _rhythm(room)).on_act('rhythm', lambda *_: open_rhythm_sheet(room, me))
    on(room, me, RhythmSet, do=lambda _: view.show(_rhythm(room)))


def _phase(value: object) -> Phase | None:
    return Phase(value) if isinstance(value, str) and value in set(Phase) else None


def _offer_undo(room: Room, me: Participant, fact: PhaseSkipped | TimerReset) -> None:
    """To the person who acted, and to everyone else who is there to disagree."""
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


def _controls(timer: FocusTimer) -> dict[str, Any]:
    word = PHASE_WORDS[timer.phase]
    main, icon = {
        Status.RUNNING: ('Pause', 'pause'),
        Status.PAUSED: ('Resume', 'play'),
        Status.IDLE: (f'Start {word}', 'play'),
    }[timer.status]
    after = PHASE_WORDS[timer.skip(0).phase]
    tip = f'{main} the timer for everyone (P)' if timer.status is not Status.IDLE else f'{main} for everyone (P)'
    does = 'pause' if timer.status is Status.RUNNING else 'start'
    return {
        'does': does,
        'main': main,
        'icon': icon,
        'tip': tip,
        'phase': timer.phase.value,
        'skip': f'Go to the {after}',
    }


def _rhythm(room: Room) -> dict[str, str]:
    rhythm = room.facts.timer.rhythm
    words = f'{_minutes(rhythm.focus)} / {_minutes(rhythm.short_break)}'
    return {'words': f'{words}, long break {_minutes(rhythm.long_break)}' if rhythm.rounds else words}


def _minutes(seconds: int) -> str:
    return f'{seconds / 60:g}'

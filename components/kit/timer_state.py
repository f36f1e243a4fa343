"""The timer as a browser paints it: the milliseconds left, never an instant on the server's clock."""

from __future__ import annotations

from typing import Any

from studyroom.room.events import PhaseEnded, PhaseSkipped, TimerFact
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.room import Room

FRESH_SECONDS = 5.0
VERBS = {
    'TimerStarted': 'started',
    'TimerResumed': 'resumed',
    'TimerPaused': 'paused',
    'PhaseSkipped': 'skipped',
    'TimerReset': 'reset',
    'TimerRestored': 'restored',
    'PhaseEnded': 'rang',
}


def timer_state(room: Room, fact: TimerFact | None = None) -> dict[str, Any]:
    """Return all that Countdown needs; after `fact` also which bell to ring, unless it comes late after a sleep."""
    facts = room.facts
    person = facts.seats.get(facts.timer_by)
    by = {'verb': VERBS.get(facts.timer_verb, ''), 'name': person.name if person else '', 'at_ms': ms(facts.timer_at)}
    now = room.clock.now()
    bell = _bell(room, fact)
    return painted(facts.timer, now) | {'now_ms': ms(now), 'by': by} | ({'bell': bell} if bell else {})


def painted(timer: FocusTimer, now: float) -> dict[str, Any]:
    """Return the phase, the status, the time left and the rounds."""
    return {
        'phase': timer.phase.value,
        'status': timer.status.value,
        'remaining_ms': round(timer.remaining(now) * 1000),
        'total_ms': round(timer.total * 1000),
        'round': timer.round,
        'rounds': timer.rhythm.rounds,
        'done': timer.done,
    }


def ms(seconds: float) -> int:
    """Convert seconds to milliseconds, as browsers count; an instant becomes milliseconds since 1970."""
    return round(seconds * 1000)


def _bell(room: Room, fact: TimerFact | None) -> str | None:
    if isinstance(fact, PhaseEnded) and room.clock.now() - fact.at < FRESH_SECONDS:
        return fact.ended.value
    former = room.facts.undoable
    if isinstance(fact, PhaseSkipped) and former is not None and former.status is not Status.IDLE:
        return fact.skipped.value
    return None

"""The timer of a room: what happens to it, and what anyone may do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studyroom.room.errors import BadInput, RoomError
from studyroom.room.event import Fact
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.permissions import Act
from studyroom.room.rhythm import MINUTE, Phase, Rhythm
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts

CONTROL = Act('control the timer')
UNDO_SECONDS = 5.0
UNDO_LEEWAY_SECONDS = 0.5  # for the way from the screen to the server
MINUTES_ADDED = (1, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFact(Fact):
    """A change of the timer; `timer` is what it is from now on."""

    timer: FocusTimer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted(TimerFact):
    """A phase started in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPaused(TimerFact):
    """The phase was paused, with what is left of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerResumed(TimerFact):
    """A paused phase is running again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSkipped(TimerFact):
    """The phase `skipped` was left before its end; this can be undone for 5 s."""

    skipped: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerReset(TimerFact):
    """The timer went back to a full focus, stopped; this can be undone for 5 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAdded(TimerFact):
    """The phase was made longer by `seconds`."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmSet(TimerFact):
    """The rhythm has new lengths; a phase under way keeps its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRestored(TimerFact):
    """A skip or a reset was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWentBack(TimerFact):
    """The server's clock was set back while it was off; the phase now lasts at most its full length from `at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEnded(TimerFact):
    """The phase `ended` is over; `at` is its deadline, even if that was noticed later."""

    ended: Phase


@rule(TimerFact)
def _timer_changed(fact: TimerFact, before: RoomFacts) -> Changes:
    undoable = before.timer if isinstance(fact, PhaseSkipped | TimerReset) else None
    config = replace(before.config, rhythm=fact.timer.rhythm)
    changes: Changes = {'timer': fact.timer, 'config': config, 'undoable': undoable}
    if not isinstance(fact, TimeAdded | RhythmSet | ClockWentBack):
        changes |= {'timer_by': fact.by, 'timer_verb': type(fact).__name__}
        changes |= {'timer_at': fact.at, 'timer_seq': fact.seq}
    if leaves_focus(fact, before) and not isinstance(fact, TimerReset):
        changes['focus_ended_at'] = fact.at
    return changes


def leaves_focus(fact: TimerFact, before: RoomFacts) -> bool:
    """Return whether a focus ends with `fact`. Undoing a skip or a reset ends none."""
    ends = before.timer.in_focus and not fact.timer.in_focus
    return ends and not isinstance(fact, TimerRestored)


def enters_focus(fact: TimerFact, before: RoomFacts) -> bool:
    """Return whether a focus begins with `fact`. Undoing a skip or a reset begins none."""
    begins = fact.timer.in_focus and not before.timer.in_focus
    return begins and not isinstance(fact, TimerRestored)


def phase_ends(room_id: str, timer: FocusTimer, now: float) -> list[Fact]:
    """Return the end of each phase that is due by `now`, at its own deadline."""
    due: list[Fact] = []
    for at, after in timer.advance(now):
        due.append(PhaseEnded(room_id=room_id, at=at, timer=after, ended=timer.phase))
        timer = after
    return due


def follow_clock(scene: Scene) -> Sequence[Fact]:
    """Adapt to a clock that was set back while the room was out of memory: ClockWentBack. Otherwise do nothing."""
    before = scene.facts.timer
    after = before.bounded(scene.now)
    return [] if after is before else [ClockWentBack(**scene.stamp, timer=after)]


def start(scene: Scene, phase: Phase | None = None) -> Sequence[Fact]:
    """Start the phase that is ready, or `phase` in full: TimerStarted, or TimerResumed if it was paused."""
    before = _controlled(scene)
    after = before.start(scene.now, phase)
    resumed = before.status is Status.PAUSED and after.phase is before.phase
    return _changed(scene, TimerResumed if resumed else TimerStarted, after)


def pause(scene: Scene, seen: Phase | None = None) -> Sequence[Fact]:
    """Stop the clock: TimerPaused. Does nothing unless the timer is running, in the phase that was `seen`."""
    timer = _controlled(scene)
    return _changed(scene, TimerPaused, timer if seen not in {None, timer.phase} else timer.pause(scene.now))


def resume(scene: Scene) -> Sequence[Fact]:
    """Let the clock run again: TimerResumed. Does nothing unless the timer is paused."""
    return _changed(scene, TimerResumed, _controlled(scene).resume(scene.now))


def skip(scene: Scene, seen: Phase | None = None) -> Sequence[Fact]:
    """Go to the next phase: PhaseSkipped. Does nothing if the phase is no longer the one that was `seen`."""
    timer = _controlled(scene)
    if seen is not None and timer.phase is not seen:
        return []
    return [PhaseSkipped(**scene.stamp, timer=timer.skip(scene.now), skipped=timer.phase)]


def reset(scene: Scene) -> Sequence[Fact]:
    """Return to a full focus, stopped: TimerReset. Does nothing if the timer is already there."""
    return _changed(scene, TimerReset, _controlled(scene).reset())


def add_minutes(scene: Scene, count: int) -> Sequence[Fact]:
    """Lengthen the phase by 1 to 60 minutes: TimeAdded. Raises RoomError `bad_minutes` or `too_much_time`."""
    timer, (low, high) = _controlled(scene), MINUTES_ADDED
    if not isinstance(count, int) or isinstance(count, bool) or not low <= count <= high:
        raise BadInput('bad_minutes', 'Add {low} to {high} minutes at a time.', low=low, high=high)
    seconds = count * MINUTE
    return [TimeAdded(**scene.stamp, timer=timer.add(seconds, scene.now), seconds=seconds)]


def set_rhythm(scene: Scene, rhythm: Rhythm) -> Sequence[Fact]:
    """Change the rhythm: RhythmSet. A phase under way keeps its end. Raises RoomError `bad_rhythm`."""
    checked = rhythm.checked()
    return _changed(scene, RhythmSet, _controlled(scene).with_rhythm(checked))


def set_lengths(scene: Scene, *, focus: int | None = None, short_break: int | None = None) -> Sequence[Fact]:
    """Change these lengths (in seconds) like `set_rhythm`, and leave the rest of the rhythm as it is."""
    rhythm = _controlled(scene).rhythm
    if focus is not None:
        rhythm = replace(rhythm, focus=focus)
    if short_break is not None:
        rhythm = replace(rhythm, short_break=short_break)
    return _changed(scene, RhythmSet, scene.facts.timer.with_rhythm(rhythm.checked()))


def undo(scene: Scene) -> Sequence[Fact]:
    """Undo the skip or reset of the last 5 seconds: TimerRestored. Raises RoomError `too_late`."""
    _controlled(scene)
    former = scene.facts.undoable
    if former is None or scene.now - scene.facts.timer_at > UNDO_SECONDS + UNDO_LEEWAY_SECONDS:
        raise RoomError('too_late', 'It is too late to undo that.')
    return [TimerRestored(**scene.stamp, timer=former), *phase_ends(scene.room_id, former, scene.now)]


def _controlled(scene: Scene) -> FocusTimer:
    """The timer, for a person who may control it."""
    scene.actor(CONTROL)
    return scene.facts.timer


def _changed(scene: Scene, kind: type[TimerFact], after: FocusTimer) -> Sequence[Fact]:
    return [] if after == scene.facts.timer else [kind(**scene.stamp, timer=after)]

"""The arithmetic of the timer: instants are stored, durations derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from studyroom.room.errors import RoomError
from studyroom.room.rhythm import MINUTE, Phase, Rhythm

LONGEST_SECONDS = {'focus': 180 * MINUTE, 'break': 60 * MINUTE, 'long': 90 * MINUTE}
CAUGHT_UP_STEPS = 64  # at most this many bells are announced after a long sleep; the rest is skipped in whole sets


class Status(StrEnum):
    """Whether the clock of a phase is running."""

    IDLE = 'idle'
    RUNNING = 'running'
    PAUSED = 'paused'


@dataclass(frozen=True, slots=True)
class FocusTimer:
    """One phase: running until `ends_at` (an instant), or stopped with `left` seconds to go.

    `done` focuses of the present set are finished; `total` is the length of this phase, including minutes added to it.
    Every method returns a new timer; one that would change nothing returns the same object.
    """

    rhythm: Rhythm
    phase: Phase = Phase.FOCUS
    status: Status = Status.IDLE
    ends_at: float = 0.0
    left: float = 0.0
    total: float = 0.0
    done: int = 0

    @classmethod
    def fresh(cls, rhythm: Rhythm) -> FocusTimer:
        return cls(rhythm, left=rhythm.focus, total=rhythm.focus)

    def remaining(self, now: float) -> float:
        """Return the seconds left, from 0 to `total`, even after a restart with a wall clock that was set back."""
        return min(max(0.0, self.ends_at - now), self.total) if self.status is Status.RUNNING else self.left

    @property
    def in_focus(self) -> bool:
        """Whether a focus is under way, running or paused."""
        return self.phase is Phase.FOCUS and self.status is not Status.IDLE

    @property
    def round(self) -> int:
        """The number of the present focus, or in a break of the one before it; 1 is the first of the set."""
        return self.done + 1 if self.phase is Phase.FOCUS else max(1, self.done)

    def start(self, now: float, phase: Phase | None = None) -> FocusTimer:
        """Start or resume `phase` (default: the present one) unless it is running. Another phase starts in full."""
        kind = self.phase if phase is None else phase
        same = kind is self.phase or (kind is Phase.BREAK and self.phase is Phase.LONG)
        if same and self.status is Status.RUNNING:
            return self
        if same:
            return replace(self, status=Status.RUNNING, ends_at=now + self.left, left=0.0)
        return replace(self._standing(kind), status=Status.RUNNING, ends_at=now + self.rhythm.length(kind), left=0.0)

    def pause(self, now: float) -> FocusTimer:
        if self.status is not Status.RUNNING:
            return self
        return replace(self, status=Status.PAUSED, left=self.remaining(now), ends_at=0.0)

    def resume(self, now: float) -> FocusTimer:
        return self.start(now) if self.status is Status.PAUSED else self

    def skip(self, now: float) -> FocusTimer:
        """Go to the next phase; it runs if the rhythm starts it by itself. A phase that never ran does not count."""
        return self._next(now, self.status is not Status.IDLE)

    def reset(self) -> FocusTimer:
        """Return to a full focus, stopped; finished rounds still count."""
        standing = self._standing(Phase.FOCUS)
        return self if standing == self else standing

    def add(self, seconds: float, now: float) -> FocusTimer:
        """Lengthen this phase by `seconds`.

        Raises RoomError `too_much_time` if more than 180 min of focus, 60 of break or 90 of long break would be left.
        """
        longest = LONGEST_SECONDS[self.phase]
        if self.remaining(now) + seconds > longest:
            raise RoomError('too_much_time', 'There can be at most {minutes} minutes left.', minutes=longest // MINUTE)
        if self.status is Status.RUNNING:
            return replace(self, ends_at=self.ends_at + seconds, total=self.total + seconds)
        return replace(self, left=self.left + seconds, total=self.total + seconds)

    def with_rhythm(self, rhythm: Rhythm) -> FocusTimer:
        """Take a new rhythm; a phase under way keeps its end, an idle one takes its new full length."""
        most = rhythm.rounds if self.phase is Phase.LONG else rhythm.rounds - 1
        done = min(self.done, most) if rhythm.rounds else self.done
        changed = replace(self, rhythm=rhythm, done=done)
        if self.status is not Status.IDLE:
            return changed
        return replace(changed, left=rhythm.length(self.phase), total=rhythm.length(self.phase))

    def bounded(self, now: float) -> FocusTimer:
        """Return this timer, ending at most `total` from now. More can be left only after a clock was set back."""
        if self.status is not Status.RUNNING or self.ends_at <= now + self.total:
            return self
        return replace(self, ends_at=now + self.total)

    def advance(self, now: float) -> Iterator[tuple[float, FocusTimer]]:
        """Yield each phase end that is due by `now`, with the timer that follows it."""
        timer = self._skip_whole_sets(now)
        while timer.status is Status.RUNNING and timer.ends_at <= now:
            ended = timer.ends_at
            timer = timer._next(ended, True)
            yield ended, timer

    def _next(self, now: float, runs: bool) -> FocusTimer:
        if self.phase is Phase.FOCUS:
            done, rounds = self.done + (self.status is not Status.IDLE), self.rhythm.rounds
            timer = replace(self._standing(Phase.LONG if rounds and done >= rounds else Phase.BREAK), done=done)
        else:
            timer = self._standing(Phase.FOCUS)
        return timer.start(now) if runs and self.rhythm.starts_itself(timer.phase) else timer

    def _standing(self, phase: Phase) -> FocusTimer:
        length = self.rhythm.length(phase)
        new_set = self.phase is Phase.LONG and self.rhythm.rounds
        done = 0 if new_set else self.done
        return FocusTimer(self.rhythm, phase, Status.IDLE, left=length, total=length, done=done)

    def _skip_whole_sets(self, now: float) -> FocusTimer:
        rhythm = self.rhythm
        behind = now - self.ends_at
        if self.status is not Status.RUNNING or not (rhythm.auto_break and rhythm.auto_focus):
            return self
        sets = int(behind // rhythm.set_seconds) - CAUGHT_UP_STEPS // (2 * max(1, rhythm.rounds))
        if sets <= 0:
            return self
        # Without long breaks `done` keeps counting: each whole set then adds one focus.
        done = self.done if rhythm.rounds else self.done + sets
        return replace(self, ends_at=self.ends_at + sets * rhythm.set_seconds, done=done)

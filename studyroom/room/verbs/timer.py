"""Start, pause, resume, skip, reset, lengthen, undo: what anyone may do to the shared timer."""

from collections.abc import Callable
from dataclasses import replace

from studyroom.room import events
from studyroom.room.core import RoomCore
from studyroom.room.errors import RoomError
from studyroom.room.events import TimerFact
from studyroom.room.permissions import Act
from studyroom.room.timer import MINUTE, UNDO_SECONDS, FocusTimer, Phase, Rhythm, Status

Change = Callable[[FocusTimer, float], FocusTimer]


class TimerVerbs(RoomCore):
    """Each takes the seat that acts and raises RoomError `not_seated` or `not_allowed`; a lost race changes nothing."""

    async def start(self, by: str, phase: Phase | None = None) -> None:
        """Start the phase that stands ready, or `phase` in full: events.TimerStarted, or TimerResumed when paused."""

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONTROL_TIMER)
            before, now = self.facts.timer, self.clock.now()
            after = before.start(now, phase)
            if after == before:
                return []
            resumed = before.status is Status.PAUSED and after.phase is before.phase
            return [self._fact(events.TimerResumed if resumed else events.TimerStarted, by, now, timer=after)]

        await self._commit(decide)

    async def pause(self, by: str, seen: Phase | None = None) -> None:
        """events.TimerPaused; nothing unless the timer runs, and in the phase that was `seen`."""

        def change(timer: FocusTimer, now: float) -> FocusTimer:
            return timer if seen not in {None, timer.phase} else timer.pause(now)

        await self._time(by, events.TimerPaused, change)

    async def resume(self, by: str) -> None:
        """events.TimerResumed; nothing unless the timer is paused."""
        await self._time(by, events.TimerResumed, FocusTimer.resume)

    async def skip(self, by: str, seen: Phase | None = None) -> None:
        """Go to the next phase: events.PhaseSkipped. Nothing if the phase is not the one `seen` any more."""

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONTROL_TIMER)
            timer, now = self.facts.timer, self.clock.now()
            if seen is not None and timer.phase is not seen:
                return []
            return [self._fact(events.PhaseSkipped, by, now, timer=timer.skip(now), skipped=timer.phase)]

        await self._commit(decide)

    async def reset(self, by: str) -> None:
        """Stand at a full focus: events.TimerReset; nothing if it stands there already."""
        await self._time(by, events.TimerReset, lambda timer, _: timer.reset())

    async def add_minutes(self, by: str, count: int) -> None:
        """Lengthen the phase by 1 to 60 minutes: events.TimeAdded. RoomError `bad_minutes`, `too_much_time`."""

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONTROL_TIMER)
            if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 60:
                raise RoomError('bad_minutes', 'Add 1 to 60 minutes at a time.')
            now, seconds = self.clock.now(), count * MINUTE
            return [self._fact(events.TimeAdded, by, now, timer=self.facts.timer.add(seconds, now), seconds=seconds)]

        await self._commit(decide)

    async def set_rhythm(self, by: str, rhythm: Rhythm) -> None:
        """events.RhythmSet: a phase under way keeps its end. RoomError `bad_rhythm`."""
        checked = rhythm.checked()
        await self._time(by, events.RhythmSet, lambda timer, _: timer.with_rhythm(checked))

    async def set_lengths(self, by: str, *, focus: int | None = None, short_break: int | None = None) -> None:
        """Change these lengths (seconds) and leave the rest of the rhythm: as `set_rhythm`."""

        def change(timer: FocusTimer, _: float) -> FocusTimer:
            former = timer.rhythm
            lengths = (
                former.focus if focus is None else focus,
                former.short_break if short_break is None else short_break,
            )
            return timer.with_rhythm(replace(former, focus=lengths[0], short_break=lengths[1]).checked())

        await self._time(by, events.RhythmSet, change)

    async def undo(self, by: str) -> None:
        """Take back the skip or reset of the last 5 seconds: events.TimerRestored. RoomError `too_late`."""

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONTROL_TIMER)
            former = self.facts.undoable
            # Half a second more than is shown, for the way from the screen to here.
            if former is None or self.clock.now() - self.facts.timer_at > UNDO_SECONDS + 0.5:
                raise RoomError('too_late', 'It is too late to undo that.')
            return [self._fact(events.TimerRestored, by, timer=former), *self._ends(former)]

        await self._commit(decide)

    async def _time(self, by: str, kind: type[TimerFact], change: Change) -> None:
        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONTROL_TIMER)
            before, now = self.facts.timer, self.clock.now()
            after = change(before, now)
            return [] if after == before else [self._fact(kind, by, now, timer=after)]

        await self._commit(decide)

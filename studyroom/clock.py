"""What time it is: the only module that asks."""

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since 1970; never goes back while the process runs."""

    def now(self) -> float: ...


class SystemClock:
    """The wall clock at the start of the process plus the time elapsed since, including suspend.

    Setting the wall clock while the process runs changes nothing. `CLOCK_BOOTTIME` counts suspend (Linux, man 2
    clock_gettime); where it is missing, the monotonic clock is used instead.
    """

    def __init__(self) -> None:
        self._offset = time.time() - _elapsed()

    def now(self) -> float:
        return self._offset + _elapsed()


class SteppedClock:
    """A clock that stands still until it is told to move, for tests and demonstrations."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start

    def now(self) -> float:
        return self._now

    def step(self, seconds: float) -> None:
        """Move forward by `seconds` (>= 0)."""
        if seconds < 0:
            raise ValueError('a clock never goes back')
        self._now += seconds


def _elapsed() -> float:
    boottime = getattr(time, 'CLOCK_BOOTTIME', None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)

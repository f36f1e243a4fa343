"""Counts for rate limits, in memory, by our own clock and for a limited number of addresses."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import floor
from typing import Final

from limits.storage import SlidingWindowCounterSupport, Storage

from studyroom.clock import Clock

MOST_KEYS: Final = 20_000
OTHERS: Final = 'others'


@dataclass
class Window:
    """The counts in window `number` and in the one before; time is divided into windows of equal length."""

    number: int
    seconds: int
    count: int = 0
    before: int = 0

    def move_to(self, number: int) -> None:
        if number != self.number:
            self.before = self.count if number == self.number + 1 else 0
            self.number, self.count = number, 0


class Windows(Storage, SlidingWindowCounterSupport):
    """A storage for `limits` that, unlike its MemoryStorage, starts no threads, uses our clock, and is bounded.

    Keys unused for two windows are forgotten when a new key comes. While `most` are in use, all others share one
    count. All windows of one instance have the same length.
    """

    STORAGE_SCHEME = None

    def __init__(self, clock: Clock, most: int = MOST_KEYS) -> None:
        super().__init__()
        self._clock = clock
        self._most = most
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return ()

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` if that keeps the last `expiry` seconds within `limit`. Returns whether it was counted."""
        window = self._window(key, expiry)
        if floor(self._weighted(window)) + amount > limit:
            return False
        window.count += amount
        return True

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Return the count of the previous window and the seconds it still matters, then the same for this one."""
        window = self._window(key, expiry)
        left = self._left(window)
        return window.before, left if window.before else 0.0, window.count, left + expiry

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        self.clear(key)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        window = self._window(key, expiry)
        window.count += amount
        return window.count

    def get(self, key: str) -> int:
        window = self._windows.get(key)
        return window.count if window else 0

    def get_expiry(self, key: str) -> float:
        """Return the instant at which the current window ends."""
        window = self._windows.get(key)
        return self._clock.now() + (self._left(window) if window else 0.0)

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        count = len(self._windows)
        self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _window(self, key: str, seconds: int) -> Window:
        number = int(self._clock.now() // seconds)
        window = self._windows.get(key)
        if window is None:
            self._drop_expired(number)
            if len(self._windows) >= self._most:
                key = f'{OTHERS}/{seconds}'
            window = self._windows.setdefault(key, Window(number, seconds))
        window.move_to(number)
        self._windows.move_to_end(key)
        return window

    def _drop_expired(self, number: int) -> None:
        """Forget keys whose counts have expired; the least recently used come first."""
        while self._windows:
            key, window = next(iter(self._windows.items()))
            if number <= window.number + 1:
                break
            del self._windows[key]

    def _weighted(self, window: Window) -> float:
        return window.before * self._left(window) / window.seconds + window.count

    def _left(self, window: Window) -> float:
        """Return the seconds until the window ends."""
        return window.seconds - self._clock.now() % window.seconds

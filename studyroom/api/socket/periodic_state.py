"""Sends sockets the state at intervals while the timer is running, although nothing happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import ceil
from typing import Final

from studyroom.room.room import Room

INTERVAL_SECONDS: Final = 4  # the contract promises 5: this leaves a busy server some time
LAST_SECONDS: Final = 12  # from here on, every second
LONGEST_WAIT_SECONDS: Final = 1.0  # the room's clock jumps when the machine was suspended
MARGIN_SECONDS: Final = 0.001  # rather late than early: `remaining` is rounded up to the second that was due


def next_due(remaining: float) -> float:
    """Return how much will be left when the next state is due: whole seconds, 4 apart, 1 apart near the end."""
    left = remaining - 2 * MARGIN_SECONDS
    if left <= 0:
        return remaining - 1
    step = INTERVAL_SECONDS if left > LAST_SECONDS else 1
    return (ceil(left / step) - 1) * step


class PeriodicState:
    """Calls `send` while the timer runs. Each time is counted from the end of the phase, so errors do not add up."""

    def __init__(self, room: Room, send: Callable[[], None]) -> None:
        self._room = room
        self._send = send
        self._due: float | None = None
        self._handle: asyncio.TimerHandle | None = None

    def follow(self) -> None:
        """Plan the next state again: the timer may have changed."""
        self._plan()
        self._wait()

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None

    def send_if_due(self) -> None:
        """Send the state if it is due."""
        if self._due is not None and self._room.clock.now() >= self._due:
            self._send()
            self._plan()
        self._wait()

    def _plan(self) -> None:
        ends_at = self._room.deadline
        self._due = None if ends_at is None else ends_at - next_due(ends_at - self._room.clock.now())

    def _wait(self) -> None:
        self.stop()
        if self._due is not None:
            wait = max(0.0, self._due - self._room.clock.now()) + MARGIN_SECONDS
            loop = asyncio.get_running_loop()
            self._handle = loop.call_later(min(wait, LONGEST_WAIT_SECONDS), self.send_if_due)

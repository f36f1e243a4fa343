"""Spaces out the states that follow comings and goings, so that many people who come at once share one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

SHORTEST_REST_SECONDS: Final = 0.05
LONGEST_REST_SECONDS: Final = 1.0
BYTES_PER_SECOND: Final = 1_000_000  # of states, to all sockets of a room together


def rest_after(sent: int) -> float:
    """Return how long to rest after a state that took so many bytes in all: 50 ms, in a large room up to a second."""
    return min(max(SHORTEST_REST_SECONDS, sent / BYTES_PER_SECOND), LONGEST_REST_SECONDS)


class StatePace:
    """A rest after each state; `send` is called at its end if one has become due meanwhile."""

    def __init__(self, send: Callable[[], None]) -> None:
        self._send = send
        self._rests_until = 0.0
        self._handle: asyncio.TimerHandle | None = None

    @property
    def is_resting(self) -> bool:
        """Return whether the newest state was sent a short time ago."""
        return asyncio.get_running_loop().time() < self._rests_until

    def send_after_rest(self) -> None:
        """Call `send` at the end of the rest, once however often this is asked."""
        if self._handle is None:
            self._handle = asyncio.get_running_loop().call_at(self._rests_until, self._end)

    def rest(self, sent: int) -> None:
        """Rest: nobody lacks the state any more, and sending it took so many bytes in all."""
        self.stop()
        self._rests_until = asyncio.get_running_loop().time() + rest_after(sent)

    def stop(self) -> None:
        """Send nothing more."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None

    def _end(self) -> None:
        self._handle = None
        self._send()

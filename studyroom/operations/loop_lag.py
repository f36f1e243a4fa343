"""How late the event loop runs what is due: the first sign of too much load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

EVERY_SECONDS: Final = 0.5


class LoopLag:
    """Calls `observe` twice a second, from `start` to `stop`, with the seconds by which the loop was late."""

    def __init__(self, observe: Callable[[float], None], every_seconds: float = EVERY_SECONDS) -> None:
        self._observe = observe
        self._every_seconds = every_seconds
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + self._every_seconds
        self._next = loop.call_at(due, self._look, due)

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _look(self, due: float) -> None:
        self._observe(max(0.0, asyncio.get_running_loop().time() - due))
        self.start()

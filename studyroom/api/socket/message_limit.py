"""How much one socket may send, and when it is shown the door."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from studyroom.security.limits import RateLimits

PATIENCE: Final = 100
WINDOW_SECONDS: Final = 10.0


class MessageLimit:
    """The messages of one socket, which is `who`."""

    def __init__(self, limits: RateLimits, who: str) -> None:
        self._limits = limits
        self._who = who
        self._refused: deque[float] = deque(maxlen=PATIENCE)

    def check(self) -> int:
        """Count one more message: 0, or in how many seconds it would be allowed."""
        wait = self._limits.check('messages', self._who)
        if wait:
            self._refused.append(asyncio.get_running_loop().time())
        return wait

    @property
    def is_exhausted(self) -> bool:
        """Whether 100 messages were refused in ten seconds: whoever sends them does not listen."""
        newest = asyncio.get_running_loop().time()
        return len(self._refused) == PATIENCE and newest - self._refused[0] < WINDOW_SECONDS

    def end(self) -> None:
        self._limits.forget('messages', self._who)

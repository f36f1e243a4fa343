"""How many messages one socket may send, and when it is disconnected for sending more."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from studyroom.security.limits import RateLimits

PATIENCE: Final = 100
WINDOW_SECONDS: Final = 10.0


class MessageLimit:
    """The rate limit on the messages of one socket, named `who`."""

    def __init__(self, limits: RateLimits, who: str) -> None:
        self._limits = limits
        self._who = who
        self._refused: deque[float] = deque(maxlen=PATIENCE)

    def check(self) -> int:
        """Count one more message. Returns 0 if it is allowed, else the seconds to wait."""
        wait = self._limits.check('messages', self._who)
        if wait:
            self._refused.append(asyncio.get_running_loop().time())
        return wait

    @property
    def is_exhausted(self) -> bool:
        """Return whether 100 messages were refused within ten seconds: their sender ignores refusals."""
        newest = asyncio.get_running_loop().time()
        return len(self._refused) == PATIENCE and newest - self._refused[0] < WINDOW_SECONDS

    def end(self) -> None:
        self._limits.forget('messages', self._who)

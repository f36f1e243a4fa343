"""How much one socket may send, and when it is shown the door."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, Literal, Protocol

PATIENCE: Final = 100
WINDOW_SECONDS: Final = 10.0


class Limits(Protocol):
    """studyroom.security.limits, as sockets need it."""

    def check(self, kind: Literal['rooms', 'sockets', 'messages'], who: str) -> int:
        """0, or in how many seconds (>= 1) one more would be allowed."""

    def forget(self, kind: Literal['messages'], who: str) -> None:
        """Nothing counts for `who` any more."""


class Flood:
    """The messages of one socket, which is `who`."""

    def __init__(self, limits: Limits, who: str) -> None:
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
    def is_enough(self) -> bool:
        """Whether 100 messages were refused in ten seconds: whoever sends them does not listen."""
        newest = asyncio.get_running_loop().time()
        return len(self._refused) == PATIENCE and newest - self._refused[0] < WINDOW_SECONDS

    def end(self) -> None:
        self._limits.forget('messages', self._who)

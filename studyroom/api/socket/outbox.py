"""The frames that one socket has yet to be sent: bounded, and written by a task of its own so that nobody waits."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from studyroom.api.socket.transport import Gone, SocketTransport

MOST_MESSAGES: Final = 256
MOST_UNREAD: Final = 128  # above this, the client must read before its next message is handled
SEND_SECONDS: Final = 20.0  # to write one frame
FAREWELL_SECONDS: Final = 5.0  # until a closed connection is cut

TOO_SLOW: Final = 1013  # "try again later": come back with ?since=


class Outbox:
    """Texts for one socket, in order. When 256 are waiting, the client is dropped and `dropped` is called once."""

    def __init__(self, transport: SocketTransport, dropped: Callable[[], None] = lambda: None) -> None:
        self._transport = transport
        self._dropped = dropped
        self._texts: deque[str] = deque()
        self._state: str | None = None
        self._wake = asyncio.Event()
        self._taken = asyncio.Event()
        self._farewell: tuple[int, str] | None = None
        self._writer: asyncio.Task[None] | None = None

    @property
    def is_closed(self) -> bool:
        """Return whether nothing more is accepted."""
        return self._farewell is not None

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, text: str) -> None:
        if self.is_closed:
            return
        if len(self._texts) >= MOST_MESSAGES:
            self._texts.clear()
            self.close(TOO_SLOW, 'too slow')
            self._dropped()
            return
        self._texts.append(text)
        self._wake.set()

    def put_state(self, text: str, can_be_skipped: bool) -> None:
        """Put a state, in place of the one before if that is still waiting and can be skipped."""
        if self._state is not None:
            self._texts = deque(waiting for waiting in self._texts if waiting is not self._state)
        self._state = text if can_be_skipped else None
        self.put(text)

    def close(self, code: int, reason: str) -> None:
        """Close after what is already waiting; a client that does not read it within 5 s is cut off."""
        if not self.is_closed:
            self._farewell = (code, reason)
            self._wake.set()
            self._taken.set()
            asyncio.get_running_loop().call_later(FAREWELL_SECONDS, self._transport.abort)

    def start(self) -> None:
        """Start writing."""
        self._writer = asyncio.get_running_loop().create_task(self._write())

    async def until_read(self) -> None:
        """Wait until few texts are left, or none will ever be read: a busy client reads its answers first."""
        while len(self._texts) > MOST_UNREAD and not self.is_closed and self._writer and not self._writer.done():
            self._taken.clear()
            await self._taken.wait()

    def stop(self) -> None:
        """Drop everything: the connection is over."""
        self._farewell = self._farewell or (0, '')
        self._texts.clear()
        if self._writer is not None:
            self._writer.cancel()

    async def send(self, text: str) -> None:
        """Send directly, before `start`. Raises Gone if not written within 20 s."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._transport.send(text)
        except TimeoutError as error:
            raise Gone from error

    async def _write(self) -> None:
        try:
            while True:
                while self._texts:
                    await self.send(self._take())
                    self._taken.set()
                if self._farewell is not None:
                    await self._transport.close(*self._farewell)
                    return
                self._wake.clear()
                await self._wake.wait()
        except Gone:
            self._transport.abort()
        finally:
            self._taken.set()

    def _take(self) -> str:
        text = self._texts.popleft()
        if text is self._state:
            self._state = None
        return text

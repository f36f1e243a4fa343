"""What one socket is still to be sent: bounded, and written by a task of its own, so that nobody waits for it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from studyroom.api.socket.transport import Gone, SocketTransport

MOST_MESSAGES: Final = 256
MOST_UNREAD: Final = 128  # of them, until the client is asked to read before it is heard again
SEND_SECONDS: Final = 20.0  # until one message is given up on
FAREWELL_SECONDS: Final = 5.0  # until a connection that we closed is cut

TOO_SLOW: Final = 1013  # "try again later": come back with ?since=


class Outbox:
    """Texts for one socket, in order. When 256 wait, the client is dropped: `dropped` is called, at once and once."""

    def __init__(self, transport: SocketTransport, dropped: Callable[[], None] = lambda: None) -> None:
        self._transport = transport
        self._dropped = dropped
        self._texts: deque[str] = deque()
        self._wake = asyncio.Event()
        self._taken = asyncio.Event()
        self._farewell: tuple[int, str] | None = None
        self._writer: asyncio.Task[None] | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken."""
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

    def close(self, code: int, reason: str) -> None:
        """After what waits already; a client that does not take it within 5 s is cut off."""
        if not self.is_closed:
            self._farewell = (code, reason)
            self._wake.set()
            self._taken.set()
            asyncio.get_running_loop().call_later(FAREWELL_SECONDS, self._transport.abort)

    def start(self) -> None:
        """Begin to write."""
        self._writer = asyncio.get_running_loop().create_task(self._write())

    async def until_read(self) -> None:
        """Returns when few wait, or none will ever be read: who asks much takes the answers first."""
        while len(self._texts) > MOST_UNREAD and not self.is_closed and self._writer and not self._writer.done():
            self._taken.clear()
            await self._taken.wait()

    def stop(self) -> None:
        """The connection is over."""
        self._farewell = self._farewell or (0, '')
        self._texts.clear()
        if self._writer is not None:
            self._writer.cancel()

    async def send(self, text: str) -> None:
        """Past the queue, before `start`; given up after 20 s. Gone."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._transport.send(text)
        except TimeoutError as error:
            raise Gone from error

    async def _write(self) -> None:
        try:
            while True:
                while self._texts:
                    await self.send(self._texts.popleft())
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

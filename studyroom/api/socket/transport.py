"""One WebSocket as the web server hands it over, and how to cut it."""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send

STATE_KEY: Final = 'transport'


class Gone(Exception):
    """The other side can no longer be reached."""


class SocketTransport:
    """Sends text, receives frames. ASGI cannot cut a connection: a client that does not read would keep buffers.

    `abort` needs the layer ExposeTransport; without it, the connection ends only once the client has read what is left.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._transport: asyncio.Transport | None = scope.get('state', {}).get(STATE_KEY)

    async def accept(self) -> None:
        await self._receive()
        await self._say({'type': 'websocket.accept'})

    async def refuse(self) -> None:
        """Answer 403 instead of opening a WebSocket."""
        await self._receive()
        await self._say({'type': 'websocket.close', 'code': 1008})

    async def receive(self) -> str | bytes | None:
        """Return the next frame; None when the connection is over."""
        message = await self._receive()
        if message['type'] != 'websocket.receive':
            return None
        text: str | None = message.get('text')
        return text if text is not None else cast(bytes, message['bytes'])

    async def send(self, text: str) -> None:
        """Send a text, waiting while the client does not read. Raises Gone."""
        await self._say({'type': 'websocket.send', 'text': text})
        if self.is_closing:
            raise Gone

    async def close(self, code: int, reason: str) -> None:
        """Send a close frame, which the client answers by closing the connection. Raises Gone."""
        await self._say({'type': 'websocket.close', 'code': code, 'reason': reason})

    @property
    def is_closing(self) -> bool:
        """Return whether the web server gave it up, as it does if a ping is not answered; unsent data may hold it."""
        return self._transport is not None and self._transport.is_closing()

    def abort(self) -> None:
        """Cut the connection and drop unsent data; harmless if it is over."""
        if self._transport is not None:
            self._transport.abort()

    async def _say(self, message: dict[str, Any]) -> None:
        try:
            await self._send(message)
        except (OSError, RuntimeError) as error:  # uvicorn: the client has gone, or the connection is closed already
            raise Gone from error


class ExposeTransport:
    """Passes the asyncio transport on to SocketTransport. Outermost, where `receive` is still uvicorn's own method."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'websocket':
            transport = getattr(getattr(receive, '__self__', None), 'transport', None)
            scope.setdefault('state', {})[STATE_KEY] = transport
        await self.app(scope, receive, send)

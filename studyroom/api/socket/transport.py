"""One WebSocket as the web server hands it over, and how to be rid of it."""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send

STATE_KEY: Final = 'transport'


class Gone(Exception):
    """Nothing reaches the other side any more."""


class SocketTransport:
    """Text out, frames in. ASGI knows no abrupt end: a client that does not read would hold buffers for minutes.

    `abort` needs the layer `Transports`; without it the connection only ends when the other side takes what is left.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._transport: asyncio.Transport | None = scope.get('state', {}).get(STATE_KEY)

    async def accept(self) -> None:
        await self._receive()
        await self._say({'type': 'websocket.accept'})

    async def refuse(self) -> None:
        """403 instead of a WebSocket."""
        await self._receive()
        await self._say({'type': 'websocket.close', 'code': 1008})

    async def receive(self) -> str | bytes | None:
        """The next frame; None when the connection is over."""
        message = await self._receive()
        if message['type'] != 'websocket.receive':
            return None
        text: str | None = message.get('text')
        return text if text is not None else cast(bytes, message['bytes'])

    async def send(self, text: str) -> None:
        """Waits while the client does not read. Gone."""
        await self._say({'type': 'websocket.send', 'text': text})
        if self.is_closing:
            raise Gone

    async def close(self, code: int, reason: str) -> None:
        """Say farewell; a client that answers closes the connection. Gone."""
        await self._say({'type': 'websocket.close', 'code': code, 'reason': reason})

    @property
    def is_closing(self) -> bool:
        """Whether the web server gave it up, as it does without an answer to its ping; unsent words may hold it."""
        return self._transport is not None and self._transport.is_closing()

    def abort(self) -> None:
        """End it now, with all that was not sent; no harm when it is over."""
        if self._transport is not None:
            self._transport.abort()

    async def _say(self, message: dict[str, Any]) -> None:
        try:
            await self._send(message)
        except (OSError, RuntimeError) as error:  # uvicorn: they have gone, or it has closed the connection already
            raise Gone from error


class ExposeTransport:
    """Lets each Wire find its transport. Outermost, where `receive` is still the method of uvicorn's protocol."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'websocket':
            transport = getattr(getattr(receive, '__self__', None), 'transport', None)
            scope.setdefault('state', {})[STATE_KEY] = transport
        await self.app(scope, receive, send)

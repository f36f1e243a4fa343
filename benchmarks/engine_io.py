"""A connection as socket.io's client in a browser holds it: engine.io over a WebSocket, and nothing but that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

ANSWER_SECONDS = 20.0
OPEN, PING, PONG, CONNECT = b'0', b'2', b'3', b'40'
CONNECTED, REFUSED, EVENT = b'40', b'44', b'42'
Heard = Callable[[float, bytes], None]


class Refused(Exception):
    """Raised when the server does not take a connection, or what was written; the text is the server's."""


class SocketIo(WSListener):
    """Hands over each event as it travelled, with the instant (`perf_counter`) at which it was here.

    `on_end` is called once, when the connection is over for whatever reason.
    """

    def __init__(self, on_event: Heard, on_end: Callable[[], None]) -> None:
        self._on_event = on_event
        self._on_end = on_end
        self._parts: list[bytes] = []
        self._transport: WSTransport | None = None
        self._answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, url: str, headers: Mapping[str, str], source_ip: str) -> None:
        """Connect from `source_ip`. Raises Refused, or OSError if there is no server."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await ws_connect(
                    lambda: self,
                    url,
                    extra_headers=list(headers.items()),
                    websocket_handshake_timeout=ANSWER_SECONDS,
                    local_addr=(source_ip, 0),
                )
                await self._answer
        except (WSError, TimeoutError) as error:
            raise ConnectionError(f'no connection to {url}: {error or "no answer"}') from error

    def emit(self, event: str, data: Any) -> None:
        """Send an event; what is sent without a connection is lost."""
        self._send(EVENT + json.dumps([event, data]).encode())

    def close(self) -> None:
        """End the connection as a browser does that leaves the page."""
        if self._transport is not None:
            self._transport.send_close(WSCloseCode.GOING_AWAY)
            self._transport.disconnect()

    def cut(self) -> None:
        """Break the connection without a farewell."""
        if self._transport is not None:
            self._transport.underlying_transport.abort()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        self._settle(ConnectionResetError('the connection ended'))
        self._on_end()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        now = perf_counter()
        payload = frame.get_payload_as_bytes()
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
        elif not frame.fin or self._parts:
            self._parts.append(payload)
            if frame.fin:
                whole, self._parts = b''.join(self._parts), []
                self._packet(now, whole)
        else:
            self._packet(now, payload)

    def _packet(self, now: float, packet: bytes) -> None:
        kind = packet[:2]
        if kind == EVENT:
            self._on_event(now, packet)
        elif packet == PING:
            self._send(PONG)
        elif kind == CONNECTED:
            self._settle(None)
        elif packet[:1] == OPEN:
            self._send(CONNECT)
        elif kind == REFUSED:
            self._settle(Refused(packet[2:].decode()))

    def _send(self, packet: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, packet)

    def _settle(self, error: Exception | None) -> None:
        if self._answer.done():
            return
        if error is None:
            self._answer.set_result(None)
        else:
            self._answer.set_exception(error)

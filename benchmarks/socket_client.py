"""A program in a room over a plain WebSocket with JSON: the open API of the study room, or the bare server."""

from __future__ import annotations

import asyncio
import json
import zlib
from time import perf_counter
from typing import Any, Self

from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.engine_io import Heard

PATIENCE = 30.0
# What every browser offers; uvicorn then compresses, unless it is told not to.
OFFERED = {'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits'}
TAIL = b'\x00\x00\xff\xff'  # RFC 7692, 7.2.2
VERBS = {'start': 'timer:start_focus', 'pause': 'timer:pause', 'reset': 'timer:reset'}


class SocketVisitor(WSListener):
    """One participant, with the methods of a Visitor at a browser. `received` counts bytes."""

    def __init__(self, base_url: str, room_id: str, name: str, source_ip: str = '127.0.0.1') -> None:
        self.base_url = base_url
        self.room_id = room_id
        self.name = name
        self.source_ip = source_ip
        self.listener: Heard | None = None
        self.gone = asyncio.Event()
        self.received = 0
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._transport: WSTransport | None = None
        self._seated = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def open(self) -> None:
        """Connect. Raises OSError."""
        url = f'ws{self.base_url.removeprefix("http")}/ws/rooms/{self.room_id}'
        try:
            await ws_connect(
                lambda: self,
                url,
                extra_headers=OFFERED,
                websocket_handshake_timeout=PATIENCE,
                local_addr=(self.source_ip, 0),
            )
        except (WSError, TimeoutError) as error:
            raise ConnectionError(f'no connection to {url}: {error}') from error

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    async def sit_down(self) -> None:
        """Join; returns when one's own name is heard. Raises TimeoutError."""
        self._send(type='join', user=self.name)
        async with asyncio.timeout(PATIENCE):
            await self._seated.wait()

    async def say(self, text: str) -> None:
        """Write in the chat."""
        self._send(type='chat', text=text)

    def turn_timer(self, act: str) -> None:
        """Press a button of the timer: start, pause or reset."""
        self._send(type=VERBS[act])

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        self.gone.set()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        message = frame.get_payload_as_bytes()
        self.received += len(message)
        now = perf_counter()
        if frame.rsv1:
            message = self._inflater.decompress(message + TAIL)
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
        if not self._seated.is_set() and self.name.encode() in message:
            self._seated.set()
        if self.listener is not None:
            self.listener(now, message)

    def _send(self, **message: Any) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, json.dumps(message).encode())

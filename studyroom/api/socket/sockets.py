"""`/ws/rooms/{room_id}`: who may open a WebSocket, to which room, and how all of them end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, Protocol

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.messages import ErrorModel
from studyroom.api.socket.broadcast import GOING_AWAY, Broadcasts
from studyroom.api.socket.connection import NOT_ALLOWED, History, SocketConnection
from studyroom.api.socket.message_limit import MessageLimit
from studyroom.api.socket.outbox import Outbox
from studyroom.api.socket.transport import Gone, SocketTransport
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.ports import Rooms
from studyroom.room.room import Room
from studyroom.room.text import clean_room_id
from studyroom.security.limits import RateLimits
from studyroom.security.origins import Origins
from studyroom.security.request_limits import client_address

PATH: Final = '/ws/rooms/{room_id:path}'
TRY_AGAIN: Final = 1013
TEMPORARY: Final = frozenset({'not_read', 'not_stored'})
CHECK_SECONDS: Final = 10.0


class SocketMetrics(Protocol):
    """The part of studyroom.operations.metrics that sockets need."""

    def socket_opened(self) -> None: ...

    def socket_closed(self) -> None: ...

    def client_dropped(self) -> None: ...


class Sockets:
    """The WebSockets of this server; `route` is their entry."""

    def __init__(
        self,
        rooms: Rooms,
        callers: Callers,
        history: History,
        limits: RateLimits,
        origins: Origins,
        metrics: SocketMetrics,
    ):
        self._rooms = rooms
        self._callers = callers
        self._history = history
        self._limits = limits
        self._origins = origins
        self._metrics = metrics
        self._broadcasts = Broadcasts()
        self._open: dict[SocketConnection, SocketTransport] = {}
        self._stopping = False
        self._checking: asyncio.TimerHandle | None = None
        self.route = WebSocketRoute(PATH, _SocketEndpoint(self))

    def __len__(self) -> int:
        return len(self._open)

    def stop(self) -> None:
        """Tell each that the server is stopping, and to come back later."""
        self._stopping = True
        self._broadcasts.complete()
        for connection in self._open:
            connection.outbox.close(GOING_AWAY, 'the server stops')

    def abort_closing(self) -> None:
        """Cut those that the web server gave up, every 10 s: unread data would keep their guests in the room."""
        for transport in self._open.values():
            if transport.is_closing:
                transport.abort()
        loop = asyncio.get_running_loop()
        self._checking = loop.call_later(CHECK_SECONDS, self.abort_closing) if self._open else None

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection until it is over."""
        transport = SocketTransport(scope, receive, send)
        with suppress(Gone):
            if self._origins.refusal(Headers(scope=scope)):
                return await transport.refuse()
            await transport.accept()
            self._metrics.socket_opened()
            try:
                await self._admit(transport, HTTPConnection(scope))
            finally:
                self._metrics.socket_closed()

    async def _admit(self, transport: SocketTransport, request: HTTPConnection) -> None:
        try:
            room = await self._room_for(request)
        except RoomError as error:
            return await _reject(transport, error)
        caller = Caller(room)
        message_limit = MessageLimit(self._limits, caller.seat)
        connection = SocketConnection(transport, caller, self._broadcasts.of(room), message_limit, self._history)
        self._open[connection] = transport
        self._callers.add(caller)
        if self._checking is None:
            self.abort_closing()
        try:
            if self._stopping:
                connection.outbox.close(GOING_AWAY, 'the server stops')
            await connection.run(request.query_params.get('since'), lambda: self._stopping)
        finally:
            self._callers.drop(caller)
            del self._open[connection]
            if connection.was_dropped:
                self._metrics.client_dropped()

    async def _room_for(self, request: HTTPConnection) -> Room:
        """Return the room to connect to. Raises RoomError, also `rate_limited`."""
        key, address = clean_room_id(request.path_params['room_id']), client_address(request.scope)
        wait = self._limits.check('sockets', address)
        if not wait and self._rooms.get(key) is None:
            wait = self._limits.check('rooms', address)
        if wait:
            raise RoomError('rate_limited', 'Too many of your address come at once. Try again in {wait} s.', wait=wait)
        room, _ = await self._rooms.open_at(key, RoomConfig(key))
        return room


class _SocketEndpoint:
    """An object rather than a function, so that Starlette passes on the ASGI call unchanged."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._sockets.serve(scope, receive, send)


async def _reject(transport: SocketTransport, error: RoomError) -> None:
    """Send the error, then close the socket: a browser cannot read a refused handshake."""
    outbox = Outbox(transport)
    outbox.start()
    outbox.put(ErrorModel(code=error.code, detail=error.sentence, in_reply_to=None).encoded())
    outbox.close(TRY_AGAIN if error.code in TEMPORARY else NOT_ALLOWED, error.code)
    try:
        while await transport.receive() is not None:
            pass
    finally:
        outbox.stop()

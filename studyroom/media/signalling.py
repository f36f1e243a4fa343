"""LiveKit's signalling through our own origin: one address, one certificate, and the place where a refusal holds."""

from __future__ import annotations

import asyncio
import logging

from typing import Protocol

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

log = logging.getLogger(__name__)

PATHS = ('/livekit/rtc', '/livekit/rtc/v1')
OPEN_SECONDS = 15.0
UNSPEAKABLE_CODES = {1005, 1006, 1015}  # RFC 6455, 7.4.1: may not be sent in a close frame


class Door(Protocol):
    """Whom the proxy lets through, and where to."""

    def upstream(self) -> str | None:
        """`http://127.0.0.1:port` of a livekit-server that is ready, or None."""

    def may_enter(self, token: str) -> bool:
        """Whether this token is ours, unexpired, and its bearer has a seat in its room."""


def routes(door: Door) -> list[BaseRoute]:
    """`/livekit/rtc`, `/livekit/rtc/v1` and their `validate` twins; nothing else of LiveKit is reachable."""

    async def signal(socket: WebSocket) -> None:
        await _signal(socket, door)

    async def validate(request: Request) -> Response:
        return await _validate(request, door)

    found: list[BaseRoute] = []
    for path in PATHS:
        found += [Route(f'{path}/validate', validate, methods=['GET']), WebSocketRoute(path, signal)]
    return found


async def _validate(request: Request, door: Door) -> Response:
    upstream = door.upstream()
    if upstream is None:
        return Response('media is not available', 503)
    if not door.may_enter(request.query_params.get('access_token', '')):
        return Response('not allowed', 403)
    address = f'{upstream}{request.url.path.removeprefix("/livekit")}?{request.url.query}'
    try:
        async with httpx.AsyncClient(timeout=OPEN_SECONDS, trust_env=False) as client:
            answer = await client.get(address)
    except httpx.HTTPError:
        return Response('media is not available', 503)
    # LiveKit may quote a refused token in its body: only the status of a refusal goes on.
    body = answer.content if answer.status_code in {200, 404} else b'refused'
    return Response(body, answer.status_code, media_type='text/plain')


async def _signal(socket: WebSocket, door: Door) -> None:
    upstream = door.upstream()
    if upstream is None or not door.may_enter(socket.query_params.get('access_token', '')):
        await socket.close(1008)
        return
    path = socket.url.path.removeprefix('/livekit')
    address = f'{upstream.replace("http", "ws", 1)}{path}?{socket.url.query}'
    forwarded = {'X-Forwarded-For': socket.client.host} if socket.client else {}
    try:
        inner = await connect(
            address, max_size=None, compression=None, ping_interval=None, open_timeout=OPEN_SECONDS,
            additional_headers=forwarded, proxy=None, logger=_Silent,
        )  # fmt: skip
    except (OSError, TimeoutError, InvalidStatus, WebSocketException):
        await socket.close(1011)
        return
    await socket.accept()
    try:
        await _relay(socket, inner)
    finally:
        await inner.close()


async def _relay(outer: WebSocket, inner: ClientConnection) -> None:
    up = asyncio.get_running_loop().create_task(_up(outer, inner))
    down = asyncio.get_running_loop().create_task(_down(outer, inner))
    try:
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)


async def _up(outer: WebSocket, inner: ClientConnection) -> None:
    try:
        while True:
            message = await outer.receive()
            if message['type'] == 'websocket.disconnect':
                return
            await inner.send(message.get('bytes') if message.get('bytes') is not None else message['text'])
    except ConnectionClosed:
        return


async def _down(outer: WebSocket, inner: ClientConnection) -> None:
    try:
        async for message in inner:
            await (outer.send_bytes(message) if isinstance(message, bytes) else outer.send_text(message))
        code = inner.close_code or 1011
    except WebSocketDisconnect:
        return
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1011
    await outer.close(1011 if code in UNSPEAKABLE_CODES else code)


# Its debug lines would quote the query string, and with it the token.
_Silent = logging.getLogger(f'{__name__}.websockets')
_Silent.setLevel(logging.WARNING)
_Silent.propagate = False

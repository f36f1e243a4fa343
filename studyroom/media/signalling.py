"""Relays LiveKit's signalling through our own origin: one address, one certificate, and one place to refuse."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

import httpx
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from studyroom.media.tls_context import tls_context

MOUNT = '/livekit'
PATHS = (f'{MOUNT}/rtc', f'{MOUNT}/rtc/v1')
UNAVAILABLE = 'media is not available'
NOT_ALLOWED = 1008
BEARER = 'Bearer '
# LiveKit sends no webhook for a mute, and an external one sends none at all. First bytes of protobuf messages:
CHANGES_FROM_CLIENT = (b'\x22', b'\x2a')  # SignalRequest: add_track (4), mute (5)
CHANGES_FROM_SERVER = (b'\x2a', b'\x32')  # SignalResponse: update (5), track_published (6)
OPEN_SECONDS = 15.0
UNSENDABLE_CODES = {1005, 1006, 1015}  # RFC 6455, 7.4.1: may not be sent in a close frame


class SignallingAccess(Protocol):
    """Who may use the signalling, and which LiveKit it leads to."""

    @property
    def upstream(self) -> str | None:
        """The address (http or https) of LiveKit if it is ready, else None."""

    async def room_of(self, token: str) -> str | None:
        """Return the room of a valid token whose bearer may be in its call; None to refuse."""

    def media_changed(self, room_id: str) -> None:
        """Check the room: what people in it send may have changed."""


def routes(access: SignallingAccess) -> list[BaseRoute]:
    """Return `/livekit/rtc`, `/livekit/rtc/v1` and their `validate` routes; nothing else of LiveKit is reachable."""

    async def signal(socket: WebSocket) -> None:
        await _signal(socket, access)

    async def validate(request: Request) -> Response:
        return await _validate(request, access)

    found: list[BaseRoute] = []
    for path in PATHS:
        found += [Route(f'{path}/validate', validate, methods=['GET']), WebSocketRoute(path, signal)]
    return found


async def _validate(request: Request, access: SignallingAccess) -> Response:
    upstream = access.upstream
    if upstream is None:
        return Response(UNAVAILABLE, 503)
    token = _token(request)
    if await access.room_of(token) is None:
        return Response('refused', 403)
    try:
        async with httpx.AsyncClient(timeout=OPEN_SECONDS, trust_env=False, verify=tls_context()) as client:
            address = f'{upstream}{_inner(request.url.path)}?{request.url.query}'
            answer = await client.get(address, headers={'Authorization': BEARER + token})
    except httpx.HTTPError:
        return Response(UNAVAILABLE, 503)
    # LiveKit quotes a refused token in its answer, so only the status of a refusal is passed on.
    body = answer.content if answer.status_code in {200, 404} else b'refused'
    return Response(body, answer.status_code, media_type='text/plain')


async def _signal(outer: WebSocket, access: SignallingAccess) -> None:
    upstream = access.upstream
    room_id = await access.room_of(_token(outer)) if upstream else None
    inner = await _connected(upstream, outer) if upstream and room_id else None
    if inner is None or room_id is None:
        await outer.close(NOT_ALLOWED)
        return
    try:
        await outer.accept()
        await _relay(outer, inner, lambda: access.media_changed(room_id))
    finally:
        await inner.close()
        access.media_changed(room_id)


async def _connected(upstream: str, outer: WebSocket) -> ClientConnection | None:
    """Connect to LiveKit before accepting the browser's connection, so that a refusal reaches it as one."""
    headers = {'Authorization': BEARER + _token(outer)}
    if outer.client:
        headers['X-Forwarded-For'] = outer.client.host
    try:
        return await connect(
            f'{upstream.replace("http", "ws", 1)}{_inner(outer.url.path)}?{outer.url.query}',
            additional_headers=headers,
            max_size=None,
            compression=None,
            ping_interval=None,
            open_timeout=OPEN_SECONDS,
            proxy=None,
            logger=_silent,
        )
    except (OSError, TimeoutError, WebSocketException):
        return None


def _token(connection: HTTPConnection) -> str:
    """Return the token; browsers can only put it into the query, other programs send a header.

    It is passed on as the header, which LiveKit reads first, so that LiveKit sees the very token we checked.
    """
    header = connection.headers.get('authorization', '')
    return header.removeprefix(BEARER) if header else connection.query_params.get('access_token', '')


def _inner(path: str) -> str:
    return path[path.index(MOUNT) + len(MOUNT) :]


async def _relay(outer: WebSocket, inner: ClientConnection, media_changed: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    ways = {
        loop.create_task(_to_livekit(outer, inner, media_changed)),
        loop.create_task(_to_browser(outer, inner, media_changed)),
    }
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _to_livekit(outer: WebSocket, inner: ClientConnection, media_changed: Callable[[], None]) -> None:
    with contextlib.suppress(ConnectionClosed):
        while (message := await outer.receive())['type'] != 'websocket.disconnect':
            frame: bytes | str = message['bytes'] if message.get('bytes') is not None else message['text']
            await inner.send(frame)
            if isinstance(frame, bytes) and frame.startswith(CHANGES_FROM_CLIENT):
                media_changed()


async def _to_browser(outer: WebSocket, inner: ClientConnection, media_changed: Callable[[], None]) -> None:
    try:
        async for message in inner:
            if isinstance(message, str):
                await outer.send_text(message)
                continue
            await outer.send_bytes(message)
            if message.startswith(CHANGES_FROM_SERVER):
                media_changed()
        code = inner.close_code or 1011
    except WebSocketDisconnect:
        return
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1011
    await outer.close(1011 if code in UNSENDABLE_CODES else code)


# Its log lines would quote the query string, which holds the token.
_silent = logging.getLogger(f'{__name__}.websockets')
_silent.disabled = True

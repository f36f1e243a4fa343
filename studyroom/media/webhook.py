"""Receives LiveKit's webhooks: plain http on loopback, so that LiveKit need not trust our certificate."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from studyroom.media.tokens import LiveKitKeys

PATH = '/livekit/webhook'
LARGEST_BYTES = 1024 * 1024


@asynccontextmanager
async def webhook_listener(keys: LiveKitKeys, room_changed: Callable[[str], None]) -> AsyncIterator[str]:
    """Listen on a free port and yield the address for LiveKit. `room_changed` is called with names of rooms.

    Requests that are not signed with our keys get 401.
    """

    async def heard(request: web.Request) -> web.Response:
        told = keys.webhook(await request.text(), request.headers.get('Authorization', ''))
        if told is None:
            return web.Response(status=401)
        if told.room.name:
            room_changed(told.room.name)
        return web.Response()

    listener = web.Application(client_max_size=LARGEST_BYTES)
    listener.router.add_post(PATH, heard)
    runner = web.AppRunner(listener, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, '127.0.0.1', 0)
        await site.start()
        yield f'http://127.0.0.1:{runner.addresses[0][1]}{PATH}'
    finally:
        await runner.cleanup()

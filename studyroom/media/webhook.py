"""Where our LiveKit tells us of changes: plain http on loopback, so that no certificate of ours is in its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from studyroom.media.tokens import LiveKitKeys

PATH = '/livekit/webhook'
LARGEST_BYTES = 1024 * 1024


@asynccontextmanager
async def webhook_listener(keys: LiveKitKeys, room_changed: Callable[[str], None]) -> AsyncIterator[str]:
    """Listen on a free port while inside; gives the address to hand to LiveKit. `room_changed` hears names of rooms.

    Only what is signed with our keys counts: everyone else gets 401.
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

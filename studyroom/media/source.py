"""The LiveKit in use: our own, or one that runs elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import aiohttp
from livekit import api

from studyroom.media.tokens import LiveKitKeys
from studyroom.room.ports import MediaHealth, MediaStatus

READY = MediaStatus(MediaHealth.READY, 'Microphone and camera are ready.')
STARTING = MediaStatus(MediaHealth.STARTING, 'Microphone and camera are starting.')
LOOK_SECONDS = 15.0


class Source(Protocol):
    """A LiveKit. `run` runs until it is cancelled, and leaves nothing behind."""

    keys: LiveKitKeys
    own_relays: bool

    @property
    def address(self) -> str:
        """An http or https address, valid while the status is ready."""

    @property
    def restarts(self) -> int:
        """How many times we restarted it."""

    async def run(self, tell: Callable[[MediaStatus], None], room_changed: Callable[[str], None]) -> None:
        """Report each status to `tell`, and rooms where media may have changed to `room_changed`."""


class ExternalSource:
    """A LiveKit that somebody else runs: nothing is started, and its health is checked every 15 s."""

    own_relays = True
    restarts = 0

    def __init__(self, url: str, keys: LiveKitKeys) -> None:
        """`url` begins with http, https, ws or wss."""
        self.keys = keys
        self.address = ('http' + url.removeprefix('ws') if url.startswith('ws') else url).rstrip('/')

    async def run(self, tell: Callable[[MediaStatus], None], room_changed: Callable[[str], None]) -> None:
        tell(STARTING)
        while True:
            tell(await self.look())
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> MediaStatus:
        """Return ready if it answers and accepts our keys, else unavailable and what to check."""
        try:
            async with api.LiveKitAPI(self.address, self.keys.key, self.keys.secret) as asked:
                await asked.room.list_rooms(api.ListRoomsRequest(names=['-']))
        except api.ServerError:
            sentence, advice = 'The media server refuses the keys of this server.', 'LIVEKIT_API_KEY and _SECRET'
        except (aiohttp.ClientError, TimeoutError, ValueError):
            sentence, advice = 'The media server does not answer.', 'LIVEKIT_URL'
        else:
            return READY
        return MediaStatus(MediaHealth.UNAVAILABLE, sentence, f'The person who runs this server should check {advice}.')

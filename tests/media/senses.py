"""Sends a tone and moving pictures through a call, and checks that they arrive."""

from __future__ import annotations

import asyncio
import math
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from livekit import rtc

from tests.media.call import HEIGHT, WIDTH, Guest, until

RATE = 48_000
SAMPLES = RATE // 100
LOUD = 1_000
TONE = array('h', (int(12_000 * math.sin(2 * math.pi * 500 * n / RATE)) for n in range(SAMPLES)))


@asynccontextmanager
async def with_tone_and_picture(guest: Guest) -> AsyncIterator[None]:
    """Send a tone and pictures on every published track while inside."""
    ways = {rtc.AudioSource: _sound, rtc.VideoSource: _pictures}
    tasks = [asyncio.create_task(ways[type(source)](source)) for source in guest.sources]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert [end for end in ends if not isinstance(end, asyncio.CancelledError)] == []


async def hears(guest: Guest) -> None:
    """Return when a loud sound has arrived."""
    stream = rtc.AudioStream(await _arriving(guest, rtc.TrackKind.KIND_AUDIO))
    async for event in stream:
        if max(array('h', bytes(event.frame.data))) > LOUD:
            break
    await stream.aclose()


async def sees(guest: Guest) -> None:
    """Return when a picture has arrived, and another one after it."""
    stream = rtc.VideoStream(await _arriving(guest, rtc.TrackKind.KIND_VIDEO))
    first = b''
    async for event in stream:
        picture = bytes(event.frame.data)
        if first not in {b'', picture}:
            break
        first = first or picture
    await stream.aclose()


async def _arriving(guest: Guest, kind: int) -> rtc.RemoteTrack:
    def tracks() -> list[rtc.RemoteTrack]:
        publications = [
            p for person in guest.room.remote_participants.values() for p in person.track_publications.values()
        ]
        return [publication.track for publication in publications if publication.track and publication.kind == kind]

    await until(tracks)
    return tracks()[0]


async def _sound(source: rtc.AudioSource) -> None:
    while True:
        await source.capture_frame(rtc.AudioFrame(TONE.tobytes(), RATE, 1, SAMPLES))


async def _pictures(source: rtc.VideoSource) -> None:
    for shade in count(step=40):
        pixels = bytes((shade % 256, 90, 90, 255)) * (WIDTH * HEIGHT)
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, pixels))
        await asyncio.sleep(1 / 10)

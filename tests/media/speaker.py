"""Somebody who speaks until killed: `python -m tests.media.speaker ws://.../livekit TOKEN`."""

import asyncio
import sys

from livekit import rtc

from tests.media.call import OPTIONS, Guest
from tests.media.senses import with_tone_and_picture


async def main(url: str, token: str) -> None:
    guest = Guest(rtc.Room())
    await guest.room.connect(url, token, OPTIONS)
    await guest.speak()
    async with with_tone_and_picture(guest):
        await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))

"""A call: what livekit-server costs, and the server through whose address people reach it.

One person sends a microphone and a camera (320 x 180, 15 pictures a second, 500 kbit/s); the others hear and see them.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import psutil
from livekit import rtc

from benchmarks.bench import STUDY_ROOM, Bench, Side, open_rooms
from benchmarks.crowd import NotAllCame
from benchmarks.servers import Server, cpu_of, study_room

ROOM = 'algebra'
READY_SECONDS, JOIN_SECONDS = 60.0, 30.0
WIDTH, HEIGHT, PICTURES, BITS = 320, 180, 15, 500_000
RATE, SAMPLES = 48_000, 480
WITH_MEDIA = Side(
    'study room with media', '', lambda folder: study_room(folder, {'STUDYROOM_MEDIA': 'on'}), STUDY_ROOM.visitor
)
# LiveKit would suggest servers on the internet, which nobody here needs.
OPTIONS = rtc.RoomOptions(
    auto_subscribe=True, rtc_config=rtc.RtcConfiguration(ice_servers=[rtc.IceServer(urls=['stun:127.0.0.1:9'])])
)


async def media(bench: Bench) -> None:
    """Let in more and more subscribers, and look at both processes. Without livekit-server, there is nothing to see."""
    bench.step('media: waiting for livekit-server')
    with bench.server(WITH_MEDIA) as server:
        await open_rooms(WITH_MEDIA, server, [ROOM])
        if not await _is_ready(server):
            print('media are not measured: `studyroom media install` gets livekit-server', file=sys.stderr)
            return
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_sender(server))
            subscribers = list[rtc.Room]()
            for count in bench.sizes.subscribers:
                bench.step(f'media: {count} subscribers')
                while len(subscribers) < count:
                    subscribers.append(await stack.enter_async_context(_in_call(server, f'Ben {len(subscribers)}')))
                await _all_subscribed(subscribers)
                await _look(bench, server, count)


async def _look(bench: Bench, server: Server, count: int) -> None:
    await asyncio.sleep(bench.sizes.settle_seconds)
    livekit, seconds = _livekit(server), bench.sizes.talk_seconds
    before = cpu_of(livekit)
    bench.note(WITH_MEDIA, f'proxy, {count} subscribers', 100 * await server.share(seconds))
    bench.note(WITH_MEDIA, f'livekit, {count} subscribers', 100 * (cpu_of(livekit) - before) / seconds)


def _livekit(server: Server) -> int:
    assert server.process is not None
    children = psutil.Process(server.process.pid).children(recursive=True)
    return next(int(child.pid) for child in children if child.name().startswith('livekit'))


async def _is_ready(server: Server) -> bool:
    async with aiohttp.ClientSession(server.url) as session:
        for _ in range(round(READY_SECONDS)):
            async with session.post('/sfu/token', json={'room_id': ROOM, 'user': 'Somebody'}) as answer:
                if answer.status == 200:
                    return True
            await asyncio.sleep(1.0)
    return False


@asynccontextmanager
async def _in_call(server: Server, name: str) -> AsyncIterator[rtc.Room]:
    async with (
        aiohttp.ClientSession(server.url) as session,
        session.post('/sfu/token', json={'room_id': ROOM, 'user': name}) as answer,
    ):
        answer.raise_for_status()
        ticket = await answer.json()
    room = rtc.Room()
    try:
        async with asyncio.timeout(JOIN_SECONDS):
            await room.connect(ticket['server_url'], ticket['token'], OPTIONS)
    except (TimeoutError, rtc.ConnectError) as problem:
        raise NotAllCame(f'{name} could not join the call ({problem})') from problem
    try:
        yield room
    finally:
        await room.disconnect()


@asynccontextmanager
async def _sender(server: Server) -> AsyncIterator[None]:
    sound, pictures = rtc.AudioSource(RATE, 1), rtc.VideoSource(WIDTH, HEIGHT)
    voice = rtc.LocalAudioTrack.create_audio_track('voice', sound)
    picture = rtc.LocalVideoTrack.create_video_track('picture', pictures)
    camera = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        simulcast=False,
        video_encoding=rtc.VideoEncoding(max_bitrate=BITS, max_framerate=PICTURES),
    )
    async with _in_call(server, 'Ann') as room:
        await room.local_participant.publish_track(
            voice, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        )
        await room.local_participant.publish_track(picture, camera)
        tasks = [asyncio.create_task(_speak(sound)), asyncio.create_task(_show(pictures))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def _speak(source: rtc.AudioSource) -> None:
    while True:
        await source.capture_frame(rtc.AudioFrame(os.urandom(2 * SAMPLES), RATE, 1, SAMPLES))


async def _show(source: rtc.VideoSource) -> None:
    """Noise: no picture can be guessed from the one before, so that all of the bits are needed."""
    while True:
        pixels = os.urandom(WIDTH * HEIGHT * 4)
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, pixels))
        await asyncio.sleep(1 / PICTURES)


async def _all_subscribed(rooms: list[rtc.Room]) -> None:
    """Return when everybody has both tracks. Raises NotAllCame."""

    def tracks(room: rtc.Room) -> int:
        people = room.remote_participants.values()
        return sum(track.subscribed for person in people for track in person.track_publications.values())

    for _ in range(round(JOIN_SECONDS / 0.1)):
        if all(tracks(room) >= 2 for room in rooms):
            return
        await asyncio.sleep(0.1)
    raise NotAllCame('somebody in the call does not get sound and pictures')

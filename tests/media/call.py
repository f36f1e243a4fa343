"""A room with a real LiveKit behind our own proxy, and people in its call."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from livekit import api, rtc
from starlette.applications import Starlette

from studyroom.clock import SystemClock
from studyroom.log.memory import MemoryLog
from studyroom.media import signalling
from studyroom.media.binary import Binary
from studyroom.media.livekit_config import Network
from studyroom.media.own_server import OwnServerOptions, OwnSource
from studyroom.media.service import MediaService
from studyroom.media.source import Source
from studyroom.room.config import RoomConfig
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.ports import MediaHealth
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomManager
from tests.ports import free_port

SECRET = 'a secret of forty characters, for tests.'
WAIT_SECONDS = 20.0
WIDTH, HEIGHT = 64, 48
# LiveKit would suggest servers on the internet, which tests must not ask.
OPTIONS = rtc.RoomOptions(
    auto_subscribe=True, rtc_config=rtc.RtcConfiguration(ice_servers=[rtc.IceServer(urls=['stun:127.0.0.1:9'])])
)


async def until(true: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
    """Wait until a condition holds. Raises TimeoutError that names it."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - it waits for other programs
            await asyncio.sleep(0.02)


def without_settings(**settings: str) -> dict[str, str]:
    """Return the environment of a server that has only these settings."""
    strange = ('STUDYROOM_', 'LIVEKIT_', 'NICEGUI_', 'PYTEST_', 'COV_')
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return kept | {'PYTHONPATH': str(Path(__file__).parents[2])} | settings


@dataclass
class Guest:
    """Somebody in the call who uses LiveKit's own client library instead of a browser."""

    room: rtc.Room
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    published: dict[str, rtc.LocalTrackPublication] = field(default_factory=dict)
    sources: list[rtc.AudioSource | rtc.VideoSource] = field(default_factory=list)

    async def speak(self) -> None:
        source = rtc.AudioSource(48_000, 1)
        track = rtc.LocalAudioTrack.create_audio_track('voice', source)
        await self._publish('audio', track, rtc.TrackSource.SOURCE_MICROPHONE, source)

    async def show(self, source_kind: rtc.TrackSource.ValueType = rtc.TrackSource.SOURCE_CAMERA) -> None:
        source = rtc.VideoSource(WIDTH, HEIGHT)
        track = rtc.LocalVideoTrack.create_video_track('picture', source)
        await self._publish('video', track, source_kind, source)

    def mute(self) -> None:
        self._voice().mute()

    def unmute(self) -> None:
        self._voice().unmute()

    async def stop_showing(self) -> None:
        await self.room.local_participant.unpublish_track(self.published.pop('video').sid)

    async def leave(self) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            await self.room.disconnect()

    def _voice(self) -> rtc.LocalAudioTrack:
        track = self.published['audio'].track
        assert isinstance(track, rtc.LocalAudioTrack)
        return track

    async def _publish(self, kind: str, track: rtc.LocalTrack, source_kind: int, source: object) -> None:
        options = rtc.TrackPublishOptions(source=source_kind)  # type: ignore[arg-type]
        async with asyncio.timeout(WAIT_SECONDS):
            self.published[kind] = await self.room.local_participant.publish_track(track, options)
        self.sources.append(source)  # type: ignore[arg-type]


@dataclass
class Call:
    """Ann and Ben are present in `room`; nobody is in the call yet."""

    service: MediaService
    source: Source
    room: Room
    rooms: RoomManager
    host: str
    port: int
    ann: str = ''
    ben: str = ''
    guests: list[Guest] = field(default_factory=list)

    @property
    def http(self) -> str:
        return f'http://{self.host}:{self.port}'

    @property
    def ws(self) -> str:
        return f'ws://{self.host}:{self.port}'

    @property
    def livekit_pid(self) -> int:
        assert isinstance(self.source, OwnSource)
        assert self.source.pid is not None
        return self.source.pid

    def token(self, seat: str) -> str:
        person = self.room.person(seat)
        return self.service.ticket(self.room.room_id, seat, person.name if person else '').token

    async def seat(self, name: str) -> str:
        """Add a person who is present in the room."""
        seat = (await self.room.sit_down(name, name)).seat
        self.room.connect(seat, f'{name} client', f'{name} tab')
        return seat

    async def in_call(self) -> set[str]:
        """Return the seats in this room's call, as LiveKit reports them."""
        async with api.LiveKitAPI(self.source.address, self.source.keys.key, self.source.keys.secret) as livekit:
            answer = await livekit.room.list_participants(api.ListParticipantsRequest(room=self.room.room_id))
            return {person.identity for person in answer.participants}

    async def join(self, seat: str, token: str = '') -> Guest:
        """Join through the proxy, as a browser does."""
        guest = Guest(rtc.Room())
        guest.room.on('disconnected', lambda _reason: guest.gone.set())
        token = token or self.token(seat)
        async with asyncio.timeout(WAIT_SECONDS):
            await guest.room.connect(f'{self.ws}/livekit', token, OPTIONS)
        self.guests.append(guest)
        return guest

    def sends(self, seat: str) -> MediaState:
        return self.room.media.get(seat, MediaState())

    async def until_ready(self) -> None:
        await until(lambda: self.service.status.health is MediaHealth.READY)


@asynccontextmanager
async def call_with(source: Source, host: str = '127.0.0.1', **service_options: float) -> AsyncIterator[Call]:
    """Run the media service while inside, and wait until it is ready; `host` is the address of our own origin."""
    hub = Hub()
    log: MemoryLog[RoomFacts] = MemoryLog()
    rooms = RoomManager(log, hub, SystemClock())
    room = await rooms.create(RoomConfig('Algebra'))
    service = MediaService(source, rooms, hub, **service_options)
    call = Call(service, source, room, rooms, host, free_port())
    call.ann, call.ben = await call.seat('Ann'), await call.seat('Ben')
    service.start()
    try:
        async with proxy(service, host, call.port):
            await call.until_ready()
            yield call
            for guest in call.guests:
                await guest.leave()
    finally:
        await service.stop()


def own_source(binary: Binary, folder: Path) -> OwnSource:
    """Return the network of a LiveKit on loopback, on free ports."""
    network = Network(udp_port=free_port(), tcp_port=free_port())
    return OwnSource(OwnServerOptions(binary.path, folder, 'http://127.0.0.1:9', network), SECRET)


@asynccontextmanager
async def proxy(service: MediaService, host: str, port: int) -> AsyncIterator[None]:
    """The signalling routes, served as the product serves them."""
    routes = Starlette(routes=signalling.routes(service))
    config = uvicorn.Config(routes, host=host, port=port, ws='wsproto', log_config=None, lifespan='off')
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # `serve` would take over the signals of the test run
    await until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await serving

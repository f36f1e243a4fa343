"""The status of media, in a server that installs LiveKit, loses it, or uses an external one."""

import os
import shutil
import signal
import socket
import time
from pathlib import Path

import pytest

from studyroom.clock import SystemClock
from studyroom.log.memory import MemoryLog
from studyroom.media.binary import Binary, cached_path
from studyroom.media.livekit_config import Network
from studyroom.media.off import OFF, MediaOff
from studyroom.media.own_server import OwnServerOptions, OwnSource
from studyroom.media.service import MediaService
from studyroom.media.source import ExternalSource, Source
from studyroom.media.tokens import LiveKitKeys
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.ports import MediaHealth, MediaPort, MediaStatus
from studyroom.rooms.manager import RoomManager
from tests.media.call import SECRET, Call, call_with, until
from tests.media.release import Release, archive, serving
from tests.ports import free_port

NOWHERE = 'http://127.0.0.1:9'
NEEDS_IPV6 = pytest.mark.skipif(not Path('/proc/net/if_inet6').exists(), reason='this machine has no IPv6')


@pytest.fixture
def bare_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A PATH without livekit-server and Go: only what a shell script needs."""
    folder = tmp_path / 'bin'
    folder.mkdir()
    monkeypatch.setenv('PATH', str(folder))


class Watched:
    """A service, and every status that a page received."""

    def __init__(self, source: Source) -> None:
        hub, log = Hub(), MemoryLog[RoomFacts]()
        self.service = MediaService(source, RoomManager(log, hub, SystemClock()), hub)
        self.heard: list[MediaStatus] = []
        self.end = self.service.subscribe(self.heard.append)
        self.service.start()

    @property
    def health(self) -> MediaHealth:
        return self.service.status.health

    async def until(self, health: MediaHealth) -> None:
        await until(lambda: self.health is health)


def options_for(cache: Path, base: str = NOWHERE, program: Path | None = None, **more: object) -> OwnServerOptions:
    network = Network(udp_port=free_port(), tcp_port=free_port())
    return OwnServerOptions(program, cache, base, network, retry_seconds=0.1, **more)  # type: ignore[arg-type]


def take(other: socket.socket, port: int) -> None:
    """Take a port as soon as it is free, without yielding to the event loop, so that our own server comes too late."""
    other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for _ in range(5_000):
        try:
            other.bind(('', port))
        except OSError:
            time.sleep(0.001)
        else:
            return other.listen()
    raise TimeoutError


@pytest.mark.usefixtures('bare_path')
async def test_a_program_that_an_administrator_installs_meanwhile_is_used_without_a_restart(
    livekit_server: Binary, tmp_path: Path
) -> None:
    cache = tmp_path / 'cache'
    watched = Watched(OwnSource(options_for(cache), SECRET))
    await watched.until(MediaHealth.UNAVAILABLE)
    status = watched.service.status
    assert status.sentence == f'livekit-server could not be fetched from {NOWHERE}: there is no connection to it.'
    assert status.advice == 'Get it with: studyroom media install'
    cache.mkdir(exist_ok=True)
    shutil.copy(livekit_server.path, tmp_path / 'copy')
    (tmp_path / 'copy').replace(cached_path(cache))
    await watched.until(MediaHealth.READY)
    assert watched.heard[-1] == watched.service.status
    await watched.service.stop()


@pytest.mark.usefixtures('bare_path')
async def test_everybody_sees_how_far_a_download_is(tmp_path: Path) -> None:
    async with serving(Release(archive(), pause=0.05)) as release:
        watched = Watched(OwnSource(options_for(tmp_path / 'cache', release.base), SECRET))
        await until(lambda: cached_path(tmp_path / 'cache').exists())
        await watched.service.stop()
    fetching = [status for status in watched.heard if status.health is MediaHealth.FETCHING]
    shares = [status.progress or 0.0 for status in fetching]
    assert shares == sorted(shares)
    assert (len(shares) >= 3, shares[-1]) == (True, 1.0)
    assert fetching[-1].sentence == 'Microphone and camera are being set up: 100%.'


async def test_a_program_that_keeps_exiting_makes_media_unavailable(tmp_path: Path) -> None:
    bad = tmp_path / 'livekit-server'
    bad.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo livekit-server version 1.13.5 && exit\necho "no such luck"\n'
    )
    bad.chmod(0o755)
    watched = Watched(OwnSource(options_for(tmp_path, program=bad), SECRET))
    await watched.until(MediaHealth.UNAVAILABLE)
    assert watched.service.status.sentence == 'livekit-server does not stay up: no such luck'
    assert watched.service.status.advice
    await watched.service.stop()


@pytest.mark.parametrize('address', ['0.0.0.0', '127.0.0.1', pytest.param('::1', marks=NEEDS_IPV6)])
async def test_taken_default_ports_are_replaced(livekit_server: Binary, tmp_path: Path, address: str) -> None:
    options = options_for(tmp_path, program=livekit_server.path)
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    with socket.socket(family) as tcp, socket.socket(family, socket.SOCK_DGRAM) as udp:
        tcp.bind((address, options.network.tcp_port))
        tcp.listen()
        udp.bind((address, options.network.udp_port))
        async with call_with(OwnSource(options, SECRET)) as call:
            await (await call.join(call.ann)).speak()
            await until(lambda: call.sends(call.ann).audio)


async def test_a_port_that_another_program_took_meanwhile_is_replaced(livekit_server: Binary, tmp_path: Path) -> None:
    options = options_for(tmp_path, program=livekit_server.path)
    async with call_with(OwnSource(options, SECRET)) as call:
        os.kill(call.livekit_pid, signal.SIGKILL)
        with socket.socket() as other:
            take(other, options.network.tcp_port)
            await until(lambda: call.service.status.health is MediaHealth.STARTING)
            await call.until_ready()
            await (await call.join(call.ann)).speak()
            await until(lambda: call.sends(call.ann).audio)


async def test_a_port_set_by_a_setting_is_waited_for(livekit_server: Binary, tmp_path: Path) -> None:
    options = options_for(tmp_path, program=livekit_server.path, exact_ports=frozenset({'udp_port'}))
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(('', options.network.udp_port))
        watched = Watched(OwnSource(options, SECRET))
        await watched.until(MediaHealth.UNAVAILABLE)
        sentence = f'Port {options.network.udp_port} for media is taken by another program (STUDYROOM_MEDIA_UDP_PORT).'
        assert watched.service.status.sentence == sentence
    await watched.until(MediaHealth.READY)
    await watched.service.stop()


@pytest.mark.parametrize('scheme', ['http', 'ws'])
async def test_an_external_livekit_is_used_as_it_is(call: Call, scheme: str) -> None:
    url = call.source.address.replace('http', scheme, 1)
    async with call_with(ExternalSource(url, LiveKitKeys('studyroom', SECRET))) as other:
        assert other.service.ticket(other.room.room_id, other.ann, 'Ann').own_relays
        await (await other.join(other.ann)).speak()
        await until(lambda: other.sends(other.ann) == MediaState(audio=True))


async def test_when_an_external_livekit_has_other_keys_the_status_says_which_settings_to_check(call: Call) -> None:
    watched = Watched(ExternalSource(call.source.address, LiveKitKeys('studyroom', 'x' * 40)))
    await watched.until(MediaHealth.UNAVAILABLE)
    assert 'LIVEKIT_API_KEY' in watched.service.status.advice
    await watched.service.stop()


async def test_when_an_external_livekit_is_missing_the_status_says_so() -> None:
    watched = Watched(ExternalSource('ws://127.0.0.1:9', LiveKitKeys('studyroom', SECRET)))
    await watched.until(MediaHealth.UNAVAILABLE)
    assert watched.service.status.sentence == 'The media server does not answer.'
    await watched.service.stop()


async def test_an_ended_subscription_hears_nothing_more(tmp_path: Path) -> None:
    watched = Watched(ExternalSource('ws://127.0.0.1:9', LiveKitKeys('studyroom', SECRET)))
    watched.end()
    watched.end()
    await watched.until(MediaHealth.UNAVAILABLE)
    assert watched.heard == []
    await watched.service.stop()


def test_media_that_are_turned_off_stay_off() -> None:
    port: MediaPort = MediaOff()
    assert port.status is OFF
    port.subscribe(lambda status: None)()
    with pytest.raises(Exception, match='turned off'):
        port.ticket('algebra-k7f2', 'seat:1', 'Ann')

"""Somebody on another computer in the same network: nothing here uses loopback."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from studyroom.media.binary import Binary
from studyroom.media.livekit_config import Network, Reach
from studyroom.media.own_server import OwnServerOptions, OwnSource
from tests.browser.calling import Caller, new_caller
from tests.browser.conftest import CALLING
from tests.browser.conftest import chromium as chromium
from tests.browser.conftest import chromium_shell as chromium_shell
from tests.conftest import NOT_RUN
from tests.media.call import SECRET, WAIT_SECONDS, call_with, until, without_settings
from tests.media.second_host import NoSecondHost, SecondHost, second_host
from tests.media.senses import hears
from tests.media.server_process import Server
from tests.ports import free_port

FLAGS = [*CALLING, '--ignore-certificate-errors']
OWN_TRACKS = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true})
    return stream.getTracks().map(track => `${track.kind} ${track.readyState}`).sort()
}"""


@pytest.fixture(scope='module')
def other_host() -> Iterator[SecondHost]:
    try:
        with second_host() as host:
            yield host
    except NoSecondHost as reason:
        pytest.skip(f'{NOT_RUN}browser and call on a second host: {reason}.')


@pytest.fixture
def lobby(other_host: SecondHost, livekit_server: Binary, tmp_path: Path) -> Iterator[str]:
    """The address of a server that was started as if for a class, but that only the second host can reach."""
    server = Server(tmp_path, '--https', '--host', other_host.ours, STUDYROOM_LIVEKIT_BIN=str(livekit_server.path))
    server.livekit()
    yield f'https://{other_host.ours}:{server.port}'
    server.process.kill()
    server.process.wait()


@asynccontextmanager
async def person_at(program: str | Path) -> AsyncIterator[Caller]:
    """A person with a browser of their own that has a camera and a microphone."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield await new_caller(browser)
        await browser.close()


@pytest.fixture
async def anna(chromium_shell: str) -> AsyncIterator[Caller]:
    """Anna is at this machine."""
    async with person_at(chromium_shell) as person:
        yield person


@pytest.fixture
async def clara(other_host: SecondHost, chromium_shell: str, tmp_path: Path) -> AsyncIterator[Caller]:
    """Clara is at the other machine."""
    async with person_at(other_host.program(chromium_shell, tmp_path)) as person:
        yield person


async def test_two_people_on_two_hosts_study_together_and_see_and_hear_each_other(
    lobby: str, anna: Caller, clara: Caller
) -> None:
    address = await anna.open_room(lobby, 'Linear Algebra', 'Anna')
    await clara.sit_down(address, 'Clara')
    await expect(anna.page.locator('.people')).to_contain_text('Clara')
    assert await clara.page.evaluate('isSecureContext')
    assert await clara.page.evaluate(OWN_TRACKS) == ['audio live', 'video live']
    await asyncio.gather(anna.turn_on('mic', 'camera'), clara.turn_on('mic', 'camera'))
    await asyncio.gather(anna.sees_video_of('Clara'), clara.sees_video_of('Anna'))
    await asyncio.gather(anna.hears('Clara'), clara.hears('Anna'))


async def test_a_person_on_another_host_is_heard_here(
    other_host: SecondHost, livekit_server: Binary, tmp_path: Path
) -> None:
    ways = Network(Reach.LAN, free_port(), free_port())
    source = OwnSource(OwnServerOptions(livekit_server.path, tmp_path, 'http://127.0.0.1:9', ways), SECRET)
    async with call_with(source, other_host.ours) as call:
        ben = await call.join(call.ben)
        words = [sys.executable, '-m', 'tests.media.speaker', f'{call.ws}/livekit', call.token(call.ann)]
        speaker = await asyncio.create_subprocess_exec(*other_host.command(*words), env=without_settings())
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await hears(ben)
            await until(lambda: call.sends(call.ann).audio)
        finally:
            speaker.kill()
            await speaker.wait()

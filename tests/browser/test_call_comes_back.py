"""What a call survives (livekit-server killed, our server killed, a reload), and what does not come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.async_api import expect

from studyroom.media.binary import cache_folder, cached_path
from tests.browser.agreement import clocks_agree
from tests.browser.calling import Caller, sit_together
from tests.browser.study import StudyServer

BACK_WITHIN_SECONDS = 20
REMEMBER = """() => { window.went = '';
  studyroom.media.subscribe(({ call }) => call && (window.went += (went && ', ') + call)); }"""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[StudyServer]:
    """A server with media that a test kills."""
    server = StudyServer(tmp_path, media=True)
    server.start()
    yield server
    server.stop()


def livekit(server: StudyServer) -> psutil.Process:
    assert server.process is not None
    (found,) = [child for child in psutil.Process(server.process.pid).children() if 'livekit' in child.name()]
    return found


async def test_a_call_outlives_livekit_and_the_server_but_a_screen_waits_for_a_press(
    own_server: StudyServer, mia: Caller, tom: Caller
) -> None:
    await sit_together(own_server, (mia, 'Mia'), (tom, 'Tom'))
    await mia.press_main('Start focus')
    await mia.turn_on('mic', 'camera')
    await tom.turn_on('mic', 'camera')
    await tom.turn_off('mic')
    await asyncio.gather(mia.sees_video_of('Tom'), tom.sees_video_of('Mia'))
    await livekit_is_killed_twice_and_the_timer_never_notices(own_server, mia, tom)
    await tom.turn_off('camera')
    await after_a_restart_the_same_tabs_talk_on(own_server, mia, tom)


async def livekit_is_killed_twice_and_the_timer_never_notices(server: StudyServer, mia: Caller, tom: Caller) -> None:
    for one in (mia, tom):
        await one.page.evaluate(REMEMBER)
    for _ in range(2):
        killed = time.monotonic()
        livekit(server).kill()
        await clocks_agree(mia, tom)
        for one in (mia, tom):
            await one.page.wait_for_function('went.includes("econnecting") && went.endsWith(" connected")')
            await one.page.evaluate('window.went = ""')
        await asyncio.gather(mia.sees_video_of('Tom'), tom.sees_video_of('Mia'), tom.hears('Mia'))
        assert time.monotonic() - killed < BACK_WITHIN_SECONDS
        await expect(tom.switch('mic')).to_have_attribute('aria-pressed', 'false')
        await mia.sends('Tom', 'microphone off, camera on')
    await tom.write('all the while')
    await expect(mia.page.locator('.note p')).to_have_text(['all the while'])
    server.faults()  # livekit-server complains about clients of its former process


async def after_a_restart_the_same_tabs_talk_on(server: StudyServer, mia: Caller, tom: Caller) -> None:
    await mia.turn_on('screen')
    await asyncio.gather(tom.sees_video_of('Mia'), tom.sees_video_of('Mia’s screen'))
    for one in (mia, tom):
        await one.page.evaluate('window.beforeTheKill = true')
    server.kill()
    server.start()
    for one in (mia, tom):
        await one.page.wait_for_function('window.did_handshake && !window.beforeTheKill', timeout=15_000)
    await asyncio.gather(tom.sees_video_of('Mia'), tom.hears('Mia'))
    await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'true')
    await expect(mia.switch('screen')).to_have_attribute('aria-pressed', 'false')
    await expect(tom.tile('Mia’s screen')).to_have_count(0)
    for kind in ('mic', 'camera'):
        await expect(tom.switch(kind)).to_have_attribute('aria-pressed', 'false')
    server.faults()


async def test_a_reload_keeps_the_call_with_what_was_on_but_opening_the_link_again_does_not(
    media_server: StudyServer, mia: Caller, tom: Caller, call: str
) -> None:
    await mia.turn_on('camera')
    await tom.sees_video_of('Mia')
    await mia.page.reload()
    await expect(mia.switch('camera')).to_have_attribute('aria-pressed', 'true')
    await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'false')
    await tom.sees_video_of('Mia')
    await expect(tom.tiles()).to_have_count(1)
    await mia.turn_on('mic')
    await tom.hears('Mia')
    await mia.page.reload()
    await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'true')
    await tom.hears('Mia')
    await mia.visit(media_server.url)
    await mia.visit(call)
    for kind in ('mic', 'camera'):
        await expect(mia.switch(kind)).to_have_attribute('aria-pressed', 'false')
    await expect(tom.row('Mia').locator('.person__media .icon')).to_have_count(0)


async def test_media_start_working_in_an_open_room_without_a_reload(tmp_path: Path, mia: Caller, tom: Caller) -> None:
    """livekit-server is not there at first, as when a server starts for the very first time."""
    late = tmp_path / 'livekit-server'
    server = StudyServer(tmp_path, media=True, settings={'STUDYROOM_LIVEKIT_BIN': str(late)})
    server.start(until_media=False)
    try:
        address = server.open_room()
        await asyncio.gather(mia.take_seat(address, 'Mia'), tom.take_seat(address, 'Tom'))
        await expect(mia.page.locator('.bar__line')).to_contain_text('STUDYROOM_LIVEKIT_BIN')
        await mia.press_main('Start focus')
        await mia.page.evaluate('window.sameDocument = true')
        late.symlink_to(cached_path(cache_folder()))
        await expect(mia.switch('camera')).to_be_visible()
        await mia.turn_on('camera')
        await tom.sees_video_of('Mia')
        assert await mia.page.evaluate('window.sameDocument')
    finally:
        server.stop()

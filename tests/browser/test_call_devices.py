"""Microphones and cameras: tried before sitting down, changed during the call, kept on by a held key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Playwright, expect

from tests.browser import stage
from tests.browser.calling import PLAYS, Caller, new_caller, sit_together
from tests.browser.conftest import CALLING
from tests.browser.ongoing_call import Pair
from tests.browser.study import StudyServer
from tests.browser.test_accessibility import axe as axe
from tests.browser.test_accessibility import findings
from tests.browser.test_phone import OUT_OF_REACH

TILE = '.preview__tile video'
LOUD = '.meter i.on'
MOVES = """(loud) => new Promise((done) => {
  let most = 0;
  const end = (moved) => (clearInterval(looking), done(moved));
  const looking = setInterval(() => {
    const now = document.querySelectorAll(loud).length;
    if (now < most) end(true);
    most = Math.max(most, now);
  }, 20);
  setTimeout(end, 15000, false);
})"""
SENT = """(source) => getElement(document.querySelector('.stage').id.slice(1)).call.localParticipant
  .getTrackPublication(source).track.mediaStreamTrack"""
HELD_MS = 700


@pytest_asyncio.fixture(loop_scope='session')
async def door(media_server: StudyServer, mia: Caller, tom: Caller) -> AsyncIterator[str]:
    """The address of a room in which Tom sits, with Mia at its join view."""
    address = await sit_together(media_server, (tom, 'Tom'))
    await mia.visit(address)
    yield address


def preview(caller: Caller, kind: str) -> Locator:
    return caller.page.locator(f'.preview [data-media={kind}]')


async def unfold(caller: Caller) -> None:
    await caller.page.click('.preview summary')


async def try_out(caller: Caller, kind: str) -> None:
    await preview(caller, kind).click()
    await expect(preview(caller, kind)).to_have_attribute('aria-pressed', 'true')


async def moves(caller: Caller) -> None:
    """Wait for the microphone level to rise with the beeps and fall again."""
    assert await caller.page.evaluate(MOVES, LOUD), 'the level stands still'


async def sit_down(caller: Caller, name: str) -> None:
    await caller.page.fill('.field--name input', name)
    await caller.page.keyboard.press('Enter')
    await caller.page.wait_for_selector('.room')


@pytest.mark.usefixtures('door')
async def test_the_preview_is_folded_and_asks_for_nothing_until_it_is_used(mia: Caller) -> None:
    await expect(preview(mia, 'camera')).to_be_hidden()
    await unfold(mia)
    await expect(preview(mia, 'camera')).to_be_visible()
    assert await mia.page.evaluate('asked') == []
    assert mia.fetched_for_calls() == []
    await sit_down(mia, 'Mia')
    await expect(mia.switch('camera')).to_have_attribute('aria-pressed', 'false')
    assert await mia.page.evaluate('asked') == []
    assert mia.fetched_for_calls() == []


@pytest.mark.usefixtures('door')
async def test_what_was_tried_before_joining_is_sent_to_the_room(mia: Caller, tom: Caller) -> None:
    await unfold(mia)
    await try_out(mia, 'camera')
    await mia.page.locator(TILE).evaluate(PLAYS)
    await try_out(mia, 'mic')
    await moves(mia)
    assert not any('/livekit/' in url for url in mia.fetched)
    tried = [call['tracks'] for call in await mia.page.evaluate('asked')]
    await sit_down(mia, 'Mia')
    await tom.sees_video_of('Mia')
    await tom.hears('Mia')
    for kind in ('camera', 'mic'):
        await expect(mia.switch(kind)).to_have_attribute('aria-pressed', 'true')
    sent = [[await mia.page.evaluate(f'({SENT})("{source}").id')] for source in ('camera', 'microphone')]
    assert tried == sent == [call['tracks'] for call in await mia.page.evaluate('asked')]


@pytest.mark.usefixtures('door')
async def test_what_was_turned_off_before_joining_stays_off(mia: Caller, tom: Caller) -> None:
    await unfold(mia)
    await try_out(mia, 'camera')
    await try_out(mia, 'mic')
    await preview(mia, 'camera').click()
    await expect(mia.page.locator(TILE)).to_have_count(0)
    await sit_down(mia, 'Mia')
    await tom.hears('Mia')
    await expect(mia.switch('camera')).to_have_attribute('aria-pressed', 'false')
    await tom.sends('Mia', 'Mia, microphone on')


@pytest_asyncio.fixture(loop_scope='session')
async def remembering(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """A full Chromium, since the headless shell changes its devices' ids after a reload."""
    browser = await playwright.chromium.launch(executable_path=chromium, args=CALLING)
    yield browser
    await browser.close()


async def test_chosen_devices_are_remembered_and_used(
    media_server: StudyServer, remembering: Browser, tom: Caller
) -> None:
    mia = await new_caller(remembering)
    await mia.visit(await sit_together(media_server, (tom, 'Tom')))
    await unfold(mia)
    await try_out(mia, 'mic')
    microphones = mia.page.locator('.preview [data-device=mic]')
    await microphones.select_option(label='Fake Audio Input 2')
    await mia.page.locator('.preview [data-device=speaker]').select_option(label='Fake Audio Output 1')
    await mia.page.reload()
    await mia.connected()
    await unfold(mia)
    await try_out(mia, 'mic')
    await expect(microphones.locator('option:checked')).to_have_text('Fake Audio Input 2')
    await expect(mia.page.locator('.preview [data-device=speaker] option:checked')).to_have_text('Fake Audio Output 1')
    await sit_down(mia, 'Mia')
    await tom.hears('Mia')
    assert await mia.page.evaluate(f'({SENT})("microphone").label') == 'Fake Audio Input 2'
    assert mia.faults == []


async def test_the_microphone_can_be_changed_during_a_call(pair: Pair) -> None:
    mia, tom = pair
    await mia.turn_on('mic')
    await tom.hears('Mia')
    for label in ('Fake Audio Input 1', 'Fake Audio Input 2'):
        await mia.page.locator('.bar [data-device=mic]').select_option(label=label)
        await mia.page.wait_for_function(f'(label) => ({SENT})("microphone").label === label', arg=label)
        await tom.hears('Mia')
    await mia.turn_off('mic')
    await mia.turn_on('mic')
    await tom.hears('Mia')
    assert await mia.page.evaluate(f'({SENT})("microphone").label') == 'Fake Audio Input 2'


async def test_the_devices_sheet_shows_your_level(pair: Pair) -> None:
    mia, _ = pair
    await mia.turn_on('mic')
    async with stage.open_sheet(mia.page, '.bar .ctl:has-text("Devices")'):
        await moves(mia)
        await mia.page.locator('.sheet [data-device=mic]').select_option(label='Fake Audio Input 1')
        await mia.page.wait_for_function(f'({SENT})("microphone").label === "Fake Audio Input 1"')
        await moves(mia)
        await mia.page.locator('.sheet [data-device=speaker]').select_option(label='Fake Audio Output 2')
    await mia.turn_off('mic')
    async with stage.open_sheet(mia.page, '.bar .ctl:has-text("Devices")'):
        await expect(mia.page.locator(LOUD)).to_have_count(0)


async def test_a_held_key_talks_until_it_is_released_and_a_tap_toggles(pair: Pair) -> None:
    mia, tom = pair
    keys = mia.page.keyboard
    await mia.page.locator('body').click(position={'x': 5, 'y': 400})
    for _ in range(2):
        await keys.down('m')
        await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'true')
        await tom.sends('Mia', 'microphone on')
        await tom.hears('Mia')
        await mia.page.evaluate(f'new Promise((done) => setTimeout(done, {HELD_MS}))')
        await keys.up('m')
        await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'false')
        await tom.sends('Mia', 'Mia')
    await keys.press('m')
    await tom.sends('Mia', 'microphone on')
    await keys.press('m')
    await tom.sends('Mia', 'Mia')


async def test_a_key_released_before_the_microphone_opens_leaves_it_off(mia: Caller, tom: Caller, call: str) -> None:
    await mia.page.evaluate("""() => {
      const real = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (wish) => (await new Promise((go) => (window.goOn = go)), real(wish));
    }""")
    await mia.page.keyboard.down('m')
    await mia.page.wait_for_function('Boolean(window.goOn)')
    await mia.page.evaluate(f'new Promise((done) => setTimeout(done, {HELD_MS}))')
    await mia.page.keyboard.up('m')
    await mia.page.evaluate('goOn()')
    await mia.page.wait_for_function('asked.some(({ tracks }) => tracks.length)')
    await expect(mia.switch('mic')).to_have_attribute('aria-busy', 'false')
    await expect(mia.switch('mic')).to_have_attribute('aria-pressed', 'false')
    await tom.sends('Mia', 'Mia')


async def test_camera_and_screen_have_keys_and_a_message_has_letters(pair: Pair) -> None:
    mia, tom = pair
    await mia.page.keyboard.press('v')
    await tom.sees_video_of('Mia')
    await mia.page.keyboard.press('s')
    await tom.sees_video_of('Mia’s screen')
    await mia.page.focus('.composer textarea')
    await mia.page.keyboard.type('mvs')
    await mia.page.keyboard.press('Enter')
    await expect(tom.page.locator('.note p')).to_have_text('mvs')
    await mia.page.locator('.composer textarea').blur()
    await mia.page.keyboard.press('s')
    await expect(tom.tile('Mia’s screen')).to_have_count(0)
    await mia.page.keyboard.press('v')
    await tom.sends('Mia', 'Mia')
    assert [call['name'] for call in await mia.page.evaluate('asked')] == ['getUserMedia', 'getDisplayMedia']


async def test_a_device_that_is_unplugged_says_so_once(mia: Caller, tom: Caller, call: str) -> None:
    await mia.turn_on('camera')
    await tom.sees_video_of('Mia')
    await mia.page.evaluate(f"""() => {{ const track = ({SENT})('camera');
      navigator.mediaDevices.getUserMedia =
        () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
      track.stop(); track.dispatchEvent(new Event('ended')); }}""")
    await expect(mia.switch('camera')).to_have_attribute('aria-pressed', 'false')
    await expect(mia.page.locator('.notice')).to_contain_text('unplugged')
    await tom.sends('Mia', 'Mia')
    await mia.page.click('.notice [data-media=dismiss]')
    await expect(mia.page.locator('.notice')).to_have_count(0)


async def test_preview_and_sheet_fit_and_pass_axe(mia: Caller, tom: Caller, door: str, axe: str) -> None:
    await mia.page.emulate_media(reduced_motion='reduce')
    await unfold(mia)
    await try_out(mia, 'camera')
    await try_out(mia, 'mic')
    found = await looked_through(mia.page, axe, 'preview')
    await sit_down(mia, 'Mia')
    await tom.sees_video_of('Mia')
    await mia.page.set_viewport_size({'width': 1280, 'height': 1100})
    async with stage.open_sheet(mia.page, '.bar .ctl:has-text("Devices")'):
        found += await looked_through(mia.page, axe, 'devices')
    assert not found, '\n'.join(found)


async def looked_through(page: Page, axe: str, state: str) -> list[str]:
    found = await findings(page, axe, state)
    for width, height in ((1280, 800), (1024, 768), (360, 740)):
        await page.set_viewport_size({'width': width, 'height': height})
        found += [f'{state}, {width}: {what}' for what in await page.evaluate(OUT_OF_REACH)]
    return found

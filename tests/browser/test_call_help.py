"""What people are told, and can do, when microphone, camera, screen or sound does not work."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Playwright, expect

from tests.browser import stage
from tests.browser.calling import FAKE_DEVICES, Caller, new_caller, sit_together
from tests.browser.ongoing_call import Pair
from tests.browser.study import Person, StudyServer
from tests.browser.test_accessibility import axe as axe
from tests.browser.test_accessibility import findings
from tests.browser.test_phone import OUT_OF_REACH

TITLES = (
    ('mic', 'NotAllowedError', 'Permission denied', 'The browser blocks the microphone'),
    ('camera', 'NotAllowedError', 'Permission dismissed', 'The browser blocks the camera'),
    ('mic', 'SecurityError', '', 'The browser blocks the microphone'),
    ('camera', 'NotAllowedError', 'Permission denied by system', 'This device’s settings block the camera'),
    ('screen', 'NotAllowedError', 'Permission denied by system', 'This device’s settings block the screen'),
    ('mic', 'NotReadableError', 'Could not start audio source', 'Another program is using the microphone'),
    ('camera', 'AbortError', 'Starting videoinput failed', 'Another program is using the camera'),
    ('camera', 'NotFoundError', 'Requested device not found', 'No camera found'),
    ('mic', 'OverconstrainedError', '', 'No microphone found'),
    ('camera', 'UnknownError', 'something new', 'The camera did not start'),
)
REJECT = """([name, message]) => {
  window.real ??= { get: navigator.mediaDevices.getUserMedia, display: navigator.mediaDevices.getDisplayMedia };
  navigator.mediaDevices.getUserMedia = navigator.mediaDevices.getDisplayMedia =
    () => Promise.reject(new DOMException(message, name));
}"""
ALLOW = """() => Object.assign(navigator.mediaDevices, { getUserMedia: real.get, getDisplayMedia: real.display })"""
SILENCE = """() => { navigator.mediaDevices.getUserMedia = async () =>
  new AudioContext().createMediaStreamDestination().stream; }"""
NO_SOUND_BEFORE_A_CLICK = """() => {
  const play = HTMLMediaElement.prototype.play;
  let clicked = false;
  document.addEventListener('click', () => (clicked = true), { capture: true });
  HTMLMediaElement.prototype.play = function () {
    if (clicked || this.muted) return play.call(this);
    this.pause();
    return Promise.reject(new DOMException('play() failed because nobody clicked', 'NotAllowedError'));
  };
}"""
SHEET = '.sheet h2'
NOTICE = '.notice'


@pytest_asyncio.fixture(loop_scope='session')
async def refused(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """A browser that has devices and refuses every request for them."""
    args = ['--no-sandbox', FAKE_DEVICES, '--deny-permission-prompts']
    browser = await playwright.chromium.launch(executable_path=chromium, args=args)
    yield browser
    await browser.close()


async def test_each_reason_opens_its_own_sheet(pair: Pair) -> None:
    mia, _ = pair
    for kind, name, message, title in TITLES:
        await mia.page.evaluate(REJECT, [name, message])
        await mia.switch(kind).click()
        await expect(mia.page.get_by_role('dialog', name=title)).to_be_visible()
        await expect(mia.page.locator('.steps li').first).to_be_visible()
        await stage.close_sheet(mia.page)
        await expect(mia.switch(kind)).to_have_attribute('aria-pressed', 'false')
    await mia.page.evaluate(ALLOW)


async def test_cancelling_the_choice_of_a_screen_says_nothing(media_server: StudyServer, mia: Caller) -> None:
    await sit_together(media_server, (mia, 'Mia'))
    await mia.page.evaluate(REJECT, ['NotAllowedError', 'Permission denied'])
    await mia.switch('screen').click()
    await expect(mia.switch('screen')).to_have_attribute('aria-busy', 'true')
    await expect(mia.switch('screen')).to_have_attribute('aria-busy', 'false')
    await expect(mia.switch('screen')).to_have_attribute('aria-pressed', 'false')
    await mia.write('a message goes round')
    await expect(mia.page.locator('.note')).to_have_count(1)
    await expect(mia.page.locator(f'{SHEET}, {NOTICE}')).to_have_count(0)


async def test_trying_again_works_once_the_reason_is_gone(mia: Caller, tom: Caller, call: str) -> None:
    await mia.page.evaluate(REJECT, ['NotAllowedError', 'Permission denied'])
    await mia.switch('camera').click()
    await expect(mia.page.locator(SHEET)).to_have_text('The browser blocks the camera')
    await mia.page.evaluate(ALLOW)
    await mia.page.click('.sheet >> text=Try again')
    await expect(mia.page.locator('.q-dialog')).to_have_count(0)
    await tom.sees_video_of('Mia')


async def test_a_remembered_device_that_is_gone_gives_way_to_another(mia: Caller, tom: Caller, call: str) -> None:
    for kind in ('mic', 'camera'):
        await mia.page.evaluate('(kind) => studyroom.prefs.set(kind, "unplugged-since")', kind)
    await mia.turn_on('mic', 'camera')
    await tom.sees_video_of('Mia')
    await tom.hears('Mia')
    await expect(mia.page.locator(SHEET)).to_have_count(0)


async def test_an_address_without_devices_says_which_one_has_them(pair: Pair) -> None:
    mia, _ = pair
    await mia.page.evaluate(
        'Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true })'
    )
    for kind in ('mic', 'camera'):
        await mia.switch(kind).click()
        await expect(mia.page.locator(SHEET)).to_contain_text('This address cannot use')
        await expect(mia.page.locator('.steps li').first).to_contain_text(mia.page.url.replace('http://', 'https://'))
        await mia.page.click('.sheet >> text=Got it')
        await expect(mia.page.locator('.q-dialog')).to_have_count(0)
    await mia.page.evaluate('delete navigator.mediaDevices')


async def test_a_permission_that_is_really_refused_is_explained(media_server: StudyServer, refused: Browser) -> None:
    lea = await new_caller(refused)
    await lea.take_seat(media_server.open_room(), 'Lea')
    for kind, device in (('camera', 'camera'), ('mic', 'microphone')):
        await lea.switch(kind).click()
        await expect(lea.page.locator(SHEET)).to_have_text(f'The browser blocks the {device}')
        await lea.page.click(f'.sheet >> text=Stay without a {device}')
        await expect(lea.page.locator('.q-dialog')).to_have_count(0)
    await lea.write('here all the same')
    await expect(lea.page.locator('.note')).to_have_count(1)
    assert lea.faults == []


async def test_sound_that_the_browser_blocks_starts_with_one_click(mia: Caller, tom: Caller, call: str) -> None:
    await mia.page.evaluate(NO_SOUND_BEFORE_A_CLICK)
    await tom.turn_on('mic')
    await expect(mia.page.locator(NOTICE)).to_contain_text('Your browser is blocking sound.')
    await mia.page.click('text=Allow sound')
    await mia.hears('Tom')
    await expect(mia.page.locator(NOTICE)).to_have_count(0)


async def test_a_silent_microphone_is_noticed(media_server: StudyServer, mia: Caller) -> None:
    await sit_together(media_server, (mia, 'Mia'))
    await mia.page.evaluate(SILENCE)
    await mia.turn_on('mic')
    await expect(mia.page.locator(NOTICE)).to_contain_text('Nobody can hear you.')
    await mia.page.click('.notice >> text=Devices')
    await expect(mia.page.get_by_role('dialog', name='Devices and video')).to_be_visible()


async def test_without_media_the_bar_says_so_in_one_line_and_the_rest_works(
    study_server: StudyServer, mia: Caller, tom: Person
) -> None:
    address = study_server.open_room()
    await mia.take_seat(address, 'Mia')
    await tom.take_seat(address, 'Tom')
    await expect(mia.page.locator('.bar .bar__line')).to_be_visible()
    await expect(mia.switch('mic')).to_have_count(0)
    await mia.page.keyboard.press('m')
    await mia.press_main('Start focus')
    await mia.write('All the rest works')
    await expect(tom.page.locator('.note')).to_have_count(1)
    await expect(tom.page.locator('html')).to_have_attribute('data-status', 'running')
    assert mia.fetched_for_calls() == []


async def test_a_help_sheet_fits_and_passes_axe(pair: Pair, axe: str) -> None:
    _, tom = pair
    await tom.page.evaluate(REJECT, ['NotAllowedError', 'Permission denied'])
    await tom.switch('camera').click()
    await expect(tom.page.locator(SHEET)).to_be_visible()
    found = await findings(tom.page, axe, 'help')
    for width, height in ((1280, 800), (1024, 768), (360, 740)):
        await tom.page.set_viewport_size({'width': width, 'height': height})
        found += [f'help, {width}: {what}' for what in await tom.page.evaluate(OUT_OF_REACH)]
    await stage.close_sheet(tom.page)
    await tom.page.evaluate(ALLOW)
    assert not found, '\n'.join(found)

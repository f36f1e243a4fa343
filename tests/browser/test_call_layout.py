"""How tiles are laid out, and that they stay in place."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from livekit import rtc
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.browser import stage
from tests.browser.calling import CALL, Caller, NewCaller, sit_together
from tests.browser.ongoing_call import Pair, show
from tests.browser.study import StudyServer
from tests.browser.test_accessibility import PHONE, findings
from tests.browser.test_accessibility import axe as axe
from tests.browser.test_phone import OUT_OF_REACH
from tests.media.call import OPTIONS, Guest

STAGE = '.stage'
MARK = """(video) => { window.kept = video; window.broken = [];
  for (const name of ['pause', 'emptied', 'waiting']) video.addEventListener(name, () => broken.push(name)); }"""
REORDERED = """() => { window.moved = 0;
  new MutationObserver((changes) => (moved += changes.length))
    .observe(document.querySelector('.stage'), { childList: true }); }"""
# The fake microphone's beeps are too short for LiveKit to call them speech reliably, so this repeats the event, which
# LiveKit itself may or may not send as well.
SPEAKS = f"""() => (window.speaks = setInterval(
  () => {CALL}.emit('activeSpeakersChanged', [...{CALL}.remoteParticipants.values()]), 50))"""
# Two frames after the press, whatever else happens in the call later.
HIDDEN_AT_ONCE = """(tile) => {
  tile.querySelector('[title="Hide or show this video"]').click();
  const frame = () => new Promise(requestAnimationFrame);
  return frame().then(frame).then(() => tile.classList.contains('tile--off'));
}"""
INSIDE = """() => [...document.querySelectorAll('.stage .tile')]
  .filter((it) => it.getClientRects().length).every((it) => {
  const [tile, stage] = [it, it.parentElement].map((one) => one.getBoundingClientRect());
  return tile.left >= stage.left - 1 && tile.right <= stage.right + 1 && tile.top >= stage.top - 1
    && tile.bottom <= stage.bottom + 1 && tile.height > 60;
})"""


async def tool(seer: Caller, label: str, title: str) -> None:
    await seer.tile(label).hover()
    await seer.tile(label).get_by_title(title).click()


async def choose_layout(caller: Caller, words: str) -> None:
    async with stage.open_sheet(caller.page, '.bar .ctl:has-text("Devices")'):
        await caller.page.locator('.sheet .switch', has_text=words).locator('input').check()


async def come(server: StudyServer, address: str, name: str) -> Guest:
    """Add a guest without a browser, with a microphone, who listens to nobody."""
    ticket = server.ticket(address, name)
    guest = Guest(rtc.Room())
    way, deaf = server.url.replace('http', 'ws') + ticket['url'], replace(OPTIONS, auto_subscribe=False)
    await guest.room.connect(way, ticket['token'], deaf)
    await guest.speak()
    return guest


@asynccontextmanager
async def guests(server: StudyServer, address: str, count: int) -> AsyncIterator[list[Guest]]:
    came = await asyncio.gather(*(come(server, address, f'Guest {number:02}') for number in range(count)))
    yield came
    await asyncio.gather(*(guest.leave() for guest in came))


async def the_time_and_its_buttons_work(mia: Caller, tom: Caller) -> None:
    """Check that the time and its buttons work beside video for both; the focus is running afterwards."""
    await expect(mia.page.locator('.top .digits')).to_be_in_viewport(ratio=1)
    await expect(mia.page.locator('.timer .digits')).to_be_hidden()
    await mia.press_main('Start focus')
    await mia.page.click('text=Not now')
    await mia.press_main('Pause')
    await tom.press_main('Resume')
    await mia.press_main('Pause')
    await mia.page.wait_for_function(INSIDE)
    await tom.press_main('Resume')


async def test_the_same_video_plays_through_a_hundred_events_beside_the_time_and_its_buttons(
    media_server: StudyServer, mia: Caller, tom: Caller, call: str
) -> None:
    await show(Pair(mia, tom))
    video = mia.tile('Tom').locator('video')
    await video.evaluate(MARK)
    room_id = call.rsplit('/', 1)[-1]
    await the_time_and_its_buttons_work(mia, tom)
    media_server.control(f'crowd?room_id={room_id}&people=15&messages=40')
    for number in range(5):
        await tom.add_goal(f'Goal {number}')
        await tom.write(f'Note {number}')
        await tom.page.click('.desk__controls .btn:has-text("1 min")')
    for name in ('Thomas', 'Tom'):
        await tom.page.click('.bar .me')
        await tom.page.locator('.sheet').get_by_label('Your name').fill(name)
        await tom.page.keyboard.press('Enter')
        await expect(tom.page.locator('.sheet')).to_have_count(0)
    media_server.step(32 * 60)
    await expect(mia.page.locator('html')).to_have_attribute('data-phase', 'break')
    media_server.control(f'disperse?room_id={room_id}&people=15')
    await expect(mia.page.locator('.people .heading .count')).to_have_text('2')
    await expect(mia.page.locator('.note', has_text='Note 4')).to_have_count(1)
    await mia.sees_video_of('Tom')
    assert await video.evaluate('(video) => [video === kept, broken]') == [True, []]


async def test_tiles_stay_in_place_whoever_speaks(showing: Pair) -> None:
    mia, tom = showing
    await asyncio.gather(mia.turn_on('mic'), tom.turn_on('mic'))
    await mia.page.evaluate(REORDERED)
    before = await mia.order()
    await mia.page.evaluate(SPEAKS)
    await expect(mia.tile('Tom')).to_have_class(re.compile('tile--speaking'))
    await expect(mia.row('Tom').locator('.seat--speaking')).to_be_visible()
    await mia.page.evaluate('clearInterval(speaks)')
    await tom.turn_off('mic')
    await expect(mia.tile('Tom').locator('.tile__sign').first).to_be_visible()
    await tom.turn_on('mic')
    await mia.hears('Tom')
    assert (await mia.order(), await mia.page.evaluate('moved')) == (before, 0)


async def test_a_screen_takes_the_stage_and_gives_it_back(showing: Pair) -> None:
    mia, tom = showing
    await expect(mia.page.locator(STAGE)).to_have_attribute('data-layout', 'grid')
    await tom.turn_on('screen')
    await mia.sees_video_of('Tom’s screen')
    main = mia.tile('Tom’s screen')
    await expect(main).to_have_class(re.compile('tile--main'))
    await mia.page.wait_for_function(INSIDE)
    width = await main.evaluate('(it) => it.offsetWidth / it.parentElement.offsetWidth')
    assert width > 0.9
    await asyncio.gather(mia.sees_video_of('Tom'), mia.sees_video_of('Mia (you)'))
    await choose_layout(mia, 'Everyone the same size')
    await expect(mia.page.locator(STAGE)).to_have_attribute('data-layout', 'grid')
    await expect(mia.tiles()).to_have_count(3)
    await choose_layout(mia, 'takes the stage')
    await expect(mia.page.locator(STAGE)).to_have_attribute('data-layout', 'stage')
    await tom.turn_off('screen')
    await expect(mia.page.locator(STAGE)).to_have_attribute('data-layout', 'grid')


async def test_a_pinned_video_takes_the_stage_only_for_the_person_who_pinned_it(showing: Pair) -> None:
    mia, tom = showing
    await tool(mia, 'Tom', 'Pin this video')
    await expect(mia.tile('Tom')).to_have_class(re.compile('tile--main'))
    await expect(tom.page.locator(STAGE)).to_have_attribute('data-layout', 'grid')
    await mia.sees_video_of('Tom')
    await tool(mia, 'Tom', 'Pin this video')
    await expect(mia.page.locator('.tile--main')).to_have_count(0)


async def test_sound_only_loads_no_video(showing: Pair) -> None:
    mia, tom = showing
    await asyncio.gather(mia.turn_on('mic'), tom.turn_on('mic'))
    await choose_layout(mia, 'Sound only')
    await expect(mia.page.locator('.timer .digits')).to_be_visible()
    await expect(mia.tiles()).to_have_count(0)
    await mia.hears('Tom')
    assert (await mia.subscribed('video'), await mia.subscribed('audio')) == (0, 1)
    await tom.turn_on('screen')
    await mia.sends('Tom', 'showing a screen')
    assert await mia.subscribed('video') == 0
    await tom.sees_video_of('Mia')
    await choose_layout(mia, 'takes the stage')
    await mia.sees_video_of('Tom’s screen')


async def test_your_own_video_is_hidden_only_from_you(showing: Pair) -> None:
    mia, tom = showing
    await tool(mia, 'Mia (you)', 'Hide my own video')
    await expect(mia.tile('Mia (you)')).to_be_hidden()
    await expect(mia.tiles()).to_have_count(1)
    await asyncio.gather(tom.sees_video_of('Mia'), mia.sees_video_of('Tom'))
    async with stage.open_sheet(mia.page, '.bar .ctl:has-text("Devices")'):
        await mia.page.locator('.sheet').get_by_label('Hide my own video').uncheck()
    await mia.sees_video_of('Mia (you)')


async def test_a_hidden_person_is_still_heard(showing: Pair) -> None:
    mia, tom = showing
    await asyncio.gather(mia.turn_on('mic'), tom.turn_on('mic'))
    assert await mia.tile('Tom').evaluate(HIDDEN_AT_ONCE)
    await expect(mia.tile('Tom').locator('.seat')).to_have_text('T')
    assert await mia.subscribed('video') == 0
    await mia.hears('Tom')
    await tom.sees_video_of('Mia')
    await tool(mia, 'Tom', 'Hide or show this video')
    await mia.sees_video_of('Tom')


async def test_more_than_nine_tiles_are_split_into_pages(media_server: StudyServer, mia: Caller) -> None:
    address = await sit_together(media_server, (mia, 'Mia'))
    await mia.turn_on('camera')
    async with guests(media_server, address, 9):
        await expect(mia.page.locator('.stage .tile')).to_have_count(10)
        pages = mia.page.locator('.stage__pages')
        await expect(mia.tiles()).to_have_count(9)
        await expect(pages).to_have_text('1 of 2')
        await mia.page.wait_for_function(INSIDE)
        first = await mia.order()
        await pages.get_by_title('Next page').click()
        await expect(mia.tiles()).to_have_count(1)
        await expect(pages).to_have_text('2 of 2')
        assert not set(first) & set(await mia.order())
        await pages.get_by_title('Previous page').click()
        assert await mia.order() == first
    await expect(mia.tiles()).to_have_count(
        1, timeout=30_000
    )  # LiveKit waits 20 s for a participant whose farewell was lost
    await expect(pages).to_be_hidden()


async def test_a_phone_shows_video_and_the_time(media_server: StudyServer, mia: Caller, some_caller: NewCaller) -> None:
    async with some_caller('lea', **PHONE) as lea:
        await sit_together(media_server, (mia, 'Mia'), (lea, 'Lea'))
        await asyncio.gather(mia.turn_on('camera', 'screen'), lea.turn_on('camera', 'mic'))
        await asyncio.gather(lea.sees_video_of('Mia’s screen'), mia.sees_video_of('Lea'), lea.sees_video_of('Mia'))
        await lea.page.wait_for_function(INSIDE)
        await expect(lea.page.locator('.minitimer .digits')).to_be_in_viewport(ratio=1)
        for panel in stage.PANELS:
            await lea.page.tap(f'[data-panel-tab={panel}]')
        await lea.sees_video_of('Mia')
        assert await lea.page.evaluate(OUT_OF_REACH) == []


async def test_a_call_with_video_fits_and_passes_axe(showing: Pair, axe: str) -> None:
    mia, tom = showing
    found = await looked_through(tom.page, axe, 'grid')
    await mia.turn_on('screen')
    await tom.sees_video_of('Mia’s screen')
    found += await looked_through(tom.page, axe, 'stage')
    assert not found, '\n'.join(found)


async def looked_through(page: Page, axe: str, state: str) -> list[str]:
    found = await findings(page, axe, state)
    for width, height in ((1280, 800), (1024, 768), (360, 740)):
        await page.set_viewport_size({'width': width, 'height': height})
        found += [f'{state}, {width}: {what}' for what in await page.evaluate(OUT_OF_REACH)]
        try:
            await page.wait_for_function(INSIDE, timeout=5_000)  # tiles are measured a frame after the window
        except PlaywrightTimeout:
            found.append(f'{state}, {width}: a tile sticks out of the stage')
    await page.set_viewport_size({'width': 1280, 'height': 800})
    return found

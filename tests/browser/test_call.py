"""Two people hear and see each other, and each other's screens."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.calling import CALL, Caller, sit_together
from tests.browser.ongoing_call import Pair
from tests.browser.profiles import run_first
from tests.browser.study import StudyServer

SIZES = f"""() => {{
  const {{ track }} = {CALL}.localParticipant.getTrackPublication('camera');
  const {{ width, height }} = track.mediaStreamTrack.getSettings();
  const layers = track.sender.getParameters().encodings.map((one) => one.scaleResolutionDownBy);
  return {{ camera: [width, height], layers }};
}}"""
OFTEN = """
window.often = new Set();
const { setInterval: begin, clearInterval: end } = window;
window.setInterval = (act, wait, ...more) => {
  const id = begin(act, wait, ...more);
  if (wait < 500) often.add(id);
  return id;
};
window.clearInterval = (id) => (often.delete(id), end(id));
"""


async def test_two_people_hear_and_see_each_other_and_the_server_tells_who_sends_what(pair: Pair) -> None:
    mia, tom = pair
    await asyncio.gather(mia.turn_on('mic', 'camera'), tom.turn_on('camera', 'mic'))
    await asyncio.gather(mia.sees_video_of('Tom'), tom.sees_video_of('Mia'), mia.sees_video_of('Mia (you)'))
    await asyncio.gather(mia.hears('Tom'), tom.hears('Mia'))
    for one in (mia, tom):
        await one.sends('Mia', 'microphone on, camera on')
        await one.sends('Tom', 'microphone on, camera on')
        await expect(one.tiles()).to_have_count(2)


async def test_a_camera_is_sent_in_three_sizes(mia: Caller, tom: Caller, call: str) -> None:
    await mia.page.evaluate('window.wholePictures = true')
    await mia.turn_on('camera')
    await tom.sees_video_of('Mia')
    sent = await mia.page.evaluate(SIZES)
    assert sent == {'camera': [1280, 720], 'layers': [4, 2, 1]}


async def test_a_screen_is_sent_beside_the_camera_in_both_directions(pair: Pair) -> None:
    mia, tom = pair
    await mia.turn_on('camera', 'screen')
    await asyncio.gather(tom.sees_video_of('Mia'), tom.sees_video_of('Mia’s screen'))
    await tom.hears('Mia', 'screen_share_audio')
    await tom.sends('Mia', 'microphone off, camera on, showing a screen')
    await tom.turn_on('screen')
    await mia.sees_video_of('Tom’s screen')
    await expect(mia.tile('Mia’s screen')).to_have_count(0)
    await mia.sends('Tom', 'showing a screen')
    await mia.turn_off('screen')
    await expect(tom.tile('Mia’s screen')).to_have_count(0)
    await tom.sees_video_of('Mia')
    await tom.sends('Mia', 'microphone off, camera on')


async def test_a_narrow_window_offers_the_screen_under_more(pair: Pair) -> None:
    mia, tom = pair
    await mia.page.set_viewport_size({'width': 900, 'height': 700})
    for word, state in (('Show your screen', 'showing a screen'), ('Stop showing your screen', 'Mia')):
        await mia.page.click('[title=More]')
        await mia.page.get_by_role('dialog').get_by_role('button', name=word).click()
        await expect(mia.page.locator('.q-dialog')).to_have_count(0)
        await tom.sends('Mia', state)


async def test_a_screen_stopped_by_the_browser_disappears_for_everyone(pair: Pair) -> None:
    mia, tom = pair
    await mia.turn_on('screen')
    await tom.sees_video_of('Mia’s screen')
    await mia.page.evaluate(
        """() => { for (const { track } of
          getElement(document.querySelector('.stage').id.slice(1)).call.localParticipant.trackPublications.values())
          if (track.source.startsWith('screen')) track.mediaStreamTrack.dispatchEvent(new Event('ended')); }"""
    )
    await expect(mia.switch('screen')).to_have_attribute('aria-pressed', 'false')
    await expect(tom.tile('Mia’s screen')).to_have_count(0)
    await expect(mia.page.locator('.sheet')).to_have_count(0)
    assert await mia.media('notice') == ''


async def test_until_someone_sends_pages_fetch_nothing_of_a_call_and_rarely_wake(
    media_server: StudyServer, mia: Caller, tom: Caller
) -> None:
    for one in (mia, tom):
        await run_first(one.page, OFTEN)
    await sit_together(media_server, (mia, 'Mia'), (tom, 'Tom'))
    for one in (mia, tom):
        for kind in ('mic', 'camera', 'screen'):
            await expect(one.switch(kind)).to_have_attribute('aria-pressed', 'false')
    await mia.write('still without a call')
    await expect(tom.page.locator('.note')).to_have_count(1)
    assert [one.fetched_for_calls() for one in (mia, tom)] == [[], []]
    assert await tom.media('call') == 'idle'
    assert [await one.page.evaluate('often.size') for one in (mia, tom)] == [0, 0]
    await mia.turn_on('mic')
    await tom.hears('Mia')
    assert any('vendor/livekit-client.js' in url for url in tom.fetched)
    assert await tom.page.evaluate('asked') == []
    await mia.sends('Tom', 'Tom')
    await expect(mia.tile('Tom')).to_have_count(0)
    assert await tom.page.evaluate('often.size') > 0
    await tom.page.evaluate(f'void {CALL}.emit("disconnected", 4)')  # removed: it does not return by itself
    assert await tom.page.evaluate('often.size') == 0


async def test_turning_off_is_seen_and_heard_by_the_other(pair: Pair) -> None:
    mia, tom = pair
    await mia.turn_on('mic', 'camera')
    await tom.sees_video_of('Mia')
    await tom.hears('Mia')
    muted = tom.tile('Mia').locator('.tile__sign').first
    await expect(muted).to_be_hidden()
    await mia.turn_off('mic')
    await expect(muted).to_be_visible()
    await tom.stops_hearing('Mia')
    await tom.sends('Mia', 'microphone off, camera on')
    await mia.turn_off('camera')
    await expect(tom.page.locator('.main .timer')).to_be_visible()
    await tom.sends('Mia', 'Mia')
    await mia.turn_on('camera', 'mic')
    await tom.sees_video_of('Mia')
    await tom.hears('Mia')


async def test_a_latecomer_joins_the_call_without_a_press_and_a_leaver_is_off_the_stage_at_once(
    media_server: StudyServer, mia: Caller, tom: Caller
) -> None:
    address = media_server.open_room()
    await mia.take_seat(address, 'Mia')
    await mia.turn_on('mic', 'camera')
    await tom.take_seat(address, 'Tom')
    await tom.sees_video_of('Mia')
    await tom.hears('Mia')
    await mia.sends('Tom', 'Tom')
    await tom.turn_on('camera')
    await mia.leave()
    await expect(tom.tile('Mia')).to_have_count(0, timeout=2000)
    await expect(tom.row('Mia')).to_have_count(0)
    await expect(tom.page.locator('audio')).to_have_count(0)
    await tom.sees_video_of('Tom (you)')


async def test_the_call_continues_in_the_tab_that_takes_the_seat(mia: Caller, tom: Caller, call: str) -> None:
    await asyncio.gather(mia.turn_on('mic', 'camera'), tom.turn_on('camera', 'mic'))
    await tom.sees_video_of('Mia')
    first, second = mia.page, await mia.page.context.new_page()
    await second.goto(call)
    await expect(second.locator('.end h1')).to_have_text('You are open in another tab')
    await tom.sees_video_of('Mia')
    await second.click('text=Use it here')
    await expect(first.locator('.end h1')).to_have_text('You are open in another tab')
    mia.page = second
    await asyncio.gather(mia.sees_video_of('Tom'), mia.hears('Tom'))
    for kind in ('mic', 'camera'):
        await expect(mia.switch(kind)).to_have_attribute('aria-pressed', 'false')
    await tom.sends('Mia', 'Mia')
    await expect(first.locator('video, audio')).to_have_count(0)
    await mia.turn_on('camera', 'mic')
    await asyncio.gather(tom.sees_video_of('Mia'), tom.hears('Mia'))
    await expect(tom.tiles()).to_have_count(2)

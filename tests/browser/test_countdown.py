import re
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.gallery_server import Gallery
from tests.browser.profiles import Profiles, run_first

RIGHT_AGAIN = re.compile(r'14:(20|1\d)')  # what the gallery answers, and the seconds after it
SAID = '.visually-hidden[aria-live="polite"]'


def state(**more: Any) -> dict[str, Any]:
    base = {'phase': 'focus', 'status': 'running', 'remaining_ms': 751_000, 'total_ms': 1_500_000}
    return base | {'round': 3, 'rounds': 4, 'done': 2} | more


async def test_a_state_sets_digits_title_phase_favicon_every_countdown_and_the_line_on_who_and_when(
    page: Page, gallery: Gallery
) -> None:
    gallery.call(('countdown', 'set', state(phase='break', status='paused')))
    await expect(page.locator('.timer .digits')).to_have_text('12:31')
    await expect(page.locator('.minitimer .digits')).to_have_text('12:31')
    await expect(page).to_have_title('⏸ 12:31')
    await expect(page.locator('.timer')).to_have_attribute('aria-label', 'Break, paused at 12 minutes 31 seconds')
    root = page.locator('html')
    assert [await root.get_attribute(name) for name in ('data-phase', 'data-status')] == ['break', 'paused']
    assert '/favicon-break.svg' in str(await page.locator('link#favicon').get_attribute('href'))

    two_minutes_ago = await page.evaluate('Date.now() - 125000')
    paused = state(status='paused', by={'verb': 'paused', 'name': 'Jonas', 'at_ms': two_minutes_ago})
    gallery.call(('countdown', 'set', paused))
    await expect(page.locator('.desk > p')).to_have_text('Jonas paused the focus, 2 min ago')
    gallery.call(('countdown', 'set', state(by={'verb': 'started', 'name': 'Mr Brandt', 'at_ms': 0})))
    ends = await page.evaluate(
        'new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit"}).format(Date.now() + 751000)'
    )
    await expect(page.locator('.desk > p')).to_have_text(f'Round 3 of 4, ends at {ends}. Started by Mr Brandt')


async def test_digits_count_down_without_messages_and_at_zero_the_page_asks_the_server(
    page: Page, gallery: Gallery
) -> None:
    gallery.call(('countdown', 'set', state(remaining_ms=10_500)))
    await expect(page.locator('.timer .digits')).to_have_text('00:11')
    await page.evaluate('window.socket.io.engine.on("packet", ({ data }) => (window.packets ??= []).push(data))')
    await expect(page.locator('.timer .digits')).to_have_text('00:08', timeout=4000)
    assert not [data for data in await page.evaluate('window.packets ?? []') if data]

    gallery.call(('countdown', 'set', state(remaining_ms=2200)))
    await expect(page.locator('.timer .digits')).to_have_text(re.compile(r'00:0\d'))
    await expect(page.locator('.timer .digits')).to_have_text(RIGHT_AGAIN)
    assert ['resync'] in gallery.heard()


async def test_a_late_state_is_requested_again_and_rings_no_bell(page: Page, gallery: Gallery) -> None:
    await page.evaluate('addEventListener("studyroom:timer", ({ detail }) => (window.bells ??= []).push(detail.bell))')
    now = await page.evaluate('Date.now()')
    gallery.call(('countdown', 'set', state(now_ms=now)))
    await expect(page.locator('.timer .digits')).to_have_text(re.compile(r'12:[23]\d'))
    gallery.call(('countdown', 'set', state(now_ms=now - 20_000, remaining_ms=771_000, bell='break')))
    await expect(page.locator('.timer .digits')).to_have_text(RIGHT_AGAIN)
    assert ['resync'] in gallery.heard()
    assert not any(await page.evaluate('window.bells'))


async def test_the_page_asks_the_server_when_its_clocks_drift_apart(profiles: Profiles, gallery: Gallery) -> None:
    async with profiles.one() as page:
        await run_first(page, '{ const now = Date.now; window.slept = 0; Date.now = () => now() + window.slept; }')
        await page.goto(gallery.url)
        await page.wait_for_function('window.did_handshake')
        gallery.heard()
        await page.evaluate('window.slept = 3600000')
        heard: list[Any] = []
        while not heard:
            await page.wait_for_timeout(100)
            heard = gallery.heard()
        assert all(told == ['resync'] for told in heard)


async def test_the_change_and_the_last_minute_are_spoken(page: Page, gallery: Gallery) -> None:
    gallery.call(('countdown', 'set', state(remaining_ms=60_900)))
    await expect(page.locator(SAID)).to_have_text('1 minute left', timeout=3000)
    gallery.call(('countdown', 'set', state(phase='break', remaining_ms=300_000, bell='focus')))
    await expect(page.locator(SAID)).to_have_text('Focus is over. Break, 5 minutes left')
    await page.evaluate('studyroom.say("")')
    await page.keyboard.press('t')
    await expect(page.locator(SAID)).to_contain_text('Break, ')


async def test_a_bell_flashes_once_and_sounds_after_a_first_touch_unless_turned_off(
    page: Page, gallery: Gallery
) -> None:
    await page.evaluate('window.addEventListener("studyroom:sound", (e) => (window.sounds ??= []).push(e.detail))')
    await page.click('.main', position={'x': 5, 'y': 5})
    gallery.call(('countdown', 'set', state(phase='break', bell='focus')))
    await page.wait_for_function('document.documentElement.classList.contains("flash")')
    await page.wait_for_function('!document.documentElement.classList.contains("flash")')
    await page.evaluate('studyroom.prefs.set("flash", false)')
    gallery.call(('countdown', 'set', state(bell='break')))
    await expect(page.locator('html')).to_have_attribute('data-phase', 'focus')
    assert not await page.evaluate('document.documentElement.classList.contains("flash")')
    await page.wait_for_function('window.sounds?.length === 2')
    await page.evaluate('studyroom.prefs.set("bell", false)')
    gallery.call(('countdown', 'set', state(phase='break', bell='focus')))
    await expect(page.locator('html')).to_have_attribute('data-phase', 'break')
    assert await page.evaluate('window.sounds') == ['focus', 'break']

"""What a person types, ticks and hears is unaffected by what others do meanwhile."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import Newcomer
from tests.browser.profiles import run_first
from tests.browser.stage import close_sheet
from tests.browser.study import Person, StudyServer, together
from tests.browser.witness import seen, watch_now

ANDROID = (
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36'
)
LISTEN = 'window.heard = []; addEventListener("studyroom:sound", ({ detail }) => heard.push(detail))'
NO_SOUND = """
Object.defineProperty(AudioContext.prototype, "state", { get: () => (window.mayRing ? "running" : "suspended") });
AudioContext.prototype.resume = () => new Promise((done) => (window.allowed = done));
"""
LOUDSPEAKERS = """
window.AudioContext = class extends AudioContext { constructor() { super(), (window.loudspeakers = this); } };
"""


async def test_a_bell_that_cannot_ring_is_seen_and_not_heard_later(study_server: StudyServer, anna: Person) -> None:
    await run_first(anna.page, NO_SOUND)
    await anna.take_seat(study_server.open_room(), 'Anna')
    await anna.page.evaluate(LISTEN)
    await watch_now(anna.page)
    await anna.press_main('Start focus')
    await anna.page.click('.desk__controls >> text=Skip')
    await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'break')
    await anna.page.wait_for_timeout(1200)
    await anna.page.evaluate('window.mayRing = true; window.allowed?.()')
    await anna.page.wait_for_timeout(300)
    assert await anna.page.evaluate('heard') == []
    assert (await seen(anna.page))['flashes'] == 1


async def test_loudspeakers_rest_until_the_next_bell_which_rings_after_a_reload_too(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    state = 'window.loudspeakers?.state === '
    await run_first(anna.page, LOUDSPEAKERS)
    await together(study_server, anna, ben)
    await anna.page.evaluate(LISTEN)
    await anna.page.click('h1')
    await anna.page.wait_for_function(state + '"running"')
    await anna.page.wait_for_function(state + '"suspended"')
    await anna.page.click('h1')
    assert await anna.page.evaluate(state + '"suspended"')
    await ben.press_main('Start focus')
    await ben.page.click('.desk__controls >> text=Skip')
    await anna.page.wait_for_function('heard.includes("focus")')
    await anna.page.wait_for_function(state + '"running"')

    await anna.page.reload()
    await anna.connected()
    await anna.page.evaluate(LISTEN)
    await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'break')
    await ben.page.click('.desk__controls >> text=Skip')
    await anna.page.wait_for_function('heard.includes("break")')


async def test_a_page_holds_no_more_messages_than_the_room_once_held_notes_are_read(
    study_server: StudyServer, anna: Person
) -> None:
    """All notes stay until the next message."""
    address = study_server.open_room(hold_notes=True)
    notes = anna.page.locator('.note p')
    await anna.take_seat(address, 'Anna')
    await anna.press_main('Start focus')
    await expect(anna.page.locator('html')).to_have_attribute('data-status', 'running')
    study_server.control(f'crowd?room_id={address.rsplit("/", 1)[-1]}&messages=110&length=20')
    await anna.page.click('.desk__controls >> text=Skip')
    await expect(notes).to_have_count(110)
    await anna.write('and one more')
    await expect(notes.last).to_have_text('and one more')
    await expect(notes).to_have_count(100)

    await expect(anna.page.locator('.note__delete')).to_have_count(1)
    study_server.control(f'crowd?room_id={address.rsplit("/", 1)[-1]}&messages=120&length=20')
    await expect(notes.last).to_have_text(re.compile('Message 119 '))
    await expect(notes).to_have_count(100)
    await expect(anna.page.locator('.note__delete')).to_have_count(0)
    shown = await notes.all_inner_texts()
    await anna.page.reload()
    await expect(notes).to_have_text(shown)


async def test_a_choice_refused_by_browser_or_server_is_shown_as_it_was(
    study_server: StudyServer, anna: Person
) -> None:
    await anna.take_seat(study_server.open_room(), 'Anna')
    await anna.page.click('.bar .ctl:has-text("Sounds")')
    notify = anna.page.get_by_role('switch', name='Notification')
    await notify.click()
    await expect(notify).not_to_be_checked()
    assert await anna.page.evaluate('studyroom.prefs.get("notify")') is False
    await close_sheet(anna.page)

    await anna.add_goal('Read 4.2')
    await anna.page.click('.bar .ctl:has-text("Room")')
    switch = anna.page.get_by_role('switch', name='Hold chat during focus')
    await expect(switch).to_be_visible()
    study_server.control('lock?held=true')
    try:
        await switch.click()
        await expect(anna.page.locator('.toast')).to_have_count(1, timeout=8000)
        await expect(switch).not_to_be_checked()
        await anna.page.keyboard.press('Escape')
        await expect(switch).to_have_count(0)
        check = anna.page.locator('.goal .check')
        await check.click()
        await expect(check).to_be_checked()
        await expect(check).not_to_be_checked(timeout=8000)
        await expect(check).to_be_focused()
    finally:
        study_server.control('lock?held=false')
        assert all('nothing was stored' in fault for fault in study_server.faults())
    await check.click()
    await expect(anna.page.locator('.mygoals .count')).to_have_text('1 of 1')
    await expect(check).to_be_checked()


async def test_no_notification_is_offered_where_a_page_cannot_show_one(
    study_server: StudyServer, somebody: Newcomer
) -> None:
    async with somebody('phone', user_agent=ANDROID) as person:
        await person.take_seat(study_server.open_room(), 'Anna')
        await person.page.click('.bar .ctl:has-text("Sounds")')
        await expect(person.page.get_by_role('switch', name='Vibration')).to_be_visible()
        await expect(person.page.get_by_role('switch', name='Notification')).to_have_count(0)


async def test_outside_a_room_the_notice_mentions_no_seat(study_server: StudyServer, anna: Person) -> None:
    for address in (study_server.url, study_server.open_room()):
        await anna.visit(address)
        await anna.page.evaluate('socket.io.reconnectionDelay(60000); socket.io.engine.close()')
        await expect(anna.page.locator('.notice')).to_contain_text('Reconnecting.')
        await expect(anna.page.locator('.notice')).not_to_contain_text('seat')

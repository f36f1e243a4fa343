"""The lobby shows what happens in the rooms, and leads into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser.study import Person, StudyServer


def row(person: Person, title: str) -> Locator:
    return person.page.locator('.roomrow', has_text=title)


@pytest.fixture
def small_server(tmp_path: Path) -> Iterator[StudyServer]:
    """A server for one room at a time."""
    server = StudyServer(tmp_path, settings={'STUDYROOM_MAX_ROOMS': '1'})
    server.start()
    yield server
    server.kill()


async def test_a_room_appears_changes_and_counts_its_people_in_the_lobby_without_a_reload(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    await anna.visit(study_server.url)
    await anna.page.evaluate('window.sameDocument = true')
    shown = row(anna, 'Live in the lobby')
    await expect(shown).to_have_count(0)
    address = study_server.open_room(title='Live in the lobby')
    await expect(shown).to_contain_text('Focus, not started')
    await expect(shown).to_contain_text('Nobody inside')
    await ben.take_seat(address, 'Ben')
    await expect(shown).to_contain_text('1 person: Ben')
    await ben.press_main('Start focus')
    await counts_down(shown, r'Focus, 2[45]:\d\d left')
    await ben.press_main('Pause')
    await expect(shown).to_contain_text(re.compile(r'Focus, paused at 2[45]:\d\d'))
    await ben.press_main('Resume')
    study_server.step(25 * 60)
    await expect(shown).to_contain_text(re.compile(r'Break, 0[45]:\d\d left'))
    await expect(shown).to_have_attribute('data-phase', 'break')
    await ben.leave()
    await expect(shown).to_contain_text('Nobody inside')
    assert await anna.page.evaluate('window.sameDocument')
    await counts_down(row(ben, 'Live in the lobby'), r'Break, 0[45]:\d\d left')  # also in a lobby opened just now
    await shown.locator('a').click()
    await anna.page.wait_for_url(address)
    await expect(anna.page.locator('.join h1')).to_have_text('Live in the lobby')


async def counts_down(shown: Locator, time_left: str) -> None:
    time = shown.locator('.num')
    await expect(time).to_contain_text(re.compile(time_left))
    await expect(time).not_to_have_text(await time.inner_text())


async def test_a_room_is_opened_by_name_with_a_preset(study_server: StudyServer, anna: Person) -> None:
    await anna.visit(study_server.url)
    await anna.page.fill('#room-name', 'Deep work, Friday')
    await anna.page.click('.preset:has-text("50 / 10")')
    await expect(anna.page.locator('.create .hint')).to_contain_text('50 minutes of focus')
    await expect(anna.page.locator('#room-name')).to_have_value('Deep work, Friday')
    await anna.page.keyboard.press('Enter')
    await anna.page.wait_for_url('**/room/deep-work-friday-*')
    await anna.take_seat(anna.page.url, 'Anna')
    assert await anna.seconds_left() == 50 * 60
    await expect(anna.page.locator('.desk__rhythm')).to_have_text('50 / 10, long break 20')


async def test_an_unlisted_room_with_its_own_rhythm_opens_once_its_mistakes_are_corrected(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    page = anna.page
    await anna.visit(study_server.url)
    await page.click('text=Open and sit down')
    await expect(page.locator('.create [role="alert"]')).to_have_text("The room's name must not be empty.")
    await page.fill('#room-name', 'Behind the curtain')
    await page.click('.preset:has-text("Custom")')
    for name, minutes in {'focus': '121', 'short_break': '7', 'long_break': '21'}.items():
        await page.fill(f'.custom [name="{name}"]', minutes)
    await page.click('text=Open and sit down')
    await expect(page.locator('.create [role="alert"]')).to_have_text('A focus lasts 1 to 120 minutes.')
    await expect(page.locator('#room-name')).to_have_value('Behind the curtain')
    assert [await page.input_value(f'.custom [name="{name}"]') for name in ('focus', 'short_break')] == ['121', '7']
    await page.fill('.custom [name="focus"]', '30')
    await page.select_option('.custom [name="rounds"]', '3')
    await page.click('.create .switch')
    await page.click('text=Open and sit down')
    await page.wait_for_url('**/room/**')
    await anna.take_seat(page.url, 'Anna')
    assert await anna.seconds_left() == 30 * 60
    await expect(page.locator('.desk__rhythm')).to_have_text('30 / 7, long break 21')
    await expect(page.locator('.timer .dot')).to_have_count(3)
    await it_is_in_the_list_only_while_its_people_want_it(study_server, anna, ben)


async def it_is_in_the_list_only_while_its_people_want_it(server: StudyServer, anna: Person, ben: Person) -> None:
    await expect(anna.page.locator('.top__room .tag')).to_have_text('Unlisted')
    await ben.visit(server.url)
    await expect(ben.page.locator('.create')).to_be_visible()
    await expect(row(ben, 'Behind the curtain')).to_have_count(0)
    await anna.page.click('.top__room .tag')
    listed = anna.page.locator('.sheet').get_by_role('switch', name='Show in the list of rooms')
    await listed.click()
    await expect(row(ben, 'Behind the curtain')).to_contain_text('1 person: Anna')
    await expect(anna.page.locator('.top__room .tag')).to_have_text('Open')
    await listed.click()
    await expect(row(ben, 'Behind the curtain')).to_have_count(0)


async def test_a_room_is_found_by_its_link_or_its_name(study_server: StudyServer, anna: Person) -> None:
    unlisted, listed = study_server.open_room(title='Hidden', listed=False), study_server.open_room(title='In the list')
    field = anna.page.get_by_label('Know the room?')
    await anna.visit(study_server.url)
    for wrong, sentence in {
        'Hidden!': 'No open room has this name, and it is not a link.',
        'not-opened-yet': 'There is no room at this address.',
    }.items():
        await field.fill(wrong)
        await field.press('Enter')
        await expect(anna.page.locator('.entry__error')).to_contain_text(sentence)
        await expect(field).to_have_value(wrong)
    for words, address in {
        f'  {unlisted}?from=mail ': unlisted,
        unlisted.rsplit('/', 1)[-1].upper(): unlisted,
        'IN the  list': listed,
    }.items():
        await anna.visit(study_server.url)
        await field.fill(words)
        await anna.page.click('.entry--field .btn:has-text("Go")')
        await anna.page.wait_for_url(address)


async def test_an_empty_lobby_says_what_to_do_and_a_full_server_says_so(
    small_server: StudyServer, anna: Person
) -> None:
    await anna.visit(small_server.url)
    await expect(anna.page.locator('.empty')).to_contain_text('No room is open yet')
    first = small_server.open_room(title='The only one')
    await expect(row(anna, 'The only one')).to_be_visible()
    await expect(anna.page.locator('.empty')).to_have_count(0)
    await anna.page.fill('#room-name', 'One too many')
    await anna.page.click('text=Open and sit down')
    await expect(anna.page.locator('.create [role="alert"]')).to_have_text('This server has no free rooms right now.')
    await expect(anna.page.locator('#room-name')).to_have_value('One too many')

    small_server.step(31 * 60)
    await expect(row(anna, 'The only one')).to_have_count(0, timeout=10_000)
    second = small_server.open_room(title='Now this one')
    small_server.control(f'crowd?room_id={second.rsplit("/", 1)[-1]}&people=1')
    answer = await anna.page.goto(first)
    assert answer is not None
    assert answer.status == 503
    await expect(anna.page.locator('.end h1')).to_have_text('No free rooms')
    await expect(anna.page.locator('.end .btn')).to_have_count(1)

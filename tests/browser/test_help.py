"""A call for help: one tap, and a topic if you like."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer
from tests.browser.test_people import row

CALL = '.bar .ctl--help'
SAID = '.visually-hidden[aria-live="polite"]'


async def test_a_call_needs_no_words_and_shows_on_seat_and_in_chat_until_it_is_cancelled(
    anna: Person, ben: Person, room: str
) -> None:
    await anna.page.click(CALL)
    await expect(anna.page.locator('.sheet input')).to_be_focused()
    await anna.page.keyboard.type('Exercise 3b')
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.sheet')).to_have_count(0)
    await expect(row(ben, 'Anna').locator('.seat--help')).to_be_visible()
    await expect(row(ben, 'Anna').locator('.person__goal--now')).to_have_text('Needs help: Exercise 3b')
    await expect(ben.page.locator('.line', has_text='Anna needs help: Exercise 3b')).to_be_visible()
    await expect(anna.page.locator(CALL)).to_have_attribute('aria-pressed', 'true')
    await expect(anna.page.locator('.me__status')).to_have_text('Needs help')
    await ben.page.reload()
    await expect(row(ben, 'Anna').locator('.seat--help')).to_be_visible()

    await anna.page.click(CALL)
    await expect(row(ben, 'Anna').locator('.seat--help')).to_have_count(0)
    await expect(anna.page.locator(CALL)).to_have_attribute('aria-pressed', 'false')
    await expect(anna.page.locator('.sheet')).to_have_count(0)

    await anna.page.click(CALL)
    await expect(anna.page.locator('.sheet input')).to_be_focused()
    await anna.page.keyboard.press('Enter')
    await expect(row(ben, 'Anna').locator('.person__goal--now')).to_have_text('Needs help')
    await expect(ben.page.locator('.line').last).to_have_text('Anna needs help')


async def test_a_call_is_heard_in_a_focus_while_the_chat_is_silent_and_ends_when_its_caller_leaves(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    address = study_server.open_room()
    await anna.take_seat(address, 'Anna')
    await ben.take_seat(address, 'Ben')
    came = anna.page.locator('.notes .line', has_text='Ben sat down')
    await expect(came).to_have_attribute('aria-hidden', 'true')
    await anna.press_main('Start focus')
    await expect(anna.page.get_by_role('log')).to_have_attribute('aria-live', 'off')
    await ben.page.click(CALL)
    await ben.page.locator('.sheet input').fill('x' * 141)
    await ben.page.keyboard.press('Enter')
    await expect(ben.page.locator('.sheet .entry__error')).to_have_text(
        'What it is about can have at most 140 characters.'
    )
    await ben.page.locator('.sheet input').fill('exercise 3b')
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator(SAID)).to_have_text('Ben needs help: exercise 3b')
    await expect(row(anna, 'Ben').locator('.seat--help')).to_be_visible()
    await ben.page.click('.desk__controls >> text=Skip')
    await expect(anna.page.locator(SAID)).to_contain_text('Focus is over')
    await expect(row(anna, 'Ben').locator('.seat--help')).to_be_visible()
    await ben.leave()
    await expect(row(anna, 'Ben')).to_have_count(0)
    await ben.take_seat(address, 'Ben')
    await expect(row(anna, 'Ben')).to_be_visible()
    await expect(row(anna, 'Ben').locator('.seat--help')).to_have_count(0)

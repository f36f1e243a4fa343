"""One person, one seat: a second tab asks, and takes over without anyone noticing."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.study import Person

ELSEWHERE = '.end h1'
DRAFT = '.composer textarea'


async def second_tab(person: Person, address: str) -> Page:
    page = await person.page.context.new_page()
    await page.goto(address)
    await page.wait_for_function('window.did_handshake')
    return page


async def test_a_second_tab_says_so_and_the_seat_moves_both_ways_silently(anna: Person, ben: Person, room: str) -> None:
    await anna.add_goal('Read 4.2')
    await anna.page.fill(DRAFT, 'half a sentence')
    lines = await ben.page.locator('.notes .line').all_inner_texts()
    first, second = anna.page, await second_tab(anna, room)
    await expect(second.locator(ELSEWHERE)).to_have_text('You are open in another tab')
    await expect(first.locator('.room')).to_be_visible()

    for taking, leaving in ((second, first), (first, second)):
        await taking.click('text=Use it here')
        await expect(taking.locator('.goal__text')).to_have_text('Read 4.2')
        await expect(taking.locator(DRAFT)).to_have_value('half a sentence')
        await expect(leaving.locator(ELSEWHERE)).to_have_text('You are open in another tab')
        await taking.locator('.goal .check').click()
        await ben.write('heard where one sits')
        await expect(taking.locator('.note p').last).to_have_text('heard where one sits')
    await expect(ben.page.locator('.people .heading .count')).to_have_text('2')
    await expect(ben.page.locator('.note p')).to_have_count(2)
    assert await ben.page.locator('.notes .line').all_inner_texts() == lines


async def test_a_waiting_tab_can_be_closed_or_reloaded_or_take_the_seat_and_ends_with_it(
    anna: Person, ben: Person, room: str
) -> None:
    second = await second_tab(anna, room)
    await expect(second.locator(ELSEWHERE)).to_be_visible()
    await second.close()
    await anna.write('still here')
    await expect(ben.page.locator('.note p')).to_have_text('still here')
    await expect(ben.page.locator('.people .heading .count')).to_have_text('2')

    second = await second_tab(anna, room)
    await second.reload()
    await expect(second.locator(ELSEWHERE)).to_be_visible()
    await second.click('text=Use it here')
    await expect(second.locator('.room')).to_be_visible()
    await expect(anna.page.locator(ELSEWHERE)).to_be_visible()
    await expect(ben.page.locator('.line', has_text='left')).to_have_count(0)

    await anna.page.click('text=Use it here')
    await expect(second.locator(ELSEWHERE)).to_be_visible()
    await anna.leave()
    await second.wait_for_selector('.lobby')
    await expect(ben.page.locator('.people .heading .count')).to_have_text('1')


async def test_two_rooms_in_two_tabs_are_two_seats(anna: Person, ben: Person, room: str) -> None:
    other = await second_tab(anna, room.split('/room/')[0])
    await other.fill('#room-name', 'Another room')
    await other.click('text=Open and sit down')
    await other.wait_for_url('**/room/another-room-*')
    await other.wait_for_function('window.did_handshake')
    await other.fill('.field--name input', 'Anna')
    await other.keyboard.press('Enter')
    await expect(other.locator('.room')).to_be_visible()
    await expect(anna.page.locator('.room')).to_be_visible()
    await expect(ben.page.locator('.people .heading .count')).to_have_text('2')

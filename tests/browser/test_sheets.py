"""Sheets open over the room, do one thing, and return the focus."""

from __future__ import annotations

from functools import partial

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer
from tests.browser.witness import seen, watch_now

OPENERS = {
    'Invite others': '.top .btn:has-text("Invite")',
    'Keys': '.top [aria-label="Keyboard shortcuts"]',
    'Sounds and reminders': '.bar .ctl:has-text("Sounds")',
    'This room': '.bar .ctl:has-text("Room")',
    'Ask for help': '.bar .ctl--help',
    'You': '.bar .me',
    'Rhythm': '.desk__rhythm',
}


async def test_every_sheet_opens_from_its_button_keeps_the_focus_and_returns_it_on_escape(
    study_server: StudyServer, anna: Person
) -> None:
    page = anna.page
    await anna.take_seat(study_server.open_room(), 'Anna')
    for name, opener in OPENERS.items():
        await page.locator(opener).focus()
        await page.keyboard.press('Enter')
        sheet = page.get_by_role('dialog', name=name, exact=True)
        await expect(sheet).to_be_visible()
        await page.wait_for_function('document.activeElement.closest("[role=dialog]")')
        await page.keyboard.press('Shift+Tab')
        assert await page.evaluate('Boolean(document.activeElement.closest("[role=dialog]"))')
        await page.keyboard.press('Escape')
        await expect(page.locator('.q-dialog')).to_have_count(0)
        await expect(page.locator(opener)).to_be_focused()


async def test_a_sheet_closes_by_pointer_and_leaves_nothing_behind(study_server: StudyServer, anna: Person) -> None:
    await anna.take_seat(study_server.open_room(), 'Anna')
    for close in (anna.page.locator('.sheet [aria-label="Close"]').click, partial(anna.page.mouse.click, 5, 400)):
        await anna.page.click(OPENERS['This room'])
        await expect(anna.page.locator('.sheet')).to_be_visible()
        await close()
        await expect(anna.page.locator('.sheet, .q-dialog')).to_have_count(0)
    await anna.write('the room is usable')
    await expect(anna.page.locator('.note p')).to_have_text('the room is usable')


async def test_the_name_of_the_room_changes_for_everyone(anna: Person, ben: Person, room: str) -> None:
    await anna.page.click(OPENERS['This room'])
    field = anna.page.get_by_label('Name of the room')
    await field.fill('x' * 61)
    await field.press('Enter')
    await expect(anna.page.locator('.sheet .entry__error')).to_have_text(
        "The room's name can have at most 60 characters."
    )
    await field.fill('Topology, Wednesday')
    await field.press('Enter')
    for person in (anna, ben):
        await expect(person.page.locator('.top__room h1')).to_have_text('Topology, Wednesday')
    await ben.page.reload()
    await expect(ben.page.locator('.top__room h1')).to_have_text('Topology, Wednesday')


async def test_a_setting_changed_by_someone_else_is_shown_when_the_sheet_opens(
    anna: Person, ben: Person, room: str
) -> None:
    for person, held in ((anna, False), (ben, True)):
        await person.page.click(OPENERS['This room'])
        switch = person.page.get_by_role('switch', name='Hold chat during focus')
        await expect(switch).to_be_checked(checked=held)
        await switch.click()
        words = 'Open until the next focus' if not held else 'Chat'
        for seer in (anna, ben):
            await expect(seer.page.locator('.panelhead')).to_contain_text(words)
        await person.page.keyboard.press('Escape')
        await expect(person.page.locator('.sheet')).to_have_count(0)


async def test_sounds_play_at_the_chosen_volume_and_choices_stay_in_this_browser(
    anna: Person, ben: Person, room: str
) -> None:
    await watch_now(anna.page)
    await anna.page.click(OPENERS['Sounds and reminders'])
    for word in ('End of focus', 'End of break'):
        await anna.page.click(f'.settings__tests .btn:has-text("{word}")')
    assert (await seen(anna.page))['sounds'] == ['focus', 'break']
    await anna.page.locator('.sheet .range').fill('0')
    await anna.page.click('.settings__tests .btn:has-text("End of focus")')
    assert (await seen(anna.page))['sounds'] == ['focus', 'break']
    await anna.page.get_by_role('switch', name='Flash').click()
    await anna.page.reload()
    await anna.page.click(OPENERS['Sounds and reminders'])
    await expect(anna.page.locator('.sheet .range')).to_have_value('0')
    await expect(anna.page.get_by_role('switch', name='Flash')).not_to_be_checked()
    await expect(anna.page.get_by_role('switch', name='Bell When')).to_be_checked()
    await ben.page.click(OPENERS['Sounds and reminders'])
    await expect(ben.page.get_by_role('switch', name='Flash')).to_be_checked()

"""From the link to the seat: one field."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer

FIELD = '.field--name input'


async def test_a_visitor_sees_what_happens_inside_and_sits_down_with_one_field_and_enter(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    """Markup in a title or a name is plain text."""
    title, name = '<img src=x onerror="window.harm = 1">', '{{ 7 * 7 }}<b>Ben</b>'
    address = study_server.open_room(title=title)
    await ben.visit(address)
    await expect(ben.page.locator('input:visible, textarea:visible, select:visible')).to_have_count(1)
    await expect(ben.page.locator(FIELD)).to_be_focused()
    inside, now = ben.page.locator('.join__inside'), ben.page.locator('.join__now .inside')
    await expect(inside).to_have_text('Nobody is inside yet')
    await expect(now).to_contain_text('Focus, not started yet')
    await anna.take_seat(address, 'Anna')
    await expect(inside).to_have_text('1 person inside: Anna')
    await anna.press_main('Start focus')
    await expect(now).to_contain_text(re.compile(r'Focus, 2[45]:\d\d left'))
    await expect(ben.page.locator('.entry__row')).to_contain_text('You’ll join quietly.')
    await anna.leave()
    await expect(inside).to_have_text('Nobody is inside yet')
    await anna.take_seat(address, 'Anna')
    await expect(inside).to_have_text('1 person inside: Anna')

    await ben.page.keyboard.type(name)
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator('.people .heading .count')).to_have_text('2')
    await expect(anna.page.locator('.person__name').nth(1)).to_have_text(name)
    for person in (anna, ben):
        await expect(person.page.locator('.top__room h1')).to_have_text(title)
        await expect(person.page.locator('.person__name').nth(1)).to_contain_text(name)
        assert await person.page.evaluate('window.harm') is None


async def test_the_name_is_remembered_for_other_rooms_and_the_seat_across_a_reload(
    study_server: StudyServer, anna: Person
) -> None:
    first, second = study_server.open_room(title='First'), study_server.open_room(title='Second')
    await anna.sit_down(first, 'Änne O’Hara; 100 %')
    await anna.page.reload()
    await expect(anna.page.locator('.me .strong')).to_have_text('Änne O’Hara; 100 %')
    await anna.visit(second)
    await expect(anna.page.locator(FIELD)).to_have_value('Änne O’Hara; 100 %')
    await expect(anna.page.locator(FIELD)).to_be_focused()
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.me .strong')).to_have_text('Änne O’Hara; 100 %')


async def test_two_people_called_ann_stay_two(study_server: StudyServer, anna: Person, ben: Person) -> None:
    address = study_server.open_room(title='Two Anns')
    await anna.take_seat(address, 'Ann')
    await ben.sit_down(address, ' ANN ')
    for person in (anna, ben):
        await expect(person.page.locator('.person__name > span:first-child')).to_have_text(['Ann', 'ANN (2)'])
    await ben.page.reload()
    await expect(ben.page.locator('.me .strong')).to_have_text('ANN (2)')


async def test_an_empty_or_too_long_name_is_refused_beside_the_field(study_server: StudyServer, anna: Person) -> None:
    await anna.visit(study_server.open_room(title='Names'))
    error = anna.page.locator('.entry__error')
    await anna.page.click('text=Sit down')
    await expect(error).to_have_text('Your name must not be empty.')
    await anna.page.locator(FIELD).focus()
    await anna.page.keyboard.insert_text('x' * 65)
    await anna.page.keyboard.press('Enter')
    await expect(error).to_have_text('Your name can have at most 64 characters.')
    await expect(anna.page.locator(FIELD)).to_have_value('x' * 65)
    await anna.page.keyboard.press('Backspace')
    await expect(error).to_have_count(0)
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.me .strong')).to_have_text('x' * 64)

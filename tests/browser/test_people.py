"""Who is in the room, and what they say about themselves."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.browser.profiles import run_first
from tests.browser.study import Person, StudyServer, together

AN_HOUR_AHEAD = 'const real = Date.now; Date.now = () => real() + 3600000'


def row(seer: Person, name: str) -> Locator:
    return seer.page.locator('.person', has=seer.page.locator('.person__name', has_text=name))


async def say_status(person: Person, words: str) -> None:
    await person.page.click('.bar .me')
    await person.page.locator('.sheet .choice', has_text=words).click()
    await expect(person.page.locator('.sheet')).to_have_count(0)


async def test_a_status_is_seen_by_the_other_until_the_phase_changes_and_away_beyond_it_for_a_time(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    await run_first(ben.page, AN_HOUR_AHEAD)
    await together(study_server, anna, ben)
    await anna.press_main('Start focus')
    await expect(ben.page.locator('html')).to_have_attribute('data-status', 'running')
    await say_status(anna, 'On a break')
    await expect(row(ben, 'Anna')).to_have_attribute('data-status', 'break')
    await expect(row(ben, 'Anna').locator('.visually-hidden')).to_have_text('on a break')
    await expect(anna.page.locator('.me__status')).to_have_text('On a break')
    study_server.step(25 * 60)
    await expect(ben.page.locator('html')).to_have_attribute('data-phase', 'break')
    await expect(row(ben, 'Anna')).not_to_have_attribute('data-status', 'break')
    await say_status(anna, 'Focusing')
    await expect(row(ben, 'Anna')).to_have_attribute('data-status', 'focusing')
    await say_status(anna, 'Follow the room')
    await expect(row(ben, 'Anna')).not_to_have_attribute('data-status', 'focusing')
    await expect(row(ben, 'Ben')).not_to_have_attribute('data-status', 'focusing')
    await away_is_told_by_one_clock_and_outlives_the_bell(study_server, anna, ben)


async def away_is_told_by_one_clock_and_outlives_the_bell(server: StudyServer, anna: Person, ben: Person) -> None:
    """Check how long Anna is away in the break, as seen by Ben, whose own clock is wrong."""
    await say_status(anna, 'Away')
    await expect(row(ben, 'Anna')).to_have_attribute('data-status', 'away')
    await expect(row(ben, 'Anna').locator('.seat--away')).to_be_visible()
    await expect(row(ben, 'Anna').locator('.person__goal')).to_have_text('Away')
    server.step(10 * 60)
    await expect(ben.page.locator('html')).to_have_attribute('data-phase', 'focus')
    await expect(row(ben, 'Anna')).to_have_attribute('data-status', 'away')
    await ben.page.reload()
    await expect(row(ben, 'Anna').locator('.person__goal')).to_have_text('Away for 10 min')
    await say_status(anna, 'Follow the room')
    await expect(row(ben, 'Anna').locator('.seat--away')).to_have_count(0)


async def test_a_seat_has_initials_and_a_unique_name_and_finds_its_goals_when_taken_again(
    anna: Person, ben: Person, room: str
) -> None:
    await expect(row(ben, 'Anna').locator('.seat')).to_have_text('A')
    await expect(row(ben, 'Ben').locator('.person__name')).to_contain_text('you')
    await expect(row(ben, 'Anna').locator('.person__name')).not_to_contain_text('you')
    await expect(row(anna, 'Anna').locator('.person__name')).to_contain_text('you')

    await anna.write('said as Anna')
    await anna.add_goal('Read 4.2')
    await anna.leave()
    await expect(row(ben, 'Anna')).to_have_count(0)
    await expect(ben.page.locator('.people .heading .count')).to_have_text('1')
    await anna.visit(room)
    await expect(anna.page.locator('.join')).to_be_visible()
    await anna.page.fill('.field--name input', 'Anna')
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.goal__text')).to_have_text('Read 4.2')
    await expect(row(ben, 'Anna')).to_be_visible()
    await expect(ben.page.locator('.goal')).to_have_count(0)
    await a_new_name_is_seen_by_the_other_and_stays_different_from_theirs(anna, ben)


async def a_new_name_is_seen_by_the_other_and_stays_different_from_theirs(anna: Person, ben: Person) -> None:
    for name, shown in (('Annika', 'Annika'), ('Ben', 'Ben (2)')):
        await anna.page.click('.bar .me')
        await anna.page.locator('.sheet').get_by_label('Your name').fill(name)
        await anna.page.keyboard.press('Enter')
        await expect(anna.page.locator('.sheet')).to_have_count(0)
        await expect(anna.page.locator('.me .strong')).to_have_text(shown)
        await expect(row(ben, shown)).to_be_visible()
    await anna.page.click('.bar .me')
    await anna.page.locator('.sheet').get_by_label('Your name').fill('  ')
    await anna.page.locator('.sheet').get_by_text('Change name').click()
    await expect(anna.page.locator('.sheet .entry__error')).to_have_text('Your name must not be empty.')
    await expect(ben.page.locator('.note__name')).to_have_text('Anna')

"""One timer for everyone, moved from either browser."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer, together

NOTE = '.desk__side > p'
SLOW_WAY = """() => {
  const emit = window.socket.emit.bind(window.socket);
  const late = [];
  window.socket.emit = (...event) => late.push(event);
  window.arrive = () => ((window.socket.emit = emit), late.forEach((event) => emit(...event)));
}"""


async def press(person: Person, word: str) -> None:
    await person.page.click(f'.desk__controls .btn:has-text("{word}")')


async def both_show(anna: Person, ben: Person, digits: str) -> None:
    for person in (anna, ben):
        await expect(person.page.locator('.timer .digits')).to_have_text(digits)


async def both_in(anna: Person, ben: Person, phase: str, status: str) -> None:
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', phase)
        await expect(person.page.locator('html')).to_have_attribute('data-status', status)


async def both_read(anna: Person, ben: Person, note: str) -> None:
    for person in (anna, ben):
        await expect(person.page.locator(NOTE)).to_have_text(re.compile(note))


async def test_either_person_starts_pauses_resets_and_resumes_and_both_read_who_did(
    anna: Person, ben: Person, room: str
) -> None:
    await anna.press_main('Start focus')
    await both_in(anna, ben, 'focus', 'running')
    await both_read(anna, ben, r'Round 1 of 4, ends at \d\d:\d\d\. Started by Anna')
    await press(anna, '5 min')
    await ben.press_main('Pause')
    await both_in(anna, ben, 'focus', 'paused')
    paused = (await anna.page.locator('.timer .digits').inner_text()).replace('\n', '')
    await both_show(anna, ben, paused)
    await both_read(anna, ben, '^Ben paused the focus, just now$')

    await press(ben, 'Reset')
    await both_in(anna, ben, 'focus', 'idle')
    await both_show(anna, ben, '25:00')
    await anna.page.locator('.toast', has_text='Ben reset the timer').locator('button').click()
    await both_in(anna, ben, 'focus', 'paused')
    await both_show(anna, ben, paused)

    await anna.press_main('Resume')
    await both_in(anna, ben, 'focus', 'running')
    await expect(ben.page.locator(NOTE)).to_contain_text('Resumed by Anna')


async def test_either_browser_adds_minutes_until_a_focus_is_at_its_longest(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    await together(study_server, anna, ben, rhythm='120/5/15')
    await press(anna, '1 min')
    await both_show(anna, ben, '121:00')
    await press(ben, '5 min')
    await both_show(anna, ben, '126:00')
    for _ in range(10):
        await press(anna, '5 min')
    await both_show(anna, ben, '176:00')
    await press(anna, '5 min')
    await expect(anna.page.locator('.toast')).to_have_text('There can be at most 180 minutes left.')
    await expect(ben.page.locator('.toast')).to_have_count(0)

    await anna.press_main('Start focus')
    study_server.step(10 * 60)
    await press(ben, '5 min')
    await ben.press_main('Pause')
    await both_in(anna, ben, 'focus', 'paused')
    assert 170 * 60 <= await anna.seconds_left() <= 171 * 60


async def test_a_skip_is_undone_from_the_other_browser_within_five_seconds(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    undo = ben.page.locator('.toast', has_text='Anna skipped to the break').locator('button')
    await anna.press_main('Start focus')
    await press(anna, 'Skip')
    await both_in(anna, ben, 'break', 'running')
    await expect(anna.page.locator('.toast')).to_contain_text('You skipped to the break')
    await undo.click()
    await both_in(anna, ben, 'focus', 'running')
    assert 24 * 60 + 30 < await anna.seconds_left() <= 25 * 60
    await expect(anna.page.locator('.note')).to_have_count(0)
    await expect(anna.page.locator('.line', has_text='Focus ended')).to_have_count(0)

    await press(anna, 'Skip')
    await expect(undo).to_be_visible()
    study_server.step(6)
    await undo.click()
    await expect(ben.page.locator('.toast')).to_have_text('It is too late to undo that.')
    await both_in(anna, ben, 'break', 'running')
    await expect(anna.page.locator('.toast')).to_have_count(0, timeout=7000)


async def test_a_click_after_someone_elses_skip_neither_undoes_nor_repeats_it(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.press_main('Start focus')
    await both_in(anna, ben, 'focus', 'running')
    await ben.page.evaluate(SLOW_WAY)
    await press(ben, 'Skip')
    await press(anna, 'Skip')
    await both_in(anna, ben, 'break', 'running')
    await ben.page.evaluate('window.arrive()')
    await ben.write('after both skips')
    await expect(anna.page.locator('.note p')).to_have_text('after both skips')
    await both_in(anna, ben, 'break', 'running')

    await press(anna, 'Skip')
    undo = ben.page.locator('.toast', has_text='Anna skipped to the focus').locator('button')
    await expect(undo).to_be_visible()
    await anna.press_main('Start focus')
    await both_in(anna, ben, 'focus', 'running')
    await undo.click()
    await expect(ben.page.locator('.toast')).to_have_text('It is too late to undo that.')
    await both_in(anna, ben, 'focus', 'running')


async def test_a_new_rhythm_applies_to_everyone_but_not_to_the_running_phase(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.page.click('.desk__rhythm')
    sheet = anna.page.locator('.sheet')
    await sheet.locator('.preset:has-text("50 / 10")').click()
    await sheet.get_by_role('switch', name='Start focus automatically after a break').click()
    await sheet.get_by_text('Use this rhythm').click()
    await expect(sheet).to_have_count(0)
    await both_show(anna, ben, '50:00')
    await expect(ben.page.locator('.desk__rhythm')).to_have_text('50 / 10, long break 20')
    await ben.press_main('Start focus')
    study_server.step(50 * 60)
    await both_in(anna, ben, 'break', 'running')
    study_server.step(10 * 60)
    await both_in(anna, ben, 'focus', 'running')

    await ben.page.click('text=Not now')
    await ben.page.click('.desk__rhythm')
    sheet = ben.page.locator('.sheet')
    await sheet.locator('.preset:has-text("Custom")').click()
    await sheet.locator('[name="focus"]').fill('0')
    await sheet.get_by_text('Use this rhythm').click()
    await expect(sheet.locator('[role="alert"]')).to_have_text('A focus lasts 1 to 120 minutes.')
    await sheet.locator('[name="focus"]').fill('40')
    await sheet.get_by_text('Use this rhythm').click()
    await expect(anna.page.locator('.desk__rhythm')).to_have_text('40 / 10, long break 20')
    assert 49 * 60 + 30 < await anna.seconds_left() <= 50 * 60
    await press(anna, 'Reset')
    await both_show(anna, ben, '40:00')

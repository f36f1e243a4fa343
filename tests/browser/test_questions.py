"""A focus starts with one question and ends with one tap; neither gets in the way."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer
from tests.browser.test_people import row

START, END = '#intention', '.asking .answers'


async def bell(server: StudyServer, *people: Person) -> None:
    server.step(25 * 60)
    for person in people:
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'break')


async def choose(person: Person, *switches: str) -> None:
    await person.page.click('.bar .ctl:has-text("Sounds")')
    for switch in switches:
        await person.page.get_by_role('switch', name=switch).click()
    await person.page.keyboard.press('Escape')
    await expect(person.page.locator('.sheet')).to_have_count(0)


async def test_what_a_person_will_finish_becomes_the_current_goal_and_the_break_shows_its_answer(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.press_main('Start focus')
    for person in (anna, ben):
        await expect(person.page.locator('.asking .title').first).to_have_text('What will you finish?')
    await ben.page.fill(START, 'Proof sketch')
    await ben.page.keyboard.press('Enter')
    await expect(ben.page.locator('.working')).to_contain_text('Proof sketch')
    await expect(ben.page.locator('.goal--now .goal__text')).to_have_text('Proof sketch')
    await expect(row(anna, 'Ben').locator('.person__goal--now')).to_have_text('Proof sketch')
    await expect(anna.page.locator(START)).to_be_visible()
    await anna.page.click('text=Not now')
    await expect(anna.page.locator(START)).to_have_count(0)
    await anna.page.reload()
    await expect(anna.page.locator(START)).to_be_visible()  # a page opened early in a focus asks

    await bell(study_server, anna, ben)
    await expect(ben.page.locator('.asking h2')).to_have_text('Proof sketch?')
    await expect(anna.page.locator('.asking h2')).to_have_text('How did it go?')
    await ben.page.click('.answer:has-text("Done")')
    await expect(ben.page.locator(END)).to_have_count(0)
    await expect(row(anna, 'Ben').locator('.person__goal--said')).to_have_text('Proof sketch: done')
    await expect(ben.page.locator('.goal--done .goal__text')).to_have_text('Proof sketch')
    await expect(anna.page.locator(END)).to_be_visible()
    study_server.step(5 * 60)
    await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'focus')
    await expect(anna.page.locator(END)).to_have_count(0)
    await expect(row(anna, 'Ben').locator('.person__goal--said')).to_be_hidden()


async def test_a_listed_goal_is_offered_and_chosen_and_the_end_question_is_answered_by_key(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.add_goal('Read 4.2')
    await anna.add_goal('Exercises')
    await anna.page.locator('.goal__text', has_text='Exercises').click()
    await expect(row(ben, 'Anna').locator('.person__goal--now')).to_have_text('Exercises')
    await ben.press_main('Start focus')
    await expect(anna.page.locator(START)).to_have_value('Exercises')
    assert await anna.page.locator('#open-goals option').evaluate_all('(all) => all.map((one) => one.value)') == [
        'Read 4.2',
        'Exercises',
    ]
    await anna.page.click('text=Begin')
    await expect(anna.page.locator(START)).to_have_count(0)
    await expect(anna.page.locator('.goal')).to_have_count(2)
    await expect(anna.page.locator('.working')).to_contain_text('Exercises')
    await the_end_is_answered(study_server, anna, ben, '3', 'Exercises: not yet')

    for key, words in (('2', 'partly'), ('1', 'done')):
        await ben.press_main('Start focus')
        await anna.page.fill(START, ' Read 4.2 ')
        await anna.page.click('text=Begin')
        await expect(anna.page.locator('.goal--now .goal__text')).to_have_text('Read 4.2')
        await expect(anna.page.locator('.goal')).to_have_count(2)
        await expect(row(ben, 'Anna').locator('.person__goal--now')).to_have_text('Read 4.2')
        await the_end_is_answered(study_server, anna, ben, key, f'Read 4.2: {words}')


async def the_end_is_answered(server: StudyServer, anna: Person, ben: Person, key: str, said: str) -> None:
    """Have Anna answer with that key, then leave another focus ready to start."""
    await bell(server, anna, ben)
    await anna.page.locator(END).wait_for()
    await anna.page.keyboard.press(key)
    await expect(row(ben, 'Anna').locator('.person__goal--said')).to_have_text(said)
    await expect(anna.page.locator('.goal--done')).to_have_count(int(said.endswith('done')))
    server.step(5 * 60)
    await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'focus')


async def test_an_open_question_blocks_nothing_and_keeps_its_words_whatever_the_clock_does(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.press_main('Start focus')
    await expect(anna.page.locator(START)).to_be_visible()
    await expect(anna.page.locator(START)).not_to_be_focused()
    await anna.write('still writing')
    await expect(ben.page.locator('.note p')).to_have_text('still writing')
    await anna.page.fill(START, 'Half a sentence')
    await ben.page.click('.desk__controls button[title="Add five minutes"]')
    await anna.page.wait_for_function('document.querySelector(".timer .digits").textContent > "29"')
    await expect(anna.page.locator(START)).to_have_value('Half a sentence')
    await anna.add_goal('still adding')
    await expect(anna.page.locator(START)).to_have_value('Half a sentence')
    await ben.press_main('Pause')
    await expect(anna.page.locator('html')).to_have_attribute('data-status', 'paused')
    await expect(anna.page.locator('.timer__phase')).to_have_text('Paused')
    await expect(anna.page.locator(START)).to_have_value('Half a sentence')
    await anna.press_main('Resume')
    await expect(anna.page.locator('.timer__phase')).to_have_text('Focus')
    await expect(anna.page.locator(START)).to_have_value('Half a sentence')
    study_server.step(5 * 60)
    await bell(study_server, anna, ben)
    await expect(anna.page.locator(START)).to_have_count(0)
    await anna.write('and in the break')
    await expect(ben.page.locator('.note p').last).to_have_text('and in the break')
    study_server.step(5 * 60)
    await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'focus')
    await each_question_can_be_turned_off(study_server, anna, ben)


async def each_question_can_be_turned_off(server: StudyServer, anna: Person, ben: Person) -> None:
    """Turn each question off in Anna's browser."""
    await choose(anna, 'Ask what I will finish', 'Ask how it went')
    await anna.press_main('Start focus')
    await expect(ben.page.locator(START)).to_be_visible()
    await expect(anna.page.locator('html')).to_have_attribute('data-status', 'running')
    await expect(anna.page.locator(START)).to_be_hidden()
    await bell(server, anna, ben)
    await expect(ben.page.locator(END)).to_be_visible()
    await expect(anna.page.locator(END)).to_be_hidden()
    await anna.page.keyboard.press('1')
    await anna.write('no answer was given')
    await expect(ben.page.locator('.note p').last).to_have_text('no answer was given')
    await expect(row(ben, 'Anna').locator('.person__goal--said')).to_have_count(0)
    await choose(anna, 'Ask how it went')
    await expect(anna.page.locator(END)).to_be_visible()

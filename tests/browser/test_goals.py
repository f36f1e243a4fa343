"""Goals are private; others see only the current one."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.browser.study import Person, StudyServer, together
from tests.browser.witness import frames


def goal(person: Person, text: str) -> Locator:
    return person.page.locator('.goal', has_text=text)


async def add(person: Person, *texts: str) -> None:
    for text in texts:
        await person.add_goal(text)


async def shown(person: Person, *texts: str) -> None:
    await expect(person.page.locator('.goal__text')).to_have_text(list(texts))


async def in_order_after_a_reload(person: Person, *texts: str) -> None:
    await shown(person, *texts)
    await person.page.reload()
    await shown(person, *texts)


async def edit(person: Person, text: str, typed: str) -> None:
    await goal(person, text).hover()
    await goal(person, text).locator('[title="Edit"]').click()
    await person.page.fill('.goal__edit', typed)


async def test_goals_are_added_ticked_counted_edited_and_refused_if_too_long(
    study_server: StudyServer, anna: Person
) -> None:
    await anna.take_seat(study_server.open_room(), 'Anna')
    await add(anna, 'Read 4.2', 'Exercises')
    await expect(anna.page.locator('.addgoal input')).to_have_value('')
    await goal(anna, 'Read 4.2').locator('.check').click()
    await expect(anna.page.locator('.mygoals .count')).to_have_text('1 of 2')
    await expect(goal(anna, 'Read 4.2')).to_have_class('goal goal--done')
    await goal(anna, 'Exercises').locator('.check').focus()
    await anna.page.keyboard.press('Space')
    await expect(anna.page.locator('.mygoals .count')).to_have_text('2 of 2')
    await goal(anna, 'Read 4.2').locator('.check').click()
    await expect(anna.page.locator('.mygoals .count')).to_have_text('1 of 2')
    await anna.page.reload()
    await expect(anna.page.locator('.mygoals .count')).to_have_text('1 of 2')

    for typed, key, then in (('by mistake', 'Escape', 'Exercises'), ('Better words', 'Enter', 'Better words')):
        await edit(anna, 'Exercises', typed)
        await anna.page.press('.goal__edit', key)
        await expect(anna.page.locator('.goal__edit')).to_have_count(0)
        if key == 'Escape':
            await anna.page.wait_for_timeout(300)  # during which nothing is saved
        await shown(anna, 'Read 4.2', then)
    await edit(anna, 'Better words', 'Saved on leaving')
    await anna.page.focus('.composer textarea')
    await shown(anna, 'Read 4.2', 'Saved on leaving')

    field = anna.page.locator('.addgoal input')
    await field.focus()
    await anna.page.keyboard.insert_text('x' * 141)
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.entry__error')).to_have_text('A goal can have at most 140 characters.')
    await expect(field).to_have_value('x' * 141)
    await anna.page.keyboard.press('Backspace')
    await anna.page.keyboard.press('Enter')
    await shown(anna, 'Read 4.2', 'Saved on leaving', 'x' * 140)


async def test_the_current_goal_is_shown_under_the_name_to_others_until_it_is_deleted_or_done(
    anna: Person, ben: Person, room: str
) -> None:
    await add(anna, 'Read 4.2', 'Exercises', 'Summary')
    seen = ben.page.locator('.person', has_text='Anna').locator('.person__goal--now')
    await goal(anna, 'Read 4.2').locator('.goal__text').click()
    await expect(seen).to_have_text('Read 4.2')
    await expect(goal(anna, 'Read 4.2').locator('.tag')).to_have_text('now')
    await goal(anna, 'Exercises').locator('.goal__text').click()
    await expect(seen).to_have_text('Exercises')
    await expect(anna.page.locator('.goal .tag')).to_have_count(1)
    await edit(anna, 'Exercises', 'Exercises 4.1')
    await anna.page.keyboard.press('Enter')
    await expect(seen).to_have_text('Exercises 4.1')
    await ben.page.reload()
    await expect(seen).to_have_text('Exercises 4.1')
    await expect(ben.page.locator('.goal')).to_have_count(0)

    await goal(anna, 'Exercises 4.1').hover()
    await goal(anna, 'Exercises 4.1').locator('[title="Delete"]').click()
    await shown(anna, 'Read 4.2', 'Summary')
    await expect(seen).to_have_text('')
    await anna.page.locator('.toast', has_text='Goal deleted').locator('button').click()
    await in_order_after_a_reload(anna, 'Read 4.2', 'Exercises 4.1', 'Summary')
    await goal(anna, 'Exercises 4.1').locator('.goal__text').click()
    await expect(seen).to_have_text('Exercises 4.1')
    await goal(anna, 'Exercises 4.1').locator('.check').click()
    await expect(seen).to_have_text('')

    await goal(anna, 'Read 4.2').locator('.goal__text').dblclick()
    await expect(seen).to_have_text('Read 4.2')
    await anna.page.wait_for_timeout(300)
    await expect(anna.page.locator('.goal--now')).to_have_count(1)
    await goal(anna, 'Read 4.2').locator('.goal__text').click()
    await expect(seen).to_have_text('')


async def test_goals_are_reordered_with_the_keyboard_and_by_dragging(study_server: StudyServer, anna: Person) -> None:
    await anna.take_seat(study_server.open_room(), 'Anna')
    await add(anna, 'one', 'two', 'three')
    handle = goal(anna, 'three').locator('.goal__handle')
    await handle.focus()
    await anna.page.keyboard.press('ArrowUp')
    await shown(anna, 'one', 'three', 'two')
    await expect(handle).to_be_focused()
    await anna.page.keyboard.press('ArrowUp')
    await shown(anna, 'three', 'one', 'two')
    await anna.page.keyboard.press('ArrowDown')
    await shown(anna, 'one', 'three', 'two')

    await goal(anna, 'one').hover()
    await goal(anna, 'one').locator('.goal__handle').hover()
    await anna.page.mouse.down()
    box = await goal(anna, 'two').bounding_box()
    assert box is not None
    await anna.page.mouse.move(box['x'] + 5, box['y'] + box['height'] + 4, steps=6)
    await anna.page.mouse.up()
    await in_order_after_a_reload(anna, 'three', 'two', 'one')


async def test_a_goal_reaches_other_browsers_only_once_it_is_the_current_one(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    sent_to_ben = frames(ben.page)
    await together(study_server, anna, ben)
    await add(anna, 'secret one', 'secret two', 'secret three')
    await goal(anna, 'secret two').locator('.check').click()
    await goal(anna, 'secret three').locator('.goal__handle').focus()
    await anna.page.keyboard.press('ArrowUp')
    await goal(anna, 'secret one').hover()
    await goal(anna, 'secret one').locator('[title="Delete"]').click()
    await shown(anna, 'secret three', 'secret two')
    await goal(anna, 'secret three').locator('.goal__text').click()
    await expect(ben.page.locator('.person', has_text='Anna')).to_contain_text('secret three')
    assert any('secret three' in frame for frame in sent_to_ben)
    page = await (await ben.page.request.get(ben.page.url)).text()
    assert 'secret three' in page
    for secret in ('secret one', 'secret two'):
        assert secret not in page
        assert not any(secret in frame for frame in sent_to_ben)


async def test_the_goal_of_the_room_is_changed_in_place_for_everyone(anna: Person, ben: Person, room: str) -> None:
    text, edit = '.roomgoal__text', '.roomgoal__edit'
    await expect(ben.page.locator(text)).to_have_text('Set a goal for everyone')
    await anna.page.click(text)
    await anna.page.fill(edit, 'Finish sheet 4')
    await anna.page.keyboard.press('Enter')
    for person in (anna, ben):
        await expect(person.page.locator(text)).to_have_text('Finish sheet 4')
    await ben.page.click(text)
    await expect(ben.page.locator(edit)).to_be_focused()
    await ben.page.fill(edit, 'something else')
    await ben.page.keyboard.press('Escape')
    await expect(ben.page.locator(text)).to_have_text('Finish sheet 4')
    await ben.page.click(text)
    await ben.page.fill(edit, '')
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator(text)).to_have_text('Set a goal for everyone')
    await words_half_typed_stand_when_another_sets_the_goal(anna, ben)
    await a_field_that_was_not_touched_overwrites_nothing(anna, ben)


async def ben_sets_the_goal(ben: Person, words: str) -> None:
    await ben.page.click('.roomgoal__text')
    await ben.page.fill('.roomgoal__edit', words)
    await ben.page.keyboard.press('Enter')
    await expect(ben.page.locator('.roomgoal__text')).to_have_text(words)


async def words_half_typed_stand_when_another_sets_the_goal(anna: Person, ben: Person) -> None:
    text, edit = '.roomgoal__text', '.roomgoal__edit'
    await anna.page.click(text)
    await anna.page.fill(edit, 'typed but escaped')
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.locator(text)).to_have_text('Set a goal for everyone')
    await anna.page.click(text)
    await anna.page.fill(edit, 'Anna half')
    await ben_sets_the_goal(ben, 'Goal of Ben')
    await anna.page.wait_for_timeout(300)
    await expect(anna.page.locator(edit)).to_have_value('Anna half')
    await anna.page.keyboard.press('Escape')
    for person in (anna, ben):
        await expect(person.page.locator(text)).to_have_text('Goal of Ben')


async def a_field_that_was_not_touched_overwrites_nothing(anna: Person, ben: Person) -> None:
    await anna.page.click('.roomgoal__text')
    await expect(anna.page.locator('.roomgoal__edit')).to_be_focused()
    await ben_sets_the_goal(ben, 'Next goal of Ben')
    await expect(anna.page.locator('.roomgoal__edit')).to_have_value('Next goal of Ben')
    await anna.page.focus('.composer textarea')
    for person in (anna, ben):
        await expect(person.page.locator('.roomgoal__text')).to_have_text('Next goal of Ben')

"""Goals are one's own; only the one worked on now is shown to the others."""

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


async def test_goals_are_added_ticked_and_counted(anna: Person, ben: Person, room: str) -> None:
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
    await expect(ben.page.locator('.goal')).to_have_count(0)


async def test_a_goal_is_edited_in_place_and_escape_leaves_it_as_it_was(anna: Person, room: str) -> None:
    await add(anna, 'Reed 4.2')
    edit = anna.page.locator('.goal__edit')
    for typed, key, then in (('Read 4.3', 'Escape', 'Reed 4.2'), ('Read 4.2', 'Enter', 'Read 4.2')):
        await anna.page.locator('.goal').hover()
        await anna.page.click('.goal [title="Edit"]')
        await edit.fill(typed)
        await edit.press(key)
        await expect(edit).to_have_count(0)
        await shown(anna, then)


async def test_the_goal_for_now_stands_under_the_name_on_the_other_screen(anna: Person, ben: Person, room: str) -> None:
    await add(anna, 'Read 4.2', 'Exercises')
    seen = ben.page.locator('.person', has_text='Anna').locator('.person__goal--now')
    await goal(anna, 'Read 4.2').locator('.goal__text').click()
    await expect(seen).to_have_text('Read 4.2')
    await expect(goal(anna, 'Read 4.2').locator('.tag')).to_have_text('now')
    await goal(anna, 'Exercises').locator('.goal__text').click()
    await expect(seen).to_have_text('Exercises')
    await expect(anna.page.locator('.goal .tag')).to_have_count(1)
    await goal(anna, 'Exercises').hover()
    await goal(anna, 'Exercises').locator('[title="Edit"]').click()
    await anna.page.locator('.goal__edit').fill('Exercises 4.1')
    await anna.page.keyboard.press('Enter')
    await expect(seen).to_have_text('Exercises 4.1')
    await ben.page.reload()
    await expect(seen).to_have_text('Exercises 4.1')
    await goal(anna, 'Exercises 4.1').locator('.check').click()
    await expect(seen).to_have_text('')


async def test_goals_are_reordered_with_the_keyboard(anna: Person, room: str) -> None:
    await add(anna, 'one', 'two', 'three')
    handle = goal(anna, 'three').locator('.goal__handle')
    await handle.focus()
    await anna.page.keyboard.press('ArrowUp')
    await shown(anna, 'one', 'three', 'two')
    await expect(handle).to_be_focused()
    await anna.page.keyboard.press('ArrowUp')
    await shown(anna, 'three', 'one', 'two')
    await anna.page.keyboard.press('ArrowDown')
    await in_order_after_a_reload(anna, 'one', 'three', 'two')


async def test_goals_are_reordered_by_dragging(anna: Person, room: str) -> None:
    await add(anna, 'one', 'two', 'three')
    await goal(anna, 'one').hover()
    await goal(anna, 'one').locator('.goal__handle').hover()
    await anna.page.mouse.down()
    box = await goal(anna, 'three').bounding_box()
    assert box is not None
    await anna.page.mouse.move(box['x'] + 5, box['y'] + box['height'] + 4, steps=6)
    await anna.page.mouse.up()
    await in_order_after_a_reload(anna, 'two', 'three', 'one')


async def test_a_deleted_goal_comes_back_to_its_place_and_to_being_now(anna: Person, ben: Person, room: str) -> None:
    await add(anna, 'one', 'two', 'three')
    await goal(anna, 'two').locator('.goal__text').click()
    seen = ben.page.locator('.person', has_text='Anna').locator('.person__goal--now')
    await expect(seen).to_have_text('two')
    await goal(anna, 'two').hover()
    await goal(anna, 'two').locator('[title="Delete"]').click()
    await shown(anna, 'one', 'three')
    await expect(seen).to_have_text('')
    await anna.page.locator('.toast', has_text='Goal deleted').locator('button').click()
    await in_order_after_a_reload(anna, 'one', 'two', 'three')


async def test_a_goal_that_is_too_long_is_kept_and_refused_beside_it(anna: Person, room: str) -> None:
    field = anna.page.locator('.addgoal input')
    await field.focus()
    await anna.page.keyboard.insert_text('x' * 141)
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.entry__error')).to_have_text('A goal can have at most 140 characters.')
    await expect(field).to_have_value('x' * 141)
    await anna.page.keyboard.press('Backspace')
    await anna.page.keyboard.press('Enter')
    await shown(anna, 'x' * 140)


async def test_nothing_of_a_goal_reaches_another_browser_before_it_is_the_one_for_now(
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

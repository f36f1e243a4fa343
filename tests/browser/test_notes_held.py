"""Notes written during a focus wait for the bell if the room holds them."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.stage import close_sheet
from tests.browser.study import Person, StudyServer, together
from tests.browser.witness import frames


async def focus_runs(anna: Person, ben: Person) -> None:
    await anna.press_main('Start focus')
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-status', 'running')


async def test_anyone_can_turn_the_holding_of_notes_on_and_off(anna: Person, ben: Person, room: str) -> None:
    hint = ben.page.locator('.panelhead')
    await expect(hint).to_have_text('Chat')
    await anna.page.click('.bar .ctl:has-text("Room")')
    switch = anna.page.get_by_role('switch', name='Hold chat during focus')
    await switch.click()
    await expect(hint).to_contain_text('Open until the next focus')
    await close_sheet(anna.page)
    await focus_runs(anna, ben)
    await expect(hint).to_contain_text('Quiet until the break')
    await ben.write('waits')
    await expect(anna.page.locator('.held')).to_contain_text('1 note waits for the break')
    await anna.page.click('.bar .ctl:has-text("Room")')
    await expect(switch).to_be_checked()
    await switch.click()
    await expect(anna.page.locator('.note p')).to_have_text('waits')
    await expect(ben.page.locator('.held')).to_have_count(0)


async def test_notes_wait_unseen_by_others_and_arrive_in_order_at_the_bell(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    sent_to_ben = frames(ben.page)
    await together(study_server, anna, ben, hold_notes=True)
    await anna.write('before the focus')
    await expect(ben.page.locator('.note p')).to_have_text('before the focus')
    await focus_runs(anna, ben)
    await anna.write('first secret')
    await anna.write('second secret')
    for person in (anna, ben):
        await expect(person.page.locator('.held')).to_contain_text('2 notes wait for the break')
        await expect(person.page.locator('.held')).to_contain_text('They arrive at the bell, at ')
    await ben.write('third from Ben')
    await expect(anna.page.locator('.held')).to_contain_text('3 notes wait for the break')
    await expect(anna.page.locator('.note--waits p')).to_have_text(['first secret', 'second secret'])
    await expect(anna.page.locator('.note--waits time').first).to_have_text('waiting')
    await expect(ben.page.locator('.note--waits p')).to_have_text(['third from Ben'])
    answer = await ben.page.request.get(ben.page.url)
    assert 'before the focus' in await answer.text()
    assert 'secret' not in await answer.text()
    assert any('before the focus' in frame for frame in sent_to_ben)
    assert not any('secret' in frame for frame in sent_to_ben)

    study_server.step(25 * 60)
    for person in (anna, ben):
        await expect(person.page.locator('.line', has_text='3 notes from the focus')).to_be_visible()
        await expect(person.page.locator('.note p')).to_have_text(
            ['before the focus', 'first secret', 'second secret', 'third from Ben']
        )
        await expect(person.page.locator('.held, .note--waits')).to_have_count(0)
    assert any('second secret' in frame for frame in sent_to_ben)


async def test_a_call_for_help_passes_waiting_notes_and_a_note_can_be_deleted_after_a_reload(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    await together(study_server, anna, ben, hold_notes=True)
    await focus_runs(anna, ben)
    await anna.write('better not')
    await expect(ben.page.locator('.held')).to_contain_text('1 note waits')
    await anna.page.click('.bar .ctl--help')
    await anna.page.locator('.sheet input').fill('Exercise 3b')
    await anna.page.keyboard.press('Enter')
    await expect(ben.page.locator('.line', has_text='Anna needs help: Exercise 3b')).to_be_visible()
    await expect(ben.page.locator('.held')).to_contain_text('1 note waits')
    await expect(ben.page.locator('.note')).to_have_count(0)

    await anna.page.reload()
    await expect(anna.page.locator('.note--waits p')).to_have_text('better not')
    await anna.page.locator('.note--waits').hover()
    await anna.page.click('.note--waits .note__delete')
    for person in (anna, ben):
        await expect(person.page.locator('.held, .note--waits')).to_have_count(0)
    study_server.step(25 * 60)
    await expect(ben.page.locator('.line', has_text='Focus ended')).to_be_visible()
    await expect(ben.page.locator('.note')).to_have_count(0)
    study_server.step(5 * 60)
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'focus')
    await a_skip_delivers_and_its_undo_does_not_hide_what_was_read(anna, ben)


async def a_skip_delivers_and_its_undo_does_not_hide_what_was_read(anna: Person, ben: Person) -> None:
    await focus_runs(anna, ben)
    await anna.write('delivered by the skip')
    await expect(anna.page.locator('.held')).to_be_visible()
    await ben.page.click('.desk__controls .btn:has-text("Skip")')
    await expect(ben.page.locator('.note p')).to_have_text('delivered by the skip')
    await anna.page.locator('.toast', has_text='Ben skipped').locator('button').click()
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'focus')
        await expect(person.page.locator('.note p')).to_have_text('delivered by the skip')
        await expect(person.page.locator('.note--waits')).to_have_count(0)

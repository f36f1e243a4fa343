"""When the disk refuses, the person who acted is told and keeps their text, and nobody else notices."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.agreement import clocks_agree, notes_seen
from tests.browser.study import Person, StudyServer, together

SENTENCE = 'The server could not save that just now. Nothing was lost; try again.'


@pytest.mark.waits
async def test_a_locked_database_is_one_sentence_to_the_person_who_acted(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    await together(own_server, anna, ben)
    await anna.write('before')
    await expect(ben.page.locator('.note p')).to_have_text('before')
    await anna.press_main('Start focus')
    await expect(ben.page.locator('.desk__controls .btn--main')).to_have_text('Pause')
    await ben.page.evaluate(COUNT_FRAMES)
    own_server.control('lock?held=true')

    await anna.write('kept words')
    await expect(anna.page.locator('.composer + [role=alert]')).to_have_text(SENTENCE)
    await expect(anna.page.locator('.composer textarea')).to_have_value('kept words')
    await anna.page.fill('.addgoal input', 'kept goal')
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.entry--addgoal [role=alert]')).to_have_text(SENTENCE)
    await expect(anna.page.locator('.addgoal input')).to_have_value('kept goal')
    await anna.page.click('.desk__controls .btn--main')
    await expect(anna.page.locator('.toast')).to_contain_text(SENTENCE)
    await expect(anna.page.locator('.desk__controls .btn--main')).to_have_text('Pause')
    left = await anna.seconds_left()
    await anna.page.wait_for_function(f'document.title < "{left // 60:02}:{left % 60:02}"')
    assert await anna.page.locator('.goal').count() == 0
    assert await notes_seen(anna) == ['before']
    assert await ben.page.evaluate('window.frames_heard') == []
    assert await notes_seen(ben) == ['before']

    own_server.control('lock?held=false')
    await anna.page.press('.composer textarea', 'Enter')
    await anna.page.press('.addgoal input', 'Enter')
    await expect(ben.page.locator('.note p').last).to_have_text('kept words')
    await expect(anna.page.locator('.goal__text')).to_have_text('kept goal')
    await anna.press_main('Pause')
    await expect(ben.page.locator('.desk__controls .btn--main')).to_have_text('Resume')
    await expect(anna.page.locator('.note p')).to_have_text(['before', 'kept words'])
    assert only_refusals(own_server)


async def test_a_bell_that_could_not_be_stored_rings_later_and_a_full_disk_is_reported_then_forgotten(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    address = await together(own_server, anna, ben)
    await anna.press_main('Start focus')
    await expect(ben.page.locator('.desk__controls .btn--main')).to_have_text('Pause')
    own_server.control('lock?held=true')
    own_server.step(25 * 60)
    await ben.page.wait_for_timeout(4000)
    await expect(ben.page.locator('html')).to_have_attribute('data-phase', 'focus')
    own_server.control('lock?held=false')
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'break')
    await clocks_agree(anna, ben)
    assert 5 * 60 - 15 < own_server.seconds_to_bell(address) < 5 * 60 - 3
    assert only_refusals(own_server)

    own_server.control('full?held=true')
    await anna.write('kept words')
    await expect(anna.page.locator('.composer + [role=alert]')).to_have_text(SENTENCE)
    await expect(anna.page.locator('.composer textarea')).to_have_value('kept words')
    own_server.control('full?held=false')
    await anna.page.press('.composer textarea', 'Enter')
    for person in (anna, ben):
        await expect(person.page.locator('.note p')).to_have_text(['kept words'])
    assert only_refusals(own_server)


def only_refusals(server: StudyServer) -> bool:
    """Return whether the server complained about the disk and nothing else."""
    faults = server.faults()
    return bool(faults) and all('nothing was stored' in fault for fault in faults)


COUNT_FRAMES = """
window.frames_heard = [];
window.socket.io.engine.on('packet', ({ type, data }) => type === 'message' && window.frames_heard.push(data));
"""

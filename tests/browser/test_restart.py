"""The server dies or is stopped while people study; what they saw is there when it returns."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.agreement import clocks_agree, ends_at_ms, lines_seen, notes_seen
from tests.browser.gallery_server import wait_until_answering
from tests.browser.study import FAULT, Person, StudyServer, together
from tests.forked_server import ForkedServer, clean_environment, fork_server
from tests.ports import free_port

STOPS_WITHIN_SECONDS = 3


async def test_both_people_return_by_themselves_and_have_lost_nothing(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    await together(own_server, anna, ben)
    await anna.press_main('Start focus')
    await anna.page.fill('.composer textarea', 'half a sentence')
    ends = await ends_at_ms(ben)
    for person in (anna, ben):
        await person.page.evaluate('window.beforeTheKill = true')

    own_server.kill()
    await expect(ben.page.locator('.notice')).to_contain_text('Reconnecting.')
    await asyncio.sleep(2)
    own_server.start()
    for person, name in ((anna, 'Anna'), (ben, 'Ben')):
        await person.page.wait_for_function('window.did_handshake && !window.beforeTheKill', timeout=15_000)
        await expect(person.page.locator('.me .strong')).to_have_text(name)
        await expect(person.page.locator('.person')).to_have_count(2)
    await clocks_agree(anna, ben)
    assert abs(await ends_at_ms(anna) - ends) < 1000
    await expect(anna.page.locator('.composer textarea')).to_have_value('half a sentence')
    assert own_server.log_text().count('listening') == 2


async def test_what_was_acknowledged_before_the_kill_is_there_afterwards(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    await together(own_server, anna, ben)
    await anna.add_goal('Exercises 4.1 to 4.12')
    await anna.page.click('.goal__text')
    await expect(ben.page.locator('.person__goal--now', has_text='Exercises 4.1 to 4.12')).to_be_visible()
    await ben.page.click('.roomgoal__text')
    await ben.page.fill('.roomgoal__edit', 'Chapter 4 by noon')
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator('.roomgoal__text')).to_have_text('Chapter 4 by noon')
    await ben.page.click('.bar .ctl--help')
    await ben.page.get_by_role('dialog').locator('input').fill('exercise 3b')
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator('.line', has_text='Ben needs help: exercise 3b')).to_be_visible()
    await anna.press_main('Start focus')
    for number in range(20):
        await ben.write(f'Note {number}')
        await expect(ben.page.get_by_text(f'Note {number}', exact=True)).to_have_count(1)
    address = anna.page.url
    own_server.kill()
    await asyncio.gather(*(person.page.goto('about:blank') for person in (anna, ben)))
    own_server.start()
    await asyncio.gather(*(person.visit(address) for person in (anna, ben)))
    for person in (anna, ben):
        await expect(person.page.locator('.person')).to_have_count(2)
        assert await notes_seen(person) == [f'Note {number}' for number in range(20)]
        assert 'Ben needs help: exercise 3b' in await lines_seen(person)
        await expect(person.page.locator('.person__goal--now', has_text='Exercises 4.1 to 4.12')).to_be_visible()
        await expect(person.page.locator('.roomgoal__text')).to_have_text('Chapter 4 by noon')
        await expect(person.page.locator('.seat--help').first).to_be_visible()
        await expect(person.page.locator('.desk__controls .btn--main')).to_have_text('Pause')
    await expect(anna.page.locator('.goal__text')).to_have_text('Exercises 4.1 to 4.12')


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT], ids=['SIGTERM', 'Ctrl-C'])
async def test_the_command_stops_within_three_seconds_with_browsers_connected(
    number: signal.Signals, tmp_path: Path, anna: Person, ben: Person
) -> None:
    port = free_port()
    process = started_command(port, tmp_path)
    try:
        wait_until_answering(f'http://127.0.0.1:{port}')
        address = await anna.open_room(f'http://127.0.0.1:{port}', 'Linear Algebra', 'Anna')
        await ben.sit_down(address, 'Ben')
        await anna.press_main('Start focus')
        began = time.monotonic()
        process.send_signal(number)
        code = await asyncio.to_thread(process.wait, 10)
        assert code == 0
        assert time.monotonic() - began < STOPS_WITHIN_SECONDS
    finally:
        process.kill()
    assert [line for line in (tmp_path / 'server.log').read_text().splitlines() if FAULT.search(line)] == []
    await expect(ben.page.locator('.notice')).to_contain_text('Reconnecting.')


def started_command(port: int, folder: Path) -> ForkedServer:
    """Run the `studyroom` command in a forked process."""
    arguments = ['--port', str(port), '--data-dir', str(folder / 'data')]
    return fork_server().start('studyroom', arguments, clean_environment(), folder / 'server.log')

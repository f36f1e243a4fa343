"""A person at a browser and a program at a WebSocket, in one room."""

from __future__ import annotations

from playwright.async_api import expect

from tests.api.socket_client import visiting
from tests.browser.study import Person, StudyServer


async def test_what_a_program_does_is_seen_in_the_browser(study_server: StudyServer, anna: Person) -> None:
    address = study_server.open_room('Together')
    await anna.take_seat(address, 'Anna')
    async with visiting(study_server, address.rsplit('/', 1)[-1], 'robo') as robo:
        await expect(anna.page.locator('.people .heading .count')).to_have_text('2')
        await expect(anna.page.locator('.person__name', has_text='robo')).to_be_visible()
        await robo.say('goal:update', goal='Sheet 3')
        await expect(anna.page.locator('.roomgoal__text')).to_contain_text('Sheet 3')
        await robo.say('chat', text='good morning')
        await anna.sees('good morning')
        await robo.say('timer:start_focus')
        await expect(anna.page.locator('html')).to_have_attribute('data-status', 'running')
        await robo.say('timer:start_break')
        await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'break')
        await robo.say('timer:pause')
        await expect(anna.page.locator('html')).to_have_attribute('data-status', 'paused')
        await robo.say('timer:skip_break')
        await expect(anna.page.locator('html')).to_have_attribute('data-phase', 'focus')
    await expect(anna.page.locator('.people .heading .count')).to_have_text('1')


async def test_a_program_is_told_what_a_person_does(study_server: StudyServer, anna: Person) -> None:
    address = study_server.open_room('Together')
    async with visiting(study_server, address.rsplit('/', 1)[-1], 'robo') as robo:
        await anna.take_seat(address, 'Anna')
        assert (await robo.event('user:join'))['state']['participants'] == ['Anna', 'robo']
        await anna.write('hello, program')
        assert (await robo.until('chat'))['text'] == 'hello, program'
        await anna.page.click('.roomgoal__text')
        await anna.page.fill('.roomgoal__edit', 'Chapter 2')
        await anna.page.keyboard.press('Enter')
        told = await robo.event('goal:update')
        assert (told['user'], told['goal']) == ('Anna', 'Chapter 2')
        await anna.press_main('Start focus')
        assert (await robo.event('timer:start_focus'))['user'] == 'Anna'
        await anna.press_main('Pause')
        assert (await robo.event('timer:pause'))['state']['status'] == 'paused'
        await anna.leave()
        assert (await robo.event('user:leave'))['state']['participants'] == ['robo']


async def test_a_bell_rings_for_both(study_server: StudyServer, anna: Person) -> None:
    address = study_server.open_room('Together', hold_notes=True)
    await anna.take_seat(address, 'Anna')
    async with visiting(study_server, address.rsplit('/', 1)[-1], 'robo') as robo:
        await robo.say('timer:start_focus')
        await robo.event('timer:start_focus')
        await anna.write('for later')
        await anna.sees('for later')  # her own note, which is waiting
        await robo.say('chat', text='from the program, for later')
        assert (await robo.until('chat'))['held'] is True
        await expect(anna.page.get_by_text('from the program, for later')).to_have_count(0)
        study_server.step(25 * 60)
        await robo.event('timer:break_auto')
        assert [(await robo.frame())['text'] for _ in range(2)] == ['for later', 'from the program, for later']
        await anna.sees('from the program, for later')

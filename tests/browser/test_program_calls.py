"""How people at browsers in the same room see what programs do by API calls."""

from __future__ import annotations

import asyncio
import re

from livekit import rtc
from playwright.async_api import expect

from tests.api.program import Program, program
from tests.browser.calling import Caller
from tests.browser.study import Person, StudyServer
from tests.media.call import OPTIONS, Guest

NOTE = '.desk__side > p'


async def asked(call: object, *given: object, **named: object) -> object:
    """Make a program's call without holding up the browsers."""
    return await asyncio.to_thread(call, *given, **named)  # type: ignore[arg-type]


async def rows_are(person: Person, *names: str) -> None:
    """Check that these people have rows, in any order."""
    shown = person.page.locator('.person__name > span:first-child')
    await expect(shown).to_have_count(len(names))
    for name in names:
        await expect(shown.filter(has_text=re.compile(f'^{re.escape(name)}$'))).to_have_count(1)


async def test_everyone_sees_at_once_what_a_program_does(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    with program(study_server) as cron:
        cron.room = room.rsplit('/', 1)[-1]
        await asked(cron.make, goal='Sheet 3', timer_length=600)
        for one in (anna, ben):
            await expect(one.page.locator('.roomgoal__text')).to_contain_text('Sheet 3')
            await expect(one.page.locator('.timer .digits')).to_have_text(re.compile('10:00'))
        await asked(cron.timer, 'start_focus', params={'user': 'cron'})
        for one in (anna, ben):
            await expect(one.page.locator(NOTE)).to_contain_text('Started by cron')
            assert await one.phase() == 'focus'
        await asked(cron.http.post, f'/rooms/{cron.room}/reset', params={'user': 'Anna'})
        await expect(ben.page.locator('.toasts')).to_contain_text('Anna (api) reset the timer')
        for one in (anna, ben):
            await rows_are(one, 'Anna', 'Ben')
            await expect(one.page.locator('.people .heading .count')).to_have_text('2')


async def test_a_program_that_joins_has_a_row_until_its_connection_ends(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    with program(study_server) as bot:
        bot.room = room.rsplit('/', 1)[-1]
        waiting = await asked(bot.connect, 'Waiting bot', join=False)
        joined = await asked(bot.connect, 'Anna')
        for one in (anna, ben):
            await rows_are(one, 'Anna', 'Ben', 'Anna (2)')
        await asked(joined.say, 'Hello from a program')  # type: ignore[attr-defined]
        await ben.sees('Hello from a program')
        await asked(bot.timer, 'start_focus', headers=joined.headers)  # type: ignore[attr-defined]
        for connection in (joined, waiting):
            await asked(connection.hang_up)  # type: ignore[attr-defined]
        for one in (anna, ben):
            await rows_are(one, 'Anna', 'Ben')
            await expect(one.page.locator(NOTE)).to_contain_text('Started by Anna (2)')
            await expect(one.page.get_by_text('Waiting bot')).to_have_count(0)


async def in_call(bot: Program, user: str) -> Guest:
    answer = await asked(bot.http.post, '/sfu/token', json={'room_id': bot.room, 'user': user})
    token = answer.json()  # type: ignore[attr-defined]
    guest = Guest(rtc.Room())
    await guest.room.connect(token['server_url'], token['token'], OPTIONS)
    return guest


async def test_people_see_and_hear_a_program_in_the_call_under_its_name(media_server: StudyServer, mia: Caller) -> None:
    address = media_server.open_room()
    await mia.take_seat(address, 'Mia')
    with program(media_server) as bot:
        bot.room = address.rsplit('/', 1)[-1]
        await asked(bot.connect, 'Bot')
        guests = [await in_call(bot, 'Bot'), await in_call(bot, 'Stranger')]
        for guest in guests:
            await guest.speak()
            await guest.show()
        await guests[0].show(rtc.TrackSource.SOURCE_SCREENSHARE)
        await mia.sends('Bot', 'microphone on, camera on, showing a screen')
        for label in ('Bot', 'Stranger', 'Bot’s screen'):
            await expect(mia.tile(label)).to_be_visible()
        await rows_are(mia, 'Mia', 'Bot')
        for guest in guests:
            await guest.leave()
        await expect(mia.tiles()).to_have_count(0, timeout=40_000)  # a lost goodbye is noticed only by the silence
        await mia.sends('Bot', 'Bot')

"""A reload or a bad network leaves people where they were, and nobody else is told."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import expect

from tests.browser.agreement import clocks_agree, lines_seen, notes_seen
from tests.browser.conftest import Newcomer
from tests.browser.flaky_proxy import FlakyProxy, flaky_network
from tests.browser.study import Person, StudyServer

RESUMED_WITHIN_MS = 20_000
SCROLLER = '.follow__log > .notes'
READ_BACK = f'document.querySelector("{SCROLLER}").scrollTop'
SCROLL_UP = f"""() => new Promise((resolve) => {{
  const notes = document.querySelector("{SCROLLER}");
  notes.addEventListener('scroll', () => notes.scrollTop === 120 && resolve());
  notes.scrollTop = 120;
}})"""


async def test_a_reload_keeps_seat_draft_and_goals_and_tells_no_one(room: str, anna: Person, ben: Person) -> None:
    await anna.add_goal('Exercises 4.1 to 4.12')
    await anna.page.fill('.composer textarea', 'not sent yet')
    before = await lines_seen(ben)
    await anna.page.reload()
    await anna.connected()
    await expect(anna.page.locator('.me .strong')).to_have_text('Anna')
    await expect(anna.page.locator('.composer textarea')).to_have_value('not sent yet')
    await expect(anna.page.locator('.goal__text')).to_have_text('Exercises 4.1 to 4.12')
    await ben.write('Still here?')
    await expect(anna.page.locator('.note p')).to_have_text('Still here?')
    assert await lines_seen(ben) == before
    await expect(ben.page.locator('.person')).to_have_count(2)


@pytest.mark.waits
async def test_cuts_of_2_12_and_50_seconds_heal_in_place(
    study_server: StudyServer, somebody: Newcomer, ben: Person
) -> None:
    address = study_server.open_room('Number Theory')
    study_server.control(f'crowd?room_id={address.rsplit("/", 1)[-1]}&messages=40')
    async with AsyncExitStack() as stack:
        proxies = [await stack.enter_async_context(flaky_network(study_server.port)) for _ in range(3)]
        people = [await stack.enter_async_context(somebody(name)) for name in ('clara', 'dora', 'emil')]
        await ben.take_seat(address, 'Ben')
        for person, proxy, name in zip(people, proxies, ('Clara', 'Dora', 'Emil'), strict=True):
            await _settle(person, proxy, address, name)
        await ben.press_main('Start focus')
        await expect(ben.page.locator('.desk__controls .btn--main')).to_have_text('Pause')
        before = await lines_seen(ben)
        clara, dora, emil = people
        done = asyncio.Event()
        talk = asyncio.create_task(_talk(ben, done))
        await asyncio.gather(
            _cut(clara, proxies[0], ben, 2),
            _tunnel(dora, proxies[1], ben, 12, sends='Written in a tunnel'),
            _stall(emil, proxies[2], ben, 50),
        )
        done.set()
        await talk
        told = await notes_seen(ben)
        assert sorted(set(told)) == sorted(told)
        assert told.count('Written in a tunnel') == 1
        for person in people:
            await expect(person.page.locator('.notes .note').last).to_contain_text(told[-1])
            assert await notes_seen(person) == told
        assert [line for line in await lines_seen(ben) if line not in before] == []
        await expect(ben.page.locator('.person')).to_have_count(4)


async def _settle(person: Person, proxy: FlakyProxy, address: str, name: str) -> None:
    """Seat the person reading back in the chat, with a goal and half a sentence."""
    await person.take_seat(f'{proxy.url}/room/{address.rsplit("/", 1)[-1]}', name)
    await person.add_goal(f'Goal of {name}')
    await person.page.fill('.composer textarea', f'Draft of {name}')
    await person.page.evaluate(SCROLL_UP)
    await person.page.evaluate('window.neverReloaded = true')


async def _talk(ben: Person, done: asyncio.Event) -> None:
    number = 0
    while not done.is_set():
        number += 1
        await ben.write(f'News {number}')
        await expect(ben.page.locator('.composer textarea')).to_have_value('')
        await asyncio.sleep(1.5)  # so few that the messages being read stay among the last 100


async def _cut(person: Person, proxy: FlakyProxy, ben: Person, seconds: float) -> None:
    """Break all connections and refuse new ones."""
    draft = await person.page.input_value('.composer textarea')
    proxy.cut()
    await _told_for(person, seconds)
    proxy.mend()
    await _healed(person, ben, draft)


async def _tunnel(person: Person, proxy: FlakyProxy, ben: Person, seconds: float, sends: str) -> None:
    """Take the browser offline; every attempt to connect hangs until it times out."""
    proxy.stall()
    await person.page.evaluate('socket.io.timeout(2000); socket.io.engine.close()')
    await expect(person.page.locator('.notice')).to_be_visible(timeout=2000)
    await person.write(sends)
    await _told_for(person, seconds)
    await person.page.evaluate('socket.io.timeout(20000)')
    proxy.mend()
    await _healed(person, ben, '', scrolled=False)  # your own message scrolls into view


async def _stall(person: Person, proxy: FlakyProxy, ben: Person, seconds: float) -> None:
    """Lose packets silently."""
    draft = await person.page.input_value('.composer textarea')
    proxy.stall()
    await expect(person.page.locator('.notice')).to_be_visible(timeout=16_000)
    await _told_for(person, seconds - 14)
    proxy.mend()
    await _healed(person, ben, draft)


async def _told_for(person: Person, seconds: float) -> None:
    await expect(person.page.locator('.notice')).to_contain_text('Reconnecting.', timeout=2000)
    await asyncio.sleep(seconds - 1)
    await expect(person.page.locator('.notice')).to_be_visible()


async def _healed(person: Person, ben: Person, draft: str, scrolled: bool = True) -> None:
    page = person.page
    await expect(page.locator('.notice')).to_have_count(0, timeout=RESUMED_WITHIN_MS)
    assert await page.evaluate('window.neverReloaded')
    await clocks_agree(person, ben)
    await expect(page.locator('.composer textarea')).to_have_value(draft)
    if scrolled:
        assert abs(await page.evaluate(READ_BACK) - 120) <= 1
    await expect(page.locator('.goal__text')).to_have_count(1)
    await expect(page.locator('.person')).to_have_count(4)

"""What keeps a full server fast: few elements, few and small messages, none while idle, nothing left behind."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Response, expect

from tests.browser.conftest import Newcomer
from tests.browser.study import Person, StudyServer, together

MOST_ELEMENTS = 90
MOST_BYTES = 300
MOST_TOGETHER = 750
"""The most bytes for all patches of one change: a skipped phase moves clock, controls, question and chat."""
JOIN_BYTES = 8_000
ROOM_BYTES = 45_000
IDLE_SECONDS = 35
GRACE_SECONDS = 10
ELEMENTS = 'Object.keys(mounted_app.elements).length'
COUNT_ASKED = 'window.asked = 0; addEventListener("studyroom:resync", () => asked++)'
"""How often this browser requested everything again, as when a busy machine sent a state late."""
ASKED = '[asked, asked = 0][0]'


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[StudyServer]:
    """A server on which nothing else happens, with the shortest grace period for lost browsers."""
    server = StudyServer(tmp_path, settings={'STUDYROOM_RECONNECT_GRACE_SECONDS': str(GRACE_SECONDS)})
    server.start()
    yield server
    server.kill()


async def test_a_room_costs_the_same_elements_however_many_people_and_messages(
    study_server: StudyServer, anna: Person
) -> None:
    address = study_server.open_room()
    await anna.take_seat(address, 'Anna')
    alone = await anna.page.evaluate(ELEMENTS)
    study_server.control(f'crowd?room_id={room_id(address)}&people=200&messages=100')
    await anna.page.reload()
    await anna.connected()
    await expect(anna.page.locator('.person')).to_have_count(201)
    await expect(anna.page.locator('.note')).to_have_count(100)
    assert await anna.page.evaluate(ELEMENTS) == alone <= MOST_ELEMENTS
    study_server.control(f'disperse?room_id={room_id(address)}&people=200')


@pytest.mark.waits
async def test_idle_pages_get_no_messages_and_an_abandoned_room_is_forgotten(
    own_server: StudyServer, somebody: Newcomer
) -> None:
    own_server.control('prune')
    assert own_server.listeners() == 1  # the ticker
    address = own_server.open_room()
    heard: dict[str, list[str]] = {}
    async with AsyncExitStack() as stack:
        people = {name: await stack.enter_async_context(somebody(name)) for name in ('anna', 'ben', 'visitor', 'lobby')}
        for name, person in people.items():
            heard[name] = frames(person.page)
        await people['lobby'].visit(own_server.url)
        await people['anna'].take_seat(address, 'Anna')
        await people['ben'].take_seat(address, 'Ben')
        await people['visitor'].visit(address)
        await people['anna'].press_main('Start focus')
        await settled(tuple(heard.values()))
        before = own_server.listeners()
        for frame_list in heard.values():
            frame_list.clear()
        await asyncio.gather(asyncio.sleep(IDLE_SECONDS), come_and_go(own_server, somebody))
        assert {frame for frame_list in heard.values() for frame in frame_list} == {'2'}  # the engine's ping
        assert own_server.listeners() == before


async def come_and_go(server: StudyServer, somebody: Newcomer) -> None:
    """Open pages in an unlisted room, at its join view and in the lobby, and two to which no browser ever connects."""
    address = server.open_room('Apart', listed=False)
    before = server.listeners()
    async with somebody('clara') as clara, somebody('dora') as dora, somebody('emil') as emil:
        await clara.take_seat(address, 'Clara')
        await dora.visit(address)
        await emil.visit(server.url)
        for unclaimed in (address, server.url):
            fetched(unclaimed)
        assert server.listeners() > before
    server.control('prune')
    await asyncio.sleep(GRACE_SECONDS + 3)
    assert server.listeners() == before


async def test_every_change_is_one_small_message_to_each_browser(
    study_server: StudyServer, anna: Person, ben: Person, somebody: Newcomer
) -> None:
    heard = frames(anna.page), frames(ben.page)
    address = await together(study_server, anna, ben)
    async with somebody('clara') as clara:
        await clara.visit(address)
        await clara.page.fill('.field--name input', 'Clara')
        for person in (anna, ben):
            await person.page.evaluate(COUNT_ASKED)
        for name, act in changes(ben, clara):
            await settled(heard)
            for frame_list in heard:
                frame_list.clear()
            await act()
            await told_all(heard, ['ben'] if name == 'goal' else ['anna', 'ben'])
            await settled(heard)
            for who, person, frame_list in zip(('anna', 'ben'), (anna, ben), heard, strict=True):
                messages = told(frame_list)
                expected = 0 if (name, who) == ('goal', 'anna') else 1
                if await person.page.evaluate(ASKED):  # and so was sent everything as well
                    assert len(messages) > expected, (name, who, messages)
                    continue
                assert len(messages) == expected, (name, who, messages)
                patches = [patch for message in messages for patch in patches_of(message)]
                assert not patches or max(map(len, patches)) <= MOST_BYTES, (name, who, patches)
                assert sum(map(len, messages)) <= MOST_TOGETHER, (name, who, messages)


def changes(ben: Person, clara: Person) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
    """Return everything that people do in a room, with short texts."""
    page = ben.page
    act = page.locator('.desk__controls')
    return [
        ('chat', lambda: ben.write('a word')),
        ('goal', lambda: ben.add_goal('Exercises 4.1')),
        ('now', lambda: page.click('.goal__text')),
        ('room goal', lambda: set_room_goal(page, 'Chapter 4')),
        ('start', lambda: ben.press_main('Start focus')),
        ('pause', lambda: ben.press_main('Pause')),
        ('resume', lambda: ben.press_main('Resume')),
        ('skip', act.get_by_text('Skip').click),
        ('answer', lambda: page.click('.answer >> nth=1')),
        ('reset', act.get_by_text('Reset').click),
        ('help', lambda: in_sheet(page, '.bar .ctl--help', lambda: enter(page, '3b'))),
        ('help ended', lambda: page.click('.bar .ctl--help')),
        ('rename', lambda: in_sheet(page, '.bar .me', lambda: enter(page, 'Bo'))),
        ('status', lambda: in_sheet(page, '.bar .me', lambda: page.click('.choice:has-text("Away")'))),
        ('join', lambda: clara.page.keyboard.press('Enter')),
        ('leave', clara.leave),
    ]


async def set_room_goal(page: Page, words: str) -> None:
    await page.click('.roomgoal__text')
    await page.fill('.roomgoal__edit', words)
    await page.keyboard.press('Enter')


async def enter(page: Page, words: str) -> None:
    await page.fill('.sheet input', words)
    await page.keyboard.press('Enter')


async def in_sheet(page: Page, opener: str, act: Callable[[], Awaitable[object]]) -> None:
    await page.click(opener)
    await page.wait_for_selector('.sheet input')
    await act()
    await expect(page.get_by_role('dialog')).to_have_count(0)


async def told_all(heard: Sequence[list[str]], whom: Sequence[str]) -> None:
    """Wait until each of these pages has received something."""
    for _ in range(150):
        if all(told(frame_list) for who, frame_list in zip(('anna', 'ben'), heard, strict=True) if who in whom):
            return
        await asyncio.sleep(0.1)


async def settled(heard: Sequence[list[str]]) -> None:
    """Wait until nothing has arrived for a while."""
    count = -1
    while count != sum(map(len, heard)):
        count = sum(map(len, heard))
        await asyncio.sleep(0.4)


def told(frame_list: Sequence[str]) -> list[str]:
    """Return the patches that rooms send, leaving out a person's own sheet opening and closing."""
    return [frame for frame in frame_list if 'run_javascript' in frame and not re.search(r'editing\W+true', frame)]


def patches_of(message: str) -> list[str]:
    """Return each patch as it is sent, with quotes escaped."""
    code = json.loads(message[2:])[1]['code']
    (patches,) = json.loads(code[code.index(', [') + 2 : -1])
    return [json.dumps(json.dumps(patch, separators=(',', ':'))) for patch in patches]


async def test_pages_are_small(study_server: StudyServer, anna: Person) -> None:
    address = study_server.open_room()
    study_server.control(f'crowd?room_id={room_id(address)}&messages=100')
    assert len(fetched(address)) <= JOIN_BYTES
    await anna.take_seat(address, 'Anna')
    cookies = '; '.join(f'{cookie["name"]}={cookie["value"]}' for cookie in await anna.page.context.cookies())
    page = fetched(address, cookies)
    assert len(page) <= ROOM_BYTES
    assert b'composer' in gzip.decompress(page)


def fetched(address: str, cookies: str = '') -> bytes:
    """Return the page as it is sent."""
    headers = {'Accept-Encoding': 'gzip', 'Accept': 'text/html', 'Cookie': cookies}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=5) as answer:
        assert answer.headers['Content-Encoding'] == 'gzip'
        return bytes(answer.read())


async def test_every_file_is_ours_hashed_and_cached(study_server: StudyServer, anna: Person) -> None:
    answers: list[Response] = []
    anna.page.on('response', lambda answer: answers.append(answer))
    address = await anna.open_room(study_server.url, 'Number Theory', 'Anna')
    for opener in ('.top >> text=Invite', '.bar .ctl >> nth=0', '.bar .ctl >> nth=1', '.bar .ctl >> nth=2', '.bar .me'):
        await anna.page.click(opener)
        await expect(anna.page.get_by_role('dialog')).to_be_visible()
        await anna.page.keyboard.press('Escape')
        await expect(anna.page.get_by_role('dialog')).to_have_count(0)
    await anna.page.goto(address)
    await anna.connected()
    urls = [answer.url for answer in answers if not answer.url.startswith(('data:', 'blob:'))]
    assert [url for url in urls if not url.startswith(study_server.url)] == []
    assert [url for url in urls if 'material' in url.lower() or url.endswith(('.ttf', '.woff'))] == []
    assert [answer.url for answer in answers if answer.status >= 400] == []
    static = [answer for answer in answers if '/static/' in urlsplit(answer.url).path[:8]]
    assert {urlsplit(answer.url).path.rsplit('.', 1)[-1] for answer in static} >= {'css', 'js', 'svg', 'woff2'}
    for answer in static:
        assert re.match(r'/static/[0-9a-f]{12}/', urlsplit(answer.url).path)
        assert await answer.header_value('cache-control') == 'public, max-age=31536000, immutable'


def test_the_socket_is_not_compressed_and_notices_a_lost_browser_soon(study_server: StudyServer) -> None:
    with socket.create_connection(('127.0.0.1', study_server.port), timeout=5) as connection:
        connection.sendall(UPGRADE)
        answer = connection.recv(65_536)
        while b'pingInterval' not in answer:
            answer += connection.recv(65_536)
    head, _, body = answer.partition(b'\r\n\r\n')
    assert b' 101 ' in head.splitlines()[0]
    assert b'permessage-deflate' not in head
    assert b'"pingInterval":8000' in body
    assert b'"pingTimeout":4000' in body


UPGRADE = b'\r\n'.join(
    [
        b'GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1',
        b'Host: 127.0.0.1',
        b'Connection: Upgrade',
        b'Upgrade: websocket',
        b'Sec-WebSocket-Version: 13',
        b'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        b'Sec-WebSocket-Extensions: permessage-deflate',
        b'',
        b'',
    ]
)


def frames(page: Page) -> list[str]:
    """Return a list that collects every WebSocket frame sent to this page from its next load on."""
    heard: list[str] = []
    page.on('websocket', lambda found: found.on('framereceived', lambda frame: heard.append(str(frame))))
    return heard


def room_id(address: str) -> str:
    return address.rsplit('/', 1)[-1]

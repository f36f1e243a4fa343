"""A server to study on and the people who use it, shared by the browser tests."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Browser, Page, expect

from tests.browser.gallery_server import wait_until, wait_until_answering
from tests.browser.profiles import new_context
from tests.forked_server import ForkedServer, clean_environment, fork_server
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds to wait for a server on a busy machine
# engineio and livekit-server log this when a browser leaves in the middle of something
LOST_BROWSER = re.compile(
    "'Session is disconnected'|livekit-server: .*(closed pipe|connection reset|broken pipe|OnTrack will not be fired)"
)
FAULT = re.compile(r' (ERROR|CRITICAL) |^Traceback|^\w*(Error|Exception)\b|never retrieved|never awaited')


@dataclass
class StudyServer:
    """The real server in its own process, which keeps its port and data folder for life."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    media: bool = False
    heartbeat: float = 20.0
    process: ForkedServer | None = None
    lines_judged: int = 0

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'

    def start(self, *, until_media: bool = True) -> None:
        """Start the server, and return when it answers and its media, if any, are ready."""
        arguments = ['--port', str(self.port), '--data-dir', str(self.folder), '--heartbeat', str(self.heartbeat)]
        arguments += ['--media', 'on'] if self.media else []
        environment = clean_environment() | dict(self.settings)
        self.process = fork_server().start('tests.serve', arguments, environment, self.folder / 'server.log')
        wait_until_answering(self.url)
        if self.media and until_media:
            wait_until(self.media_are_ready)

    def kill(self) -> None:
        """Kill it with SIGKILL, without a farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def step(self, seconds: float) -> None:
        """Move the server's clock forward."""
        self.control(f'step?seconds={seconds}')

    def open_room(self, title: str = 'Linear Algebra', **settings: str | bool) -> str:
        """Open a room and return its address; settings are `rhythm='25/5/15'`, `listed`, `hold_notes`, `auto_focus`."""
        return f'{self.url}/room/{self._ask("open?" + urlencode({"title": title} | settings), "POST")}'

    def seconds_to_bell(self, address: str) -> float:
        return float(self._ask(f'left?room_id={address.rsplit("/", 1)[-1]}'))

    def now(self) -> float:
        """Return the instant by the stepped clock."""
        return float(self._ask('now'))

    def control(self, call: str) -> None:
        self._call(call, 'POST')

    def media_are_ready(self) -> bool:
        return bool(self._ask('media')['ready'])

    def ticket(self, address: str, name: str) -> dict[str, str]:
        """Seat someone with that name, and return `url` and `token` for the call."""
        room_id = address.rsplit('/', 1)[-1]
        return dict(self._ask('ticket?' + urlencode({'room_id': room_id, 'name': name}), 'POST'))

    def listeners(self) -> int:
        return int(self._ask('listeners')['listeners'])

    def _ask(self, call: str, method: str = 'GET') -> Any:
        return json.loads(self._call(call, method))

    def _call(self, call: str, method: str) -> bytes:
        request = urllib.request.Request(f'{self.url}/_control/{call}', method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def sockets(self) -> int:
        """Return how many WebSockets of the API are open."""
        return int(self._ask('sockets')['sockets'])

    def tasks(self) -> int:
        return int(self._ask('sockets')['tasks'])

    def log_text(self) -> str:
        return (self.folder / 'server.log').read_text()

    def faults(self) -> list[str]:
        """Return the errors and tracebacks logged since the last call."""
        lines = self.log_text().splitlines()
        new, self.lines_judged = lines[self.lines_judged :], len(lines)
        return [line for line in new if FAULT.search(line) and not LOST_BROWSER.search(line)]

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=10)


@dataclass
class Person:
    """A person at their own browser."""

    page: Page

    async def sit_down(self, url: str, name: str) -> None:
        """Follow the link and sit down."""
        await self.visit(url)
        await self.page.fill('.field--name input', name)
        await self.page.keyboard.press('Enter')
        await self.page.wait_for_selector('.room')

    async def take_seat(self, address: str, name: str) -> None:
        """Go straight to the seat, for a test that is not about joining."""
        server, _, room_id = address.partition('/room/')
        seat = urlencode({'room_id': room_id, 'name': name})
        address_of_seat = f'{server}/_control/seat?{seat}'
        await self.page.context.request.post(
            address_of_seat, max_retries=3
        )  # a kept-alive connection may just be closing
        await self.visit(address)
        await self.page.wait_for_selector('.room')

    async def visit(self, url: str) -> None:
        await self.page.goto(url)
        await self.connected()

    async def connected(self) -> None:
        await self.page.wait_for_function('window.did_handshake')

    async def open_room(self, server: str, title: str, name: str) -> str:
        """Open a room in the lobby, sit down in it, return its address."""
        await self.visit(server)
        await self.page.fill('#room-name', title)
        await self.page.click('text=Open and sit down')
        await self.page.wait_for_url('**/room/**')
        address = self.page.url
        await self.sit_down(address, name)
        return address

    async def press_main(self, word: str) -> None:
        """Press the timer's main button, which must say this word, and return when it says the next one."""
        await self.page.click(f'.desk__controls .btn--main:has-text("{word}")')
        await expect(self.page.locator('.desk__controls .btn--main')).not_to_contain_text(word)

    async def add_goal(self, text: str) -> None:
        await self.page.fill('.addgoal input', text)
        await self.page.press('.addgoal input', 'Enter')
        await expect(self.page.locator('.goal__text', has_text=text)).to_be_visible()

    async def write(self, text: str) -> None:
        await self.page.fill('.composer textarea', text)
        await self.page.press('.composer textarea', 'Enter')

    async def leave(self) -> None:
        """Give up the seat and wait for the lobby, since Chromium never closes a page that is still loading."""
        await self.page.click('.bar .ctl--leave')
        await self.page.wait_for_selector('.lobby')
        await self.connected()

    async def seconds_left(self) -> int:
        """Return the seconds left as painted in the ring."""
        digits = await self.page.locator('.timer .digits').inner_text()
        minutes, seconds = digits.replace('\n', '').split(':')
        return int(minutes) * 60 + int(seconds)

    async def phase(self) -> str:
        return str(await self.page.evaluate('document.documentElement.dataset.phase'))

    def sees(self, text: str) -> object:
        """Expect the text on the page: `await anna.sees('Break')`."""
        return expect(self.page.get_by_text(text).first).to_be_visible()


async def together(server: StudyServer, anna: Person, ben: Person, **settings: str | bool) -> str:
    """Seat Anna and Ben in a new room and return its address; `settings` are those of `StudyServer.open_room`."""
    address = server.open_room(**settings)
    await asyncio.gather(anna.take_seat(address, 'Anna'), ben.take_seat(address, 'Ben'))
    for person in (anna, ben):
        await expect(person.page.locator('.people .heading .count')).to_have_text('2')
    return address


async def new_person(browser: Browser, **options: object) -> Person:
    """Return a person with their own cookies and storage; at a desk, in light mode, unless `options` say otherwise."""
    context = await new_context(browser, **options)
    return Person(await context.new_page())

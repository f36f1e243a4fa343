"""People at browsers without the browsers: they load the page, connect, sit down and write as NiceGUI's script does.

    async with Visitor('http://127.0.0.1:8080', 'algebra', 'Ann', address(1)) as ann:
        await ann.sit_down()
        heard = ann.hears('Hello')
        await ann.say('Hello')
        instant = await heard

A thousand of them fit on one core. Which elements there are is read from the page, not known here.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Self
from urllib.parse import quote, urlencode
from uuid import uuid4

import aiohttp

from benchmarks.browser_page import BrowserPage, Controls, Listener, NotAPage, read_page
from benchmarks.engine_io import Heard, Refused, SocketIo

PATIENCE = 30.0
ACK_SECONDS = 3.0
JOIN, CHAT, GOAL = 'field--name', 'composer', 'addgoal'
MESSAGE_ID = re.compile(rb'"_id":(\d+)')
ANSWER = re.compile(rb'"(accept|reject)\\*"(?:,\[\\*"(.*?)\\*"\])?')
UPDATE = b'42["update"'
RELOAD = re.compile(rb'42\["(?:try_reconnect"|run_javascript".*location\.reload\()')


def address(number: int) -> str:
    """Return the loopback address of that many's visitor: each has its own, up to 16 million."""
    return f'127.{1 + (number >> 16)}.{number >> 8 & 255}.{number & 255}'


class Visitor:
    """One person at one tab, in a room or, without `room_id`, in the lobby.

    `listener(instant, message)` is called with every message, as it travels; `gone` is set while there is no
    connection.
    """

    def __init__(self, base_url: str, room_id: str, name: str, source_ip: str = '127.0.0.1') -> None:
        self.base_url = base_url
        self.room_id = room_id
        self.name = name
        self.source_ip = source_ip
        self.page: BrowserPage | None = None
        self.page_bytes = 0
        self.listener: Heard | None = None
        self.gone = asyncio.Event()
        self._cookies: dict[str, str] = {}
        self._tab, self._document = str(uuid4()), str(uuid4())
        self._socket: SocketIo | None = None
        self._next_message_id = 0
        self._acknowledgement: asyncio.TimerHandle | None = None
        self._awaited: list[tuple[bytes, asyncio.Future[float]]] = []
        self._answer: asyncio.Future[None] | None = None
        self._must_reload = False

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    # -- the page and its connection --

    async def open(self) -> None:
        """Get the page and connect. Raises OSError, Refused or NotAPage."""
        await self.get_page()
        await self.connect()

    async def get_page(self) -> None:
        """Get the page; `page_bytes` is what travelled for it, without headers."""
        where = f'{self.base_url}/room/{quote(self.room_id, safe="")}' if self.room_id else f'{self.base_url}/'
        connector = aiohttp.TCPConnector(local_addr=(self.source_ip, 0), force_close=True)
        session = aiohttp.ClientSession(
            connector=connector, cookies=self._cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)
        )
        async with session, session.get(where, timeout=aiohttp.ClientTimeout(PATIENCE)) as answer:
            self.page_bytes = int(answer.headers.get('Content-Length', 0))
            if answer.status != 200:
                raise NotAPage(f'{answer.status} for {where}: {(await answer.text())[:200]}')
            self.page = read_page(await answer.text())
            self._cookies |= {cookie.key: cookie.value for cookie in session.cookie_jar}
        self._next_message_id, self._document = self.page.next_message_id, str(uuid4())
        self._must_reload = False

    async def connect(self) -> None:
        """Connect the page, for the first time or again. Raises OSError or Refused."""
        assert self.page is not None
        query = self.page.query | {
            'next_message_id': self._next_message_id,
            'implicit_handshake': 'true',
            'document_id': self._document,
            'tab_id': self._tab,
            'EIO': 4,
            'transport': 'websocket',
        }
        socket = SocketIo(self._heard, lambda: self._lost(socket))
        url = f'ws{self.base_url.removeprefix("http")}/_nicegui_ws/socket.io/?{urlencode(query)}'
        cookies = '; '.join(f'{name}={value}' for name, value in self._cookies.items())
        self._socket = socket
        self.gone.clear()
        try:
            await socket.connect(url, {'Origin': self.base_url, 'Cookie': cookies}, self.source_ip)
        except BaseException:
            socket.cut()
            self.gone.set()
            raise

    async def come_back(self) -> None:
        """Connect again after the connection was lost; reload if the server does not know the page any more.

        Raises OSError or Refused; try again then.
        """
        if not self._must_reload:
            try:
                await self.connect()
            except Refused:
                self._must_reload = True
        if self._must_reload:
            await self.open()

    def drop_network(self) -> None:
        """Lose the connection, as a laptop does that leaves its Wi-Fi."""
        if self._socket is not None:
            self._socket.cut()

    def take_new_tab(self) -> None:
        """Use another tab of the same browser from the next `open` on; close the present one first."""
        self._tab = str(uuid4())

    def close(self) -> None:
        """Close the tab."""
        if self._acknowledgement is not None:
            self._acknowledgement.cancel()
        if self._socket is not None:
            self._socket.close()

    # -- what a person does --

    @property
    def controls(self) -> Controls:
        """Where one can write and click now."""
        assert self.page is not None
        return self.page.controls

    @property
    def is_seated(self) -> bool:
        """Whether this page shows the room, rather than its join view."""
        return CHAT in self.controls.entries

    async def sit_down(self) -> None:
        """Write the name; returns when the room is here, at once if it is already. Raises Refused or TimeoutError."""
        if not self.is_seated:
            await self.write(JOIN, self.name)

    async def say(self, text: str) -> None:
        """Write in the chat; returns when the server has taken it. Raises Refused or TimeoutError."""
        await self.write(CHAT, text)

    async def add_goal(self, text: str) -> None:
        """Add a goal; returns when the server has taken it. Raises Refused or TimeoutError."""
        await self.write(GOAL, text)

    async def write(self, entry: str, text: str) -> None:
        """Write into the entry of that class, and wait for the server's answer. Raises Refused or TimeoutError."""
        assert self._answer is None, 'the answer to what was written before has not come yet'
        self._answer = asyncio.get_running_loop().create_future()
        self.send(self.controls.entries[entry], text)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._answer
        finally:
            self._answer = None

    def act(self, name: str, value: object = None, key: object = 'it') -> None:
        """Click what calls the act `name`; `key` is that of its row."""
        self.send(self.controls.acts[name], {'name': name, 'key': key, 'value': value})

    def turn_timer(self, act: str) -> None:
        """Press a button of the timer: start, pause, skip or reset."""
        self.send(self.controls.acts['skip'], {'name': act, 'key': 'it', 'value': None})

    def send(self, listener: Listener, args: object) -> None:
        """Send an event of the browser."""
        assert self.page is not None
        assert self._socket is not None
        where = {'id': listener.element, 'client_id': self.page.client_id, 'listener_id': listener.listener}
        self._socket.emit('event', where | {'args': [json.dumps(args)]})

    # -- what a person hears --

    def hears(self, words: str) -> asyncio.Future[float]:
        """Return the instant (`perf_counter`) at which a message with these words is here, once it is.

        Call it before they are said. Letters, digits and spaces only: anything else is escaped as it travels.
        """
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._awaited.append((words.encode(), future))
        return asyncio.ensure_future(asyncio.wait_for(future, PATIENCE))

    def _heard(self, now: float, message: bytes) -> None:
        if self.listener is not None:
            self.listener(now, message)
        if number := MESSAGE_ID.search(message, max(0, len(message) - 40)) or MESSAGE_ID.search(message):
            if int(number[1]) < self._next_message_id:
                return
            self._next_message_id = int(number[1]) + 1
            if self._acknowledgement is None:
                self._acknowledgement = asyncio.get_running_loop().call_later(ACK_SECONDS, self._acknowledge)
        if self._awaited:
            self._tell_who_waits(now, message)
        if message.startswith(UPDATE):
            self._update(message)
        if self._answer is not None and (answer := ANSWER.search(message)):
            self._answered(Refused((answer[2] or b'').decode()) if answer[1] == b'reject' else None)
        if RELOAD.match(message):
            self._must_reload = True
            self.drop_network()

    def _tell_who_waits(self, now: float, message: bytes) -> None:
        for waiting in [waiting for waiting in self._awaited if waiting[0] in message]:
            self._awaited.remove(waiting)
            if not waiting[1].done():
                waiting[1].set_result(now)

    def _update(self, message: bytes) -> None:
        elements = json.loads(message[2:])[1]
        elements.pop('_id', None)
        was_seated = self.is_seated
        self.controls.update(elements)
        if self.is_seated and not was_seated:
            self._answered(None)

    def _answered(self, refusal: Refused | None) -> None:
        if self._answer is None or self._answer.done():
            return
        if refusal is None:
            self._answer.set_result(None)
        else:
            self._answer.set_exception(refusal)

    def _acknowledge(self) -> None:
        self._acknowledgement = None
        if self._socket is not None and self.page is not None and not self.gone.is_set():
            self._socket.emit('ack', {'client_id': self.page.client_id, 'next_message_id': self._next_message_id})

    def _lost(self, socket: SocketIo) -> None:
        if socket is self._socket:
            self.gone.set()


__all__ = ['NotAPage', 'Refused', 'Visitor', 'address']

"""A small client for the study room: copy this file beside your program. It needs `httpx` and `websockets`.

    async with StudyClient('https://study.example.org', 'algebra', 'ann') as room:
        await room.say('Hello')
        async for message in room.messages():
            print(message)

If the connection breaks, it reconnects by itself and receives what it missed.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Self
from urllib.parse import quote

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

Message = dict[str, Any]
WAITS = (0.2, 0.5, 1, 2, *[5] * 60)  # seconds before each attempt to reconnect; then ConnectionError


class StudyClient:
    """One participant of a room. `state` is the last known state of the room, `name` the name that the room gave us."""

    def __init__(self, server: str, room_id: str, name: str) -> None:
        self._address = f'{server.rstrip("/").replace("http", "ws", 1)}/ws/rooms/{quote(room_id)}'
        self._wish, self.name, self._id = name, '', ''
        self._socket: ClientConnection | None = None
        self._unread: deque[Message] = deque()
        self._seq: int | None = None
        self.state: Message = {}
        self.rest = httpx.AsyncClient(base_url=server)

    async def __aenter__(self) -> Self:
        await self._connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()
        await self.rest.aclose()

    async def messages(self) -> AsyncIterator[Message]:
        """Yield everything that happens in the room, as described at /docs/websocket, for as long as you listen.

        Raises ConnectionError if the server does not come back.
        """
        while self._socket is not None:
            while self._unread:
                yield self._unread.popleft()
            try:
                await self._receive(self._socket)
            except ConnectionClosed:
                await self._come_back()

    async def send(self, kind: str, **fields: Any) -> None:
        """Send any message: `send('goal:update', goal='Sheet 3')`. Raises ConnectionClosed while disconnected."""
        assert self._socket is not None, 'use `async with`'
        await self._socket.send(json.dumps({'type': kind} | fields))

    async def say(self, text: str) -> None:
        """Write 1 to 2,000 characters to the room."""
        await self.send('chat', text=text)

    async def timer(self, verb: str) -> None:
        """Move the timer: `start_focus`, `start_break`, `pause`, `reset` or `skip_break`."""
        await self.send(f'timer:{verb}')

    async def call(self, method: str, path: str, **options: Any) -> Any:
        """Make a REST call as this participant: `call('GET', '/rooms')`. Raises httpx.HTTPStatusError for a problem."""
        answer = await self.rest.request(method, path, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def _connect(self) -> None:
        """Receive what was missed and then the state, and join."""
        self._socket = await connect(self._address + ('' if self._seq is None else f'?since={self._seq}'))
        while 'connection' not in await self._receive(self._socket):
            pass
        self.name = ''
        await self.send('join', user=self._wish)

    async def _come_back(self) -> None:
        for wait in WAITS:
            await asyncio.sleep(wait)
            with suppress(OSError, InvalidHandshake, ConnectionClosed):
                return await self._connect()
        raise ConnectionError('The server did not come back.')

    async def _receive(self, socket: ClientConnection) -> Message:
        message: Message = json.loads(await socket.recv())
        self._unread.append(message)
        if message['type'] == 'state':
            self.state, self._seq = message['data'], message['data']['seq']
        if 'connection' in message:
            self._id = message['connection']['id']
            self.rest.headers['Authorization'] = f'Bearer {message["connection"]["secret"]}'
        if message.get('event') == 'user:join' and message.get('by') == self._id:
            self.name = message['user']
        return message

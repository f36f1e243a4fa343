"""A client of the WebSocket, written from the contract alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.browser.study import StudyServer

Frame = dict[str, Any]
PATIENCE = 20.0


@dataclass
class Client:
    """One connection. Everything it receives is kept in `frames`, in order."""

    socket: ClientConnection
    frames: list[Frame] = field(default_factory=list)

    async def frame(self) -> Frame:
        """Return the next frame."""
        async with asyncio.timeout(PATIENCE):
            text = await self.socket.recv()
        assert isinstance(text, str)
        self.frames.append(json.loads(text))
        return self.frames[-1]

    async def until(self, type_: str, **fields: Any) -> Frame:
        """Return the next frame of this type with these fields; those before it are in `frames`."""
        while True:
            frame = await self.frame()
            if frame['type'] == type_ and fields.items() <= frame.items():
                return frame

    async def state(self) -> Frame:
        """Return the data of the next `state`."""
        data = (await self.until('state'))['data']
        assert isinstance(data, dict)
        return data

    async def event(self, name: str) -> Frame:
        """Return the next event with this name. A `state` must follow at once; its data is then in `state`."""
        event = await self.until('event', event=name)
        follower = await self.frame()
        assert follower['type'] == 'state', follower
        return event | {'state': follower['data']}

    async def error(self) -> Frame:
        return await self.until('error')

    async def say(self, type_: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({'type': type_, **fields}))

    async def ask(self, type_: str, **fields: Any) -> Frame:
        """Send a message, and return the very next frame."""
        await self.say(type_, **fields)
        return await self.frame()

    async def join(self, name: str) -> Frame:
        """Send a message, and return the state after it."""
        await self.say('join', user=name)
        return dict((await self.event('user:join'))['state'])

    async def settle(self) -> list[Frame]:
        """Return everything that has come so far: the error for an unknown type comes last."""
        start, mark = len(self.frames), uuid4().hex
        await self.say('settle', id=mark)
        await self.until('error', in_reply_to=mark)
        return self.frames[start:-1]


def new_room() -> str:
    return f'room-{uuid4().hex[:12]}'


def address(server: StudyServer, room_id: str, query: str = '') -> str:
    return f'ws://127.0.0.1:{server.port}/ws/rooms/{quote(room_id, safe="")}{query}'


@asynccontextmanager
async def connected(
    server: StudyServer, room_id: str, query: str = '', headers: Mapping[str, str] | None = None, **options: Any
) -> AsyncIterator[Client]:
    """Connect without reading anything yet."""
    where = address(server, room_id, query)
    async with connect(where, additional_headers=headers, proxy=None, max_size=None, **options) as socket:
        yield Client(socket)


@asynccontextmanager
async def visiting(server: StudyServer, room_id: str, name: str = '', **options: Any) -> AsyncIterator[Client]:
    """Connect, read the first state, and join if there is a name."""
    async with connected(server, room_id, **options) as client:
        await client.state()
        if name:
            await client.join(name)
        yield client

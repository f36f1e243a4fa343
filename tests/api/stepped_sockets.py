"""Sockets in this process, on clocks that move only when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers

from studyroom.api.callers import Callers
from studyroom.api.socket.sockets import Sockets
from studyroom.room.config import RoomConfig
from studyroom.room.room import Room
from tests.rooms.stepped_house import House

ROOM_ID = 'algebra'
Frame = dict[str, Any]


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers wait for `step`."""

    instant = 1_000.0

    def time(self) -> float:
        return self.instant


def in_stepped_time(test: Coroutine[Any, Any, None]) -> None:
    """Run a test in which timers wait until `SocketHouse.rest` lets time pass."""
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        runner.run(test)


class Generous:
    """Allows everything: no limits, every origin."""

    def check(self, kind: str, who: str) -> int:
        return 0

    def forget(self, kind: str, who: str) -> None:
        pass

    def refusal(self, headers: Headers) -> str:
        return ''


@dataclass
class Counted:
    """Counts what an operator would see."""

    opened: int = 0
    closed: int = 0
    dropped: int = 0

    def socket_opened(self) -> None:
        self.opened += 1

    def socket_closed(self) -> None:
        self.closed += 1

    def client_dropped(self) -> None:
        self.dropped += 1


@dataclass(eq=False)
class Line:
    """The client's end of a WebSocket, as the web server would relay it; a `deaf` one no longer reads."""

    texts: list[str] = field(default_factory=list)
    code: int | None = None
    deaf: bool = False
    _frames: asyncio.Queue[Frame] = field(default_factory=asyncio.Queue)

    @property
    def frames(self) -> list[Frame]:
        return [json.loads(text) for text in self.texts]

    def say(self, **message: Any) -> None:
        self._frames.put_nowait({'type': 'websocket.receive', 'text': json.dumps(message)})

    def hang_up(self) -> None:
        self._frames.put_nowait({'type': 'websocket.disconnect', 'code': 1005})

    async def receive(self) -> Frame:
        return await self._frames.get()

    async def send(self, message: Frame) -> None:
        if self.deaf:
            await asyncio.Event().wait()
        if message['type'] == 'websocket.send':
            self.texts.append(message['text'])
        elif message['type'] == 'websocket.close':
            self.code = message['code']
            self.hang_up()

    def opens(self) -> None:
        self._frames.put_nowait({'type': 'websocket.connect'})


@dataclass
class SocketHouse:
    """One room, and the clients that connect to it."""

    house: House = field(default_factory=House)
    watch: Counted = field(default_factory=Counted)
    lines: dict[Line, asyncio.Task[None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        generous = Generous()
        read = self.house.log.read
        self.sockets = Sockets(self.house.rooms, Callers(), read, generous, generous, self.watch)

    @property
    def room(self) -> Room:
        room = self.house.rooms.get(ROOM_ID)
        assert room is not None
        return room

    async def open_room(self, hold_notes: bool = False) -> None:
        await self.house.rooms.open_at(ROOM_ID, RoomConfig('Algebra', hold_notes=hold_notes))

    async def connect(self, query: str = '') -> Line:
        """Connect, and receive everything that is sent at the start."""
        line = Line()
        scope = {
            'type': 'websocket',
            'path': f'/ws/rooms/{ROOM_ID}',
            'path_params': {'room_id': ROOM_ID},
            'query_string': query.encode(),
            'headers': [],
            'client': ('127.0.0.1', 5),
        }
        line.opens()
        self.lines[line] = asyncio.create_task(self.sockets.serve(scope, line.receive, line.send))
        await self.settle()
        return line

    async def step(self, seconds: float) -> None:
        """Move the clock, and let what is due happen."""
        self.house.clock.step(seconds)
        await self.room.bring_forward()
        await self.settle()

    async def rest(self, seconds: float) -> None:
        """Let timers of the loop run out, and what follows happen; the clock of the house stands still."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SteppedLoop)
        loop.instant += seconds
        await self.settle()

    async def settle(self) -> None:
        """Wait until no task has anything left to do."""
        for _ in range(30):
            await asyncio.sleep(0)

    async def close(self) -> None:
        for line in self.lines:
            line.hang_up()
        await asyncio.gather(*self.lines.values())

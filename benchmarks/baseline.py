"""The study room as one would write it by hand: a bare FastAPI WebSocket with the same rooms, timers and chat.

    python -m benchmarks.baseline --port 8000

It stores nothing, checks nothing, and pushes the time each second. bin/bench measures it beside the real server.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import defaultdict, deque
from contextlib import suppress
from typing import Any

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


class Room:
    """People, the last 100 lines, and one timer."""

    def __init__(self) -> None:
        self.people: dict[WebSocket, str] = {}
        self.lines: deque[dict[str, Any]] = deque(maxlen=100)
        self.left, self.ends_at = 40.0, 0.0
        self.ticking: asyncio.Task[None] | None = None

    def timer(self) -> dict[str, Any]:
        left = self.ends_at - asyncio.get_running_loop().time() if self.ticking else self.left
        return {'type': 'timer', 'status': 'running' if self.ticking else 'paused', 'remaining_ms': 1000 * left}

    async def tell(self, message: dict[str, Any]) -> None:
        for socket in tuple(self.people):
            with suppress(WebSocketDisconnect, RuntimeError):  # it is just leaving
                await socket.send_json(message)

    async def turn(self, verb: str) -> None:
        if self.ticking:
            self.left = self.ends_at - asyncio.get_running_loop().time()
            self.ticking.cancel()
        self.ticking = None
        if verb == 'timer:reset':
            self.left = 40.0
        if verb == 'timer:start_focus':
            self.ends_at = asyncio.get_running_loop().time() + self.left
            self.ticking = asyncio.create_task(self.tick())
        await self.tell(self.timer())

    async def tick(self) -> None:
        while (left := self.ends_at - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(1.0, left))
            await self.tell(self.timer())
        self.ticking, self.left = None, 300.0
        await self.tell({'type': 'phase', 'phase': 'break'})


rooms: defaultdict[str, Room] = defaultdict(Room)


@app.get('/rooms/{room_id}')
async def look(room_id: str) -> dict[str, Any]:
    return rooms[room_id].timer()


@app.websocket('/ws/rooms/{room_id}')
async def sit(socket: WebSocket, room_id: str) -> None:
    await socket.accept()
    room = rooms[room_id]
    await socket.send_json({'type': 'state', 'timer': room.timer(), 'lines': list(room.lines)})
    with suppress(WebSocketDisconnect):
        while True:
            message = await socket.receive_json()
            if message['type'] == 'join':
                room.people[socket] = message['user']
                await room.tell({'type': 'people', 'people': [*room.people.values()]})
            elif message['type'] == 'chat':
                room.lines.append({'type': 'chat', 'user': room.people[socket], 'text': message['text']})
                await room.tell(room.lines[-1])
            else:
                await room.turn(message['type'])
    room.people.pop(socket, None)
    await room.tell({'type': 'people', 'people': [*room.people.values()]})


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Serve a bare room, to compare with.')
    parser.add_argument('--port', type=int, required=True)
    uvicorn.run(app, port=parser.parse_args().port, log_level='warning')

"""Brings rooms forward at their deadlines."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from studyroom.clock import Clock
from studyroom.room.errors import RoomError
from studyroom.room.events import TIMER_FACTS, RoomWoke, TimerFact
from studyroom.room.hub import Hub
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomManager

log = logging.getLogger(__name__)

TURN_SECONDS = 0.5
SWEEP_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 30.0
MARGIN_SECONDS = 0.001  # a bell that rings early finds nothing due, and would wait for the next turn


class Ticker:
    """Brings rooms forward at their deadlines. Call `turn` every 0.5 s.

    Deadlines before the next turn are scheduled on the event loop, so a bell is at most 50 ms late. One that cannot be
    stored is retried after 1, 2, 4 … 30 s.
    """

    def __init__(self, rooms: RoomManager, hub: Hub, clock: Clock) -> None:
        self._rooms = rooms
        self._clock = clock
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ringing: set[str] = set()
        self._waits: dict[str, tuple[float, float]] = {}
        self._swept_at = clock.now()
        hub.subscribe_all(dict.fromkeys((*TIMER_FACTS, RoomWoke), self._timer_changed))

    def turn(self) -> None:
        """Check every room that is awake, and let the manager sweep once a minute."""
        now = self._clock.now()
        for room in self._rooms.awake:
            self._look_at(room, now)
        if now - self._swept_at >= SWEEP_SECONDS:
            self._swept_at = now
            self._spawn(self._rooms.sweep())

    def _timer_changed(self, event: TimerFact | RoomWoke) -> None:
        self._waits.pop(event.room_id, None)  # a fact was stored, so storing works again
        room = self._rooms.get(event.room_id)
        if room is not None:
            self._look_at(room, self._clock.now())

    def _look_at(self, room: Room, now: float) -> None:
        deadline = room.deadline
        if deadline is None or deadline - now > TURN_SECONDS * 1.2 or room.room_id in self._ringing:
            return
        if now < self._waits.get(room.room_id, (0.0, 0.0))[0]:
            return
        former = self._due.pop(room.room_id, None)
        if former is not None:
            former.cancel()
        loop = asyncio.get_running_loop()
        self._due[room.room_id] = loop.call_later(max(0.0, deadline - now) + MARGIN_SECONDS, self._ring, room)

    def _ring(self, room: Room) -> None:
        self._due.pop(room.room_id, None)
        self._spawn(self._bring_forward(room))

    async def _bring_forward(self, room: Room) -> None:
        self._ringing.add(room.room_id)
        try:
            await room.bring_forward()
        except RoomError:  # the room has logged it
            _, waited = self._waits.get(room.room_id, (0.0, 0.5))
            wait = min(2 * waited, LONGEST_WAIT_SECONDS)
            self._waits[room.room_id] = (self._clock.now() + wait, wait)
        finally:
            self._ringing.discard(room.room_id)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error('a task of the ticker failed', exc_info=task.exception())

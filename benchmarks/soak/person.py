"""One person of a soak: comes, writes, sets goals, loses the network, goes, and comes again."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp

from benchmarks.browser_client import NotAPage, Refused, Visitor, address
from benchmarks.soak.ledger import Ledger
from benchmarks.soak.plan import Plan
from benchmarks.soak.server import SoakServer

GOALS = 5
SENT_AWAY = b'42["open"'
ROW_WITHIN, LEFT_WITHIN = 5.0, 30.0
FAILED = (OSError, Refused, NotAPage, aiohttp.ClientError)


@dataclass
class Study:
    """What all people of a soak share. `closing` is set when it is time to leave."""

    plan: Plan
    server: SoakServer
    ledger: Ledger = field(default_factory=Ledger)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    done: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)

    def trouble(self, what: str) -> None:
        """Note that something failed; only while the server runs is anybody to blame."""
        if self.server.is_up:
            self.troubles[' '.join(what.split())[:120]] += 1
        else:
            self.done['failures in outages'] += 1


class Person:
    """A person with one browser, at an address of their own."""

    def __init__(self, number: int, study: Study) -> None:
        self.number, self.study, self.plan = number, study, study.plan
        self.chance = Random(study.plan.seed * 1_000_003 + number)
        self.visitor = Visitor(study.server.url, '', f'Person {number}', address(number + 2))
        self.visitor.listener = self._heard
        self._sent_away = asyncio.Event()
        self._has_seat = False
        self._goals: Counter[str] = Counter()

    async def live(self) -> None:
        """Visit one room after the other, until it is time to leave."""
        await self._pause(self.chance.uniform(0, self.plan.pace * 2))
        while not self.study.closing.is_set():
            try:
                await self._visit()
            finally:
                self.visitor.close()
            self.study.done['visits'] += 1
            await self._pause(self.chance.expovariate(1 / (2 * self.plan.pace)))

    async def _visit(self) -> None:
        self.visitor.room_id = f'soak-{self.chance.randrange(self.plan.rooms)}'
        self.visitor.take_new_tab()
        self._has_seat = False
        await self._arrive()
        for _ in range(self.chance.randint(1, 2 * self.plan.acts)):
            await self._pause(self.chance.expovariate(1 / self.plan.pace))
            if not await self._is_online():
                return
            if self.study.closing.is_set():
                await asyncio.sleep(self.chance.uniform(0, 3 * self.plan.pace))  # not all at once
                break
            await self._do_something()
        if await self._is_online():
            await self._go()

    async def _do_something(self) -> None:
        (act,) = self.chance.choices(*zip(*ACTS, strict=True))
        self.study.done[act.__name__] += 1
        await act(self)

    # -- coming and going --

    async def _arrive(self) -> None:
        await self._insist(self.visitor.open)
        await self._take_seat()

    async def _take_seat(self) -> None:
        """Sit down, unless this person sits there already, as after a reload."""
        if not self.visitor.gone.is_set() and not self.visitor.is_seated:
            await self._while_connected('sitting down', self.visitor.sit_down())
        self._has_seat = self.visitor.is_seated

    async def _go(self) -> None:
        if self.study.closing.is_set() or self.chance.random() < 0.5:
            await self._leave()
        else:
            self.study.done['closed tabs'] += 1

    async def _leave(self) -> None:
        self.study.done['left'] += 1
        self._sent_away.clear()
        self.visitor.act('leave')
        if not await self._while_connected('leaving', asyncio.wait_for(self._sent_away.wait(), LEFT_WITHIN)):
            return
        self.visitor.close()
        self.visitor.room_id = ''
        await self._insist(self.visitor.open)
        await self._pause(self.chance.expovariate(1 / self.plan.pace))

    async def _is_online(self) -> bool:
        """Come back if the connection was lost; return whether this person sits in the room."""
        while self.visitor.gone.is_set():
            await self._insist(self.visitor.come_back)
            if self._has_seat and not self.visitor.is_seated:
                self.study.trouble('a seat was lost')
            await self._take_seat()
        return self.visitor.is_seated

    async def _insist(self, connect: Callable[[], Awaitable[None]]) -> None:
        """Connect again and again while it fails, as a browser does."""
        while True:
            try:
                return await connect()
            except FAILED as error:
                self.study.trouble(f'{connect.__name__}: {type(error).__name__} {error}')
            await asyncio.sleep(self.chance.uniform(0.5, 2))

    # -- what people do --

    async def chat(self) -> None:
        """Write a message, and see it."""
        words, shown = self.study.ledger.write(self.number)
        if not await self._while_connected('writing', self.visitor.say(words)):
            return
        await self._while_connected('seeing a message', asyncio.wait_for(shown.wait(), ROW_WITHIN))

    async def set_goal(self) -> None:
        """Add a goal, or tick one if there are enough."""
        room_id = self.visitor.room_id
        if self._goals[room_id] < GOALS:
            if await self._while_connected('adding a goal', self.visitor.add_goal(f'Goal of person {self.number}')):
                self._goals[room_id] += 1
        else:
            self.visitor.act('check', self.chance.random() < 0.5, key=self.chance.randint(1, GOALS))

    async def turn_timer(self) -> None:
        """Start or pause the focus of the room."""
        self.visitor.turn_timer(self.chance.choice(['start', 'pause']))

    async def reload(self) -> None:
        """Reload the page; the seat stays."""
        self.visitor.close()
        await self._insist(self.visitor.open)
        await self._take_seat()

    async def lose_network(self) -> None:
        """Lose the connection, and come back before the seat is given up."""
        self.visitor.drop_network()
        await self._pause(self.chance.uniform(0, self.plan.grace / 2))

    async def lose_network_for_long(self) -> None:
        """Lose the connection, and come back when the seat has been given up."""
        self.visitor.drop_network()
        await self._pause(self.plan.grace + self.chance.uniform(5, 10))

    # -- how --

    async def _while_connected(self, what: str, work: Coroutine[Any, Any, Any]) -> bool:
        """Do it until the connection is lost; return whether it was done."""
        task, lost = asyncio.ensure_future(work), asyncio.ensure_future(self.visitor.gone.wait())
        try:
            await asyncio.wait((task, lost), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                return False
            await task
        except FAILED as error:
            self.study.trouble(f'{what}: {type(error).__name__} {error}')
            return False
        else:
            return True
        finally:
            task.cancel()
            lost.cancel()
            await asyncio.gather(task, lost, return_exceptions=True)

    async def _pause(self, seconds: float) -> None:
        """Wait, or until it is time to leave."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.study.closing.wait(), seconds)

    def _heard(self, instant: float, message: bytes) -> None:
        self.study.ledger.saw(self.number, instant, message)
        if message.startswith(SENT_AWAY):
            self._sent_away.set()


ACTS = (
    (Person.chat, 60),
    (Person.set_goal, 18),
    (Person.turn_timer, 3),
    (Person.reload, 6),
    (Person.lose_network, 9),
    (Person.lose_network_for_long, 2),
)
"""What people do, and how often out of a hundred times."""

"""Many people in rooms of one server, and how long it takes until all of them have heard something."""

from __future__ import annotations

import asyncio
import gc
import itertools
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from benchmarks.browser_client import NotAPage, Refused, address
from benchmarks.engine_io import Heard

AT_ONCE = 10
PATIENCE = 30.0
TROUBLE = (OSError, Refused, NotAPage, TimeoutError)
numbers = itertools.count(1)


class Visitor(Protocol):
    """What is asked of a person, at a browser or over a plain WebSocket."""

    room_id: str
    listener: Heard | None
    gone: asyncio.Event

    async def open(self) -> None: ...
    async def sit_down(self) -> None: ...
    async def say(self, text: str) -> None: ...
    def turn_timer(self, act: str) -> None: ...
    def close(self) -> None: ...


VisitorKind = Callable[[str, str, str, str], Visitor]


class LoadFailed(Exception):
    """Raised if the load is not what it should be: what is measured then says nothing."""


class NotAllCame(LoadFailed):
    """Raised if somebody could not connect, or was lost."""


class NotAllHeard(LoadFailed):
    """Raised if somebody did not hear what was said."""


class Ear:
    """Notes when one person first hears certain words."""

    __slots__ = ('at', 'on_heard', 'wanted')

    def __init__(self) -> None:
        self.wanted = b''
        self.at = 0.0
        self.on_heard: Callable[[], None] = lambda: None

    def listen(self, wanted: bytes, on_heard: Callable[[], None]) -> None:
        """Note the next message with these words, and call `on_heard` then."""
        self.wanted, self.at, self.on_heard = wanted, 0.0, on_heard

    def hear(self, now: float, message: bytes) -> None:
        """Look at a message, as `listener` of a visitor."""
        if self.wanted and self.wanted in message:
            self.wanted, self.at = b'', now
            self.on_heard()


@dataclass
class Crowd:
    """People who came to one server, in the order of their rooms."""

    url: str
    kind: VisitorKind
    people: list[Visitor] = field(default_factory=list)
    _ears: dict[int, Ear] = field(default_factory=dict)

    async def come(self, room_ids: Sequence[str], *, at_once: int = AT_ONCE) -> None:
        """Bring one person into each of the rooms named, `at_once` at a time. Raises NotAllCame."""
        waiting, troubles = iter([self._new(room_id) for room_id in room_ids]), list[Exception]()

        async def let_in() -> None:
            for visitor in waiting:
                try:
                    await visitor.open()
                    await visitor.sit_down()
                except TROUBLE as trouble:
                    troubles.append(trouble)

        await asyncio.gather(*(let_in() for _ in range(at_once)))
        if troubles:
            first = f'{type(troubles[0]).__name__}: {troubles[0]}'
            raise NotAllCame(f'{len(troubles)} of {len(room_ids)} could not come ({first})')
        gc.collect()
        gc.freeze()  # else collecting would stop the load again and again, and look like a slow server

    def check(self) -> None:
        """Raise NotAllCame if anybody was lost since."""
        lost = sum(visitor.gone.is_set() for visitor in self.people)
        if lost:
            raise NotAllCame(f'{lost} of {len(self.people)} lost their connection')

    def leave(self) -> None:
        """End all connections."""
        for visitor in self.people:
            visitor.close()
        self.people.clear()
        self._ears.clear()

    def in_room(self, room_id: str) -> list[Visitor]:
        """Return those in one room."""
        return [visitor for visitor in self.people if visitor.room_id == room_id]

    async def delays(self, people: Sequence[Visitor], words: str, act: Callable[[], object]) -> list[float]:
        """Return the milliseconds from `act` until each of the people has heard the words. Raises NotAllHeard."""
        heard, began = self.listening(people, words), perf_counter()
        act()
        return [1_000 * (at - began) for at in await heard]

    def listening(self, people: Sequence[Visitor], words: str) -> asyncio.Task[list[float]]:
        """Return the instants at which each of the people hears the words, from now on."""
        ears, all_heard, missing = [self._ears[id(visitor)] for visitor in people], asyncio.Event(), len(people)

        def one_heard() -> None:
            nonlocal missing
            missing -= 1
            if not missing:
                all_heard.set()

        for ear in ears:
            ear.listen(words.encode(), one_heard)

        async def until_all_heard() -> list[float]:
            try:
                async with asyncio.timeout(PATIENCE):
                    await all_heard.wait()
            except TimeoutError:
                raise NotAllHeard(f'{missing} of {len(people)} did not hear "{words}"') from None
            return [ear.at for ear in ears]

        return asyncio.ensure_future(until_all_heard())

    def _new(self, room_id: str) -> Visitor:
        number = next(numbers)
        visitor = self.kind(self.url, room_id, f'Visitor {number:06}', address(number))
        ear = Ear()
        visitor.listener = ear.hear
        self._ears[id(visitor)] = ear
        self.people.append(visitor)
        return visitor


async def line(crowd: Crowd, people: Sequence[Visitor], words: str) -> list[float]:
    """Have one of the people say it; returns the milliseconds until each of them has heard it."""
    speaker, heard = random.choice(people), crowd.listening(people, words)
    began = perf_counter()
    await speaker.say(words)
    return [1_000 * (at - began) for at in await heard]


async def lines(crowd: Crowd, people: Sequence[Visitor], count: int, pause: float) -> list[float]:
    """Have people of one room say that many lines, one after the other; returns the delays in ms of all who hear."""
    delays = list[float]()
    for words in itertools.islice(new_words(), count):
        delays += await line(crowd, people, words)
        await asyncio.sleep(pause)
    return delays


async def conversation(crowd: Crowd, room_ids: Sequence[str], rate: float, seconds: float) -> list[float]:
    """Have `rate` lines a second said, each in the next room; returns the delays in ms of all who hear."""
    rooms = itertools.cycle([crowd.in_room(room_id) for room_id in room_ids])
    said, began = list[asyncio.Task[list[float]]](), perf_counter()
    for number, words in enumerate(itertools.islice(new_words(), max(1, round(rate * seconds)))):
        await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
        said.append(asyncio.create_task(line(crowd, next(rooms), words)))
    return list(itertools.chain.from_iterable(await asyncio.gather(*said)))


def new_words() -> Iterator[str]:
    """Yield lines that nobody has said before."""
    while True:
        yield f'line {next(numbers):06} of what people say to each other'


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many per cent of the values do not exceed."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method='inclusive')[percent - 1]

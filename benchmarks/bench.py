"""One run of the benchmarks: what is wanted, how much of it, and the samples that were taken."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.browser_client import Visitor
from benchmarks.crowd import Crowd, LoadFailed, VisitorKind
from benchmarks.servers import Server, bare, study_room
from benchmarks.sizes import Sizes
from benchmarks.socket_client import SocketVisitor

Samples = defaultdict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared. `prefix` stands before the names of its samples."""

    name: str
    prefix: str
    server: Callable[[Path], Server]
    visitor: VisitorKind

    @property
    def is_bare(self) -> bool:
        """Whether this is what the study room is compared with."""
        return bool(self.prefix)


STUDY_ROOM = Side('study room', '', study_room, Visitor)
BARE = Side('bare server', 'bare ', bare, SocketVisitor)
OPEN_API = Side('open API', '', study_room, SocketVisitor)


@dataclass
class Progress:
    """How far a run is, by the seconds that its scenarios usually take: `total` in all, `done` before this one."""

    total: float = 1.0
    done: float = 0.0
    this_one: float = 0.0
    began: float = field(default_factory=time.monotonic)
    this_one_began: float = field(default_factory=time.monotonic)

    def next(self, seconds: float) -> None:
        """Begin with a scenario that usually takes so long."""
        self.done, self.this_one, self.this_one_began = self.done + self.this_one, seconds, time.monotonic()

    def show(self, what: str) -> None:
        """Write a line, which the next one replaces on a terminal."""
        now = time.monotonic()
        share = min(1.0, (self.done + min(self.this_one, now - self.this_one_began)) / self.total)
        minutes, seconds = divmod(round(now - self.began), 60)
        end = '\x1b[K\r' if sys.stderr.isatty() else '\n'
        print(f'[{"#" * round(20 * share):<20}] {minutes}:{seconds:02}  {what}', end=end, file=sys.stderr, flush=True)


@dataclass
class Bench:
    """Samples by the name of their figure; those of the bare server have `bare ` before it."""

    sizes: Sizes
    samples: Samples = field(default_factory=lambda: defaultdict(list))
    progress: Progress = field(default_factory=Progress)

    def note(self, side: Side, figure: str, *values: float) -> None:
        """Keep samples of a figure."""
        self.samples[side.prefix + figure] += values

    def step(self, what: str) -> None:
        """Show what is measured now, and how far it is."""
        self.progress.show(what)

    @contextmanager
    def server(self, side: Side) -> Iterator[Server]:
        """A new server with nothing stored, until the end of the block."""
        with self.folder() as folder, side.server(folder) as server:
            try:
                yield server
            except LoadFailed as problem:
                problem.add_note(server.complaints())
                raise

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty folder, until the end of the block."""
        with tempfile.TemporaryDirectory(prefix='studyroom-bench-') as folder:
            yield Path(folder)

    @contextmanager
    def crowd(self, side: Side, server: Server) -> Iterator[Crowd]:
        """Nobody yet; who comes leaves at the end of the block."""
        crowd = Crowd(server.url, side.visitor)
        try:
            yield crowd
        finally:
            crowd.leave()

    async def cpu_for(self, server: Server, do: Callable[[], Awaitable[object]]) -> float:
        """Return the seconds of CPU time that the server spends on it until it is quiet, beyond what it uses idle."""
        await server.quiet()
        share = await server.share(self.sizes.look_seconds)
        before, began = server.cpu(), time.perf_counter()
        await do()
        await server.quiet()
        return server.cpu() - before - share * (time.perf_counter() - began)


async def open_rooms(side: Side, server: Server, room_ids: Sequence[str], **settings: int) -> None:
    """Open rooms at the study room; those of the bare server open themselves."""
    if side.is_bare:
        return
    async with aiohttp.ClientSession(server.url) as session:
        for room_id in room_ids:
            async with session.post('/rooms', json={'room_id': room_id} | settings) as answer:
                answer.raise_for_status()

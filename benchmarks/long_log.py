"""A log of very many facts: how long the server takes to start with it, and a room to wake.

    python -m benchmarks.long_log --rooms 100 --facts 1000000 --path rooms.sqlite3

makes such a log. Each room is one long conversation; all but the first have the snapshot that a server stores of it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.bench import STUDY_ROOM, Bench
from benchmarks.browser_client import Visitor
from benchmarks.servers import on_server_core
from studyroom.app import DATABASE
from studyroom.log.codec import Codec
from studyroom.log.room_log import Loaded, Snapshot
from studyroom.log.sqlite import SqliteLog
from studyroom.room.chat import MessageSent
from studyroom.room.config import RoomConfig, RoomOpened
from studyroom.room.events import FACTS, Fact
from studyroom.room.facts import RoomFacts
from studyroom.room.seats import SeatTaken
from studyroom.rooms.manager import SNAPSHOT_FACTS, restored

ROOMS = 100
SEAT = 'seat:ann'
WITH_SNAPSHOT, WITHOUT_SNAPSHOT = 'room-1', 'room-0'
LOOKS = 5


def sqlite_log(path: Path) -> SqliteLog[RoomFacts]:
    """The log as the server has it."""
    return SqliteLog(path, codec=Codec(FACTS, RoomFacts))


async def long_log(bench: Bench) -> None:
    """Start with an empty log and with a long one; then open a room that sleeps in the long one."""
    with bench.server(STUDY_ROOM) as server:
        bench.note(STUDY_ROOM, 'start, empty', server.seconds_to_start)
    bench.step(f'writing {bench.sizes.facts:,} facts')
    with bench.folder() as folder:
        data = folder / 'data'
        data.mkdir(mode=0o700)
        given = ['--rooms', str(ROOMS), '--facts', str(bench.sizes.facts), '--path', str(data / DATABASE)]
        await on_server_core('benchmarks.long_log', *given)
        bench.step('starting with them')
        with STUDY_ROOM.server(folder) as server:
            bench.note(STUDY_ROOM, 'start', server.seconds_to_start)
            bench.note(STUDY_ROOM, 'wake', await _wake(server.url, WITH_SNAPSHOT))
            bench.note(STUDY_ROOM, 'wake, no snapshot', await _wake(server.url, WITHOUT_SNAPSHOT))


async def _wake(url: str, room_id: str) -> float:
    """Return how many milliseconds longer the page of a room takes while the room wakes."""
    took = list[float]()
    for _ in range(1 + LOOKS):
        began = perf_counter()
        await Visitor(url, room_id, 'Ann').get_page()
        took.append(1_000 * (perf_counter() - began))
    return max(0.0, took[0] - statistics.median(took[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description='Make a log of very many facts.')
    parser.add_argument('--rooms', type=int, default=ROOMS)
    parser.add_argument('--facts', type=int, default=1_000_000)
    parser.add_argument('--path', type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(make(given.path, given.rooms, given.facts // given.rooms))


async def make(path: Path, rooms: int, facts_a_room: int) -> None:
    """Store that many rooms of so many facts each."""
    log = sqlite_log(path)
    await log.open()
    now = time.time()
    for number in range(rooms):
        room_id = f'room-{number}'
        stored = await log.append(room_id, [*_conversation(room_id, facts_a_room, now)], 0)
        if room_id != WITHOUT_SNAPSHOT:
            seen = stored[: max(1, len(stored) - SNAPSHOT_FACTS + 1)]
            await log.save_snapshot(room_id, Snapshot(len(seen), now, restored(Loaded(None, seen))))
    await log.close()


def _conversation(room_id: str, count: int, now: float) -> Iterator[Fact]:
    yield RoomOpened(room_id=room_id, at=now, config=RoomConfig(room_id))
    yield SeatTaken(room_id=room_id, at=now, by=SEAT, name='Ann')
    for number in range(count - 2):
        yield MessageSent(room_id=room_id, at=now, by=SEAT, name='Ann', text=f'Line {number} of a long conversation')


if __name__ == '__main__':
    main()

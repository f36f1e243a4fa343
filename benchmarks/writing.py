"""Verbs that store a fact in the real log, beside plain SQLite: one insert, one commit.

    python -m benchmarks.writing --rooms 10 --writes 1000 --folder FOLDER

It prints what it measured, as JSON. Every room has one person who writes the next message when the last one is stored.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bench import BARE, STUDY_ROOM, Bench
from benchmarks.crowd import percentile
from benchmarks.long_log import sqlite_log
from benchmarks.servers import on_server_core
from studyroom.clock import SystemClock
from studyroom.room.config import RoomConfig
from studyroom.room.hub import Hub
from studyroom.room.room import Room
from studyroom.rooms.manager import RoomManager

ROOMS = (1, 10, 100)
LEAST_WRITES = 30
WORDS = 'What people say to each other while they study together.'


async def writing(bench: Bench) -> None:
    """Measure 1, 10 and 100 rooms that write at once."""
    for count in ROOMS:
        name = f'{count} room{"s" * (count > 1)}'
        bench.step(f'verbs with a commit: {name}')
        with bench.folder() as folder:
            given = ['--rooms', str(count), '--writes', str(bench.sizes.writes), '--folder', str(folder)]
            told = json.loads(await on_server_core('benchmarks.writing', *given))
        for side, figures in ((BARE, told['plain']), (STUDY_ROOM, told['study room'])):
            bench.note(side, f'writes, {name}', figures['a second'])
            bench.note(side, f'write p99, {name}', figures['p99'])


def main() -> None:
    parser = argparse.ArgumentParser(description='Measure verbs that store a fact.')
    parser.add_argument('--rooms', type=int, default=10)
    parser.add_argument('--writes', type=int, default=1_000)
    parser.add_argument('--folder', type=Path, required=True)
    given = parser.parse_args()
    told = {
        'plain': plain(given.folder / 'plain.sqlite3', given.writes),
        'study room': asyncio.run(study_room(given.folder / 'rooms.sqlite3', given.rooms, given.writes)),
    }
    print(json.dumps(told))


def plain(path: Path, writes: int) -> dict[str, Any]:
    """Insert and commit a line, again and again, with the same settings of SQLite."""
    connection = sqlite3.connect(path)
    connection.execute('PRAGMA journal_mode = WAL')
    connection.execute('PRAGMA synchronous = NORMAL')
    connection.execute('CREATE TABLE lines (room_id TEXT, seq INTEGER, text TEXT, PRIMARY KEY (room_id, seq))')
    delays = list[float]()
    for seq in range(writes):
        began = perf_counter()
        connection.execute('INSERT INTO lines VALUES (?, ?, ?)', ('algebra', seq, WORDS))
        connection.commit()
        delays.append(perf_counter() - began)
    connection.close()
    return _told(writes, sum(delays), delays)


async def study_room(path: Path, count: int, writes: int) -> dict[str, Any]:
    """Have one person in each of the rooms write."""
    log = sqlite_log(path)
    await log.open()
    manager = RoomManager(log, Hub(), SystemClock())
    await manager.open()
    rooms = [await manager.create(RoomConfig(f'Room {number}')) for number in range(count)]
    for room in rooms:
        await room.sit_down('ann', 'Ann')
    began = perf_counter()
    delays = await asyncio.gather(*(_write(room, max(LEAST_WRITES, writes // count)) for room in rooms))
    took = perf_counter() - began
    await log.close()
    every = [delay for of_room in delays for delay in of_room]
    return _told(len(every), took, every)


async def _write(room: Room, times: int) -> list[float]:
    delays = list[float]()
    for _ in range(times):
        began = perf_counter()
        await room.say(room.seat_of('ann'), WORDS)
        delays.append(perf_counter() - began)
    return delays


def _told(writes: int, seconds: float, delays: Iterable[float]) -> dict[str, Any]:
    return {'a second': writes / seconds, 'p99': 1_000 * percentile([*delays], 99)}


if __name__ == '__main__':
    main()

"""A writer to be killed. Each line of input to `python crashing_writer.py FILE` forks a child that writes forever.

A child prints its process id, then a line for each thing it is about to erase and for each that the log says is stored.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

from studyroom.log.codec import Codec
from studyroom.log.room_log import Snapshot
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import FACTS, MessageSent

ROOMS = ('algebra', 'biology', 'chemistry', 'drawing')


def say(*words: object) -> None:
    """Print in one write, which a kill cannot split."""
    os.write(1, f'{" ".join(map(str, words))}\n'.encode())


async def write(log: SqliteLog[RoomConfig], room: str, seq: int) -> None:
    chance = random.Random()
    while True:
        texts = [f'{room}-{chance.random()}-' + 'x' * chance.randrange(900) for _ in range(chance.choice([1, 1, 1, 3]))]
        facts = [MessageSent(room_id=room, at=float(seq), by='seat:ann', name='Ann', text=text) for text in texts]
        erase = [chance.randrange(1, seq)] if seq > 1 and chance.random() < 0.1 else []
        for gone in erase:
            say('erasing', room, gone)
        for fact in await log.append(room, facts, seq, erase):
            say('stored', room, fact.seq, getattr(fact, 'text', ''))
        for gone in erase:
            say('erased', room, gone)
        seq += len(facts)
        if chance.random() < 0.05:
            await log.save_snapshot(room, Snapshot(seq, float(seq), RoomConfig(title=room)))


async def main(path: Path) -> None:
    log = SqliteLog(path, Codec(FACTS, snapshot_type=RoomConfig))
    await log.open()
    last = {record.room_id: record.seq for record in await log.rooms()}
    await asyncio.gather(*(write(log, room, last.get(room, 0)) for room in ROOMS))


if __name__ == '__main__':
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            say('pid', os.getpid())
            asyncio.run(main(Path(sys.argv[1])))
        os.waitpid(child, 0)
        say('dead')

"""A writer killed with SIGKILL at random moments loses nothing that was reported as stored."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO

import pytest

from studyroom.log.codec import Codec
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import MessageSent

KILLS = 50
LONGEST_LIFE_SECONDS = 0.12
REPO = Path(__file__).parents[2]


@dataclass
class Printed:
    """What the writers printed before they died."""

    stored: dict[tuple[str, int], str] = field(default_factory=dict)
    erasing: set[tuple[str, int]] = field(default_factory=set)
    erased: set[tuple[str, int]] = field(default_factory=set)

    def note(self, line: str) -> None:
        kind, room, seq, *text = line.split()
        match kind:
            case 'stored':
                self.stored[room, int(seq)] = text[0]
            case 'erasing':
                self.erasing.add((room, int(seq)))
            case 'erased':
                self.erased.add((room, int(seq)))


@pytest.fixture
def writers(path: Path) -> Iterator[subprocess.Popen[str]]:
    script = Path(__file__).with_name('crashing_writer.py')
    paths = os.pathsep.join([str(REPO), os.environ.get('PYTHONPATH', '')])
    process = subprocess.Popen(
        [sys.executable, script, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {'PYTHONPATH': paths},
    )
    yield process
    process.communicate()
    assert process.returncode == 0


def write_until_killed(orders: IO[str], output: IO[str], printed: Printed) -> None:
    """Fork one writer, and run it until it is killed."""
    orders.write('live\n')
    orders.flush()
    pid = int(output.readline().split()[1])
    kill = Timer(random.uniform(0, LONGEST_LIFE_SECONDS), os.kill, (pid, signal.SIGKILL))
    kill.start()
    while (line := output.readline()) != 'dead\n':
        printed.note(line)
    kill.join()


async def compare(log: SqliteLog[RoomConfig], printed: Printed) -> None:
    stored: dict[tuple[str, int], str] = {}
    for record in await log.rooms():
        facts = [fact for fact in await log.read(record.room_id) if isinstance(fact, MessageSent)]
        assert [fact.seq for fact in facts] == list(range(1, record.seq + 1))
        stored |= {(fact.room_id, fact.seq): fact.text for fact in facts}
    assert {key for key in printed.stored if key not in stored} == set()
    assert {key for key in printed.erased if stored[key]} == set()
    changed = {key for key, text in printed.stored.items() if stored[key] != text}
    assert changed <= printed.erasing


async def test_nothing_acknowledged_is_lost_in_fifty_kills(
    writers: 'subprocess.Popen[str]', path: Path, codec: Codec[RoomConfig]
) -> None:
    printed, started = Printed(), time.monotonic()
    assert writers.stdin
    assert writers.stdout
    for _ in range(KILLS):
        write_until_killed(writers.stdin, writers.stdout, printed)
        log = SqliteLog(path, codec)
        await log.open()
        await compare(log, printed)
        await log.close()
    assert len(printed.stored) > 1_000
    assert len(printed.erased) > 50
    assert time.monotonic() - started < 40

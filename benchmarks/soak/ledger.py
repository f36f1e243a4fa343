"""Which messages people wrote, which of them they saw in the chat, and which the log has."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

TOKEN = re.compile(r'soak([0-9]{7})x')
TOKEN_SENT = re.compile(TOKEN.pattern.encode())


@dataclass
class Ledger:
    """Every message has a number. It is acknowledged once the browser of who wrote it shows its row."""

    writers: dict[int, tuple[int, float]] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)
    """For each number, the seconds from writing until the row was there."""
    shown: set[int] = field(default_factory=set)
    """What any browser showed to anybody."""
    _awaited: dict[int, asyncio.Event] = field(default_factory=dict)

    def write(self, person: int) -> tuple[str, asyncio.Event]:
        """Return the words of a new message, and what is set once it is acknowledged."""
        number = len(self.writers)
        self.writers[number] = (person, perf_counter())
        self._awaited[number] = asyncio.Event()
        return f'Message soak{number:07}x of person {person}', self._awaited[number]

    def saw(self, person: int, instant: float, message: bytes) -> None:
        """Note which messages are in what the browser of a person was sent."""
        for found in TOKEN_SENT.findall(message):
            number = int(found)
            self.shown.add(number)
            writer, written = self.writers[number]
            if writer == person and (waiting := self._awaited.pop(number, None)):
                self.acknowledged[number] = instant - written
                waiting.set()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was shown and what is stored. A message is `lost` if it was shown and is not stored."""

    written: int
    acknowledged: int
    stored: int
    lost: tuple[int, ...]
    doubled: tuple[int, ...]


def compare(ledger: Ledger, database: Path) -> Comparison:
    """Read the log of a server that has stopped, and compare it with what people saw."""
    stored = _stored(database)
    lost = sorted((ledger.shown | ledger.acknowledged.keys()) - stored.keys())
    doubled = sorted(number for number, times in stored.items() if times > 1)
    return Comparison(len(ledger.writers), len(ledger.acknowledged), stored.total(), tuple(lost), tuple(doubled))


def _stored(database: Path) -> Counter[int]:
    found: Counter[int] = Counter()
    with closing(sqlite3.connect(f'file:{database}?mode=ro', uri=True)) as connection:
        for (payload,) in connection.execute("SELECT payload FROM facts WHERE type = 'MessageSent'"):
            found.update(int(number) for number in TOKEN.findall(json.loads(payload)['text']))
    return found

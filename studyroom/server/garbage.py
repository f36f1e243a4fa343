"""When Python may look for garbage: never while people wait for it, yet before departed browsers fill the memory."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from typing import Final

THRESHOLDS: Final = (50_000, 20, 1000)
TURN_SECONDS: Final = 10.0
QUIET_SHARE: Final = 0.1  # of one core, over the last turn
MANY: Final = 100
FAR_TOO_MANY: Final = 2_000


def collect_seldom() -> None:
    """Before everything is imported: of that little is garbage, and looking for it is a fifth of a start."""
    gc.set_threshold(*THRESHOLDS)


def spare_the_collector() -> None:
    """A full collection stops everybody's screen for half a second at 1,000 browsers: make it rare and small."""
    gc.collect()
    gc.freeze()
    collect_seldom()


class QuietCollector:
    """A page that is gone is cyclic garbage, and a full collection is what frees it. Call `turn` every 10 s.

    It collects when nobody is there any more, when 100 pages have gone and the server did next to nothing for a turn,
    or when 2,000 have gone. `clients` are the ids of the pages that live; each lives longer than a turn.
    """

    def __init__(self, clients: Callable[[], Iterable[str]], collect: Callable[[], object] = gc.collect) -> None:
        self._clients = clients
        self._collect = collect
        self._known: frozenset[str] = frozenset()
        self._gone = 0
        self._cpu = time.process_time()

    def turn(self) -> None:
        """Count who has gone since the last turn, and collect if this is the moment."""
        now, cpu = frozenset(self._clients()), time.process_time()
        self._gone += len(self._known - now)
        quiet = cpu - self._cpu < QUIET_SHARE * TURN_SECONDS
        self._known, self._cpu = now, cpu
        enough = self._gone >= (1 if not now else MANY)
        if (enough and quiet) or self._gone >= FAR_TOO_MANY:
            self._gone = 0
            self._collect()
            self._cpu = time.process_time()

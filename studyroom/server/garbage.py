"""When Python collects garbage: not while people wait, but before closed pages fill the memory."""

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
    """Collect rarely. Call it before imports, which leave little garbage; collecting would take a fifth of a start."""
    gc.set_threshold(*THRESHOLDS)


def spare_the_collector() -> None:
    """Make full collections rare and small: one freezes every page for half a second at 1,000 browsers."""
    gc.collect()
    gc.freeze()
    collect_seldom()


class QuietCollector:
    """Collects closed pages, which are cyclic garbage that only a full collection frees. Call `turn` every 10 s.

    It collects when no page is left or 100 have closed, if the server was nearly idle for a turn, and in any case when
    2,000 have closed. `clients` returns the ids of open pages; a page is open for longer than a turn.
    """

    def __init__(self, clients: Callable[[], Iterable[str]], collect: Callable[[], object] = gc.collect) -> None:
        self._clients = clients
        self._collect = collect
        self._known: frozenset[str] = frozenset()
        self._gone = 0
        self._cpu = time.process_time()

    def turn(self) -> None:
        """Count the pages closed since the last turn, and collect if it is time."""
        now, cpu = frozenset(self._clients()), time.process_time()
        self._gone += len(self._known - now)
        quiet = cpu - self._cpu < QUIET_SHARE * TURN_SECONDS
        self._known, self._cpu = now, cpu
        enough = self._gone >= (1 if not now else MANY)
        if (enough and quiet) or self._gone >= FAR_TOO_MANY:
            self._gone = 0
            self._collect()
            self._cpu = time.process_time()

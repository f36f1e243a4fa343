"""Limits count in minutes of the wall clock: where one ends, one more request than the limit may pass."""

from __future__ import annotations

import time

MINUTE = 60


def early_in_a_minute(seconds: float = 10.0) -> None:
    """Wait until none ends within `seconds`: what a test asks in one breath is counted in one minute."""
    left = MINUTE - time.time() % MINUTE
    if left < seconds:
        time.sleep(left + 0.1)

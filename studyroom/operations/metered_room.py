"""Rooms that measure their verbs and count their events."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import getmembers, iscoroutinefunction
from time import perf_counter
from typing import Any

from studyroom.operations.metrics import Metrics
from studyroom.room.events import Event, PhaseEnded
from studyroom.room.room import Room

Verb = Callable[..., Coroutine[Any, Any, Any]]


def metered_room(metrics: Metrics) -> type[Room]:
    """Return a Room class that times its public async verbs, including refusals, and counts its events."""
    verbs = {name: _timed(verb, metrics.verb(name).observe) for name, verb in room_verbs().items()}

    class Counting(Room):
        """A Room that counts what it announces."""

        _waking = False

        async def wake(self) -> None:
            """Wake without measuring lateness: what happened during sleep is late for a good reason."""
            self._waking = True
            try:
                await super().wake()
            finally:
                self._waking = False

        def announce(self, event: Event) -> None:
            metrics.happened(event)
            if isinstance(event, PhaseEnded) and not self._waking:
                metrics.timer_late.observe(max(0.0, self.clock.now() - event.at))
            super().announce(event)

    return type('MeteredRoom', (Counting,), verbs)


def room_verbs() -> dict[str, Verb]:
    """Return the public async methods of a Room, except `wake` and `commit`, which are not verbs."""
    found = getmembers(Room, iscoroutinefunction)
    return {name: verb for name, verb in found if not name.startswith('_') and name not in {'wake', 'commit'}}


def _timed(verb: Verb, observe: Callable[[float], None]) -> Verb:
    @wraps(verb)
    async def timed(*given: Any, **named: Any) -> Any:
        began = perf_counter()
        try:
            return await verb(*given, **named)
        finally:
            observe(perf_counter() - began)

    return timed

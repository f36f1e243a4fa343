"""The shared timer, painted in the browser: the server sends only changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from nicegui.element import Element

from components.kit.assets import asset
from components.kit.live import push

State = Mapping[str, Any]
Variant = Literal['ring', 'mini', 'line', 'note']


class Countdown(Element, component=asset('countdown.js')):
    """Paints `state` until the next one arrives: digits, ring, dots; a primary also sets tab title, favicon and `data-phase`.

    state: `phase` (focus, break, long), `status` (idle, running, paused), `remaining_ms`, `total_ms`, `round`,
    `rounds` (0 draws none), `done`; optionally `by` (`verb` started, paused, ..., `name`, `at_ms`), `bell` (the phase
    that has just ended, or None), `now_ms` (the server's time at which this was true: a state that arrives late is
    requested again).

    One countdown on a page is primary and takes the state; by default it is a `ring`. The others take none and follow it:
    `mini` for the top bar, `line` for "Focus, 14:20 left", `note` for the text under the ring. `on_resync` returns the
    state when a browser asks for it, as after waking from sleep.
    """

    def __init__(
        self,
        state: State | None = None,
        *,
        variant: Variant = 'ring',
        primary: bool | None = None,
        on_resync: Callable[[], State] | None = None,
    ) -> None:
        super().__init__()
        self.props['variant'] = variant
        if primary if primary is not None else state is not None:
            self.props['primary'] = True
        if state is not None:
            self.props['state'] = dict(state)
        if on_resync is not None:
            self.on('resync', lambda: self.set(on_resync()), args=[])

    def set(self, state: State) -> None:
        """Show this state from now on in every countdown on the page."""
        push(self, 'set', dict(state))

"""The shared time, painted in the browser: the server speaks only when something changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from nicegui.element import Element

from components.kit.assets import asset
from components.kit.live import push

State = Mapping[str, Any]
Variant = Literal['ring', 'mini', 'line', 'note']


class Countdown(Element, component=asset('countdown.js')):
    """Paints `state` until the next one: digits, ring, dots; a primary also tab title, favicon and `data-phase`.

    state: `phase` (focus, break, long), `status` (idle, running, paused), `remaining_ms`, `total_ms`, `round`,
    `rounds` (0: none are drawn), `done`; optional `by` (`verb` started, paused, ..., `name`, `at_ms`), `bell` (the
    phase that has just ended, or None), `note` (replaces the words under the ring), `now_ms` (when this was so, by the
    server's clock: a state that was late is asked for again).

    One on a page is primary and takes the state, by default a `ring`; the others show what it shows and take none:
    `mini` for the top bar, `line` for "Focus, 14:20 left", `note` for the words under the ring, and `text`, which fills
    {left}, {ends} and {phase} into `text`. `on_resync` returns the state when a browser asks for it, as after a sleep.
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
        """Show this state from now on, in every countdown of the page."""
        push(self, 'set', dict(state))

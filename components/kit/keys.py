"""Keyboard shortcuts, given as a table by the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset
from components.kit.live import refusals_told


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does: click or focus the first visible match of a CSS selector, fire a DOM event, or call.

    `label` describes it in the sheet of shortcuts.
    """

    key: str
    label: str
    click: str = ''
    focus: str = ''
    event: str = ''
    call: Callable[[], Any] | None = None


FIXED = (Key('F6', 'Next panel'), Key('Esc', 'Close what is open'))


class Keys(Element, component=asset('keys.js')):
    """Listens outside fields and dialogs, unless the person turned letter keys off (`letter_keys`); F6 always works.

    Arrow keys move within every `role="tablist"`.
    """

    def __init__(self, table: Sequence[Key]) -> None:
        super().__init__()
        self.table = (*table, *FIXED)
        self._calls = {key.key: refusals_told(key.call) for key in table if key.call is not None}
        self.props['table'] = [_entry(key) for key in table]
        self.on('pressed', self._pressed)

    def _pressed(self, event: GenericEventArguments) -> Any:
        call = self._calls.get(event.args) if isinstance(event.args, str) else None
        return call() if call else None


def _entry(key: Key) -> dict[str, Any]:
    entry = {'key': key.key, 'click': key.click, 'focus': key.focus, 'event': key.event, 'emit': key.call is not None}
    return {name: value for name, value in entry.items() if value}

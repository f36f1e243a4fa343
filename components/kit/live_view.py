"""One thing on the screen that changes as a whole: a list of a single row."""

from __future__ import annotations

from typing import Any

from components.kit.live import push
from components.kit.live_list import LiveList, Row

ONLY = 'it'


class LiveView(LiveList):
    """Draws `fields` by a Vue template (as LiveList does, `row` holds them); the elements stay.

    `show` sends what differs from what it shows already, which may be nothing.
    """

    def __init__(self, template: str, fields: Row, *, tag: str = 'div', classes: str = '') -> None:
        super().__init__(template, [_row(fields)], tag=tag, classes=classes or 'bare')
        self._shown: Row = dict(fields)
        self.on_resync(lambda: [_row(self._shown)])

    def show(self, fields: Row) -> None:
        """Draw these fields from now on."""
        former, self._shown = self._shown, dict(fields)
        changed = {name: value for name, value in fields.items() if name not in former or former[name] != value}
        if former.keys() - fields.keys():
            self.upsert(_row(fields))
        elif changed:
            push(self, 'patch', ONLY, changed)


def _row(fields: Row) -> dict[str, Any]:
    return {'id': ONLY, **fields}

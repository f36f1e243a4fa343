"""One thing on the screen that changes as a whole: a list of a single row."""

from __future__ import annotations

from typing import Any

from components.live_list import LiveList, Row

ONLY = 'it'


class LiveView(LiveList):
    """Draws `fields` by a Vue template (as LiveList does, `row` holds them); `show` is one patch, the elements stay."""

    def __init__(self, template: str, fields: Row, *, tag: str = 'div', classes: str = '') -> None:
        super().__init__(template, [_row(fields)], tag=tag, classes=classes or 'bare')
        self._shown = fields
        self.on_resync(lambda: [_row(self._shown)])

    def show(self, fields: Row) -> None:
        """Draw these fields from now on."""
        self._shown = fields
        self.upsert(_row(fields))


def _row(fields: Row) -> dict[str, Any]:
    return {'id': ONLY, **fields}

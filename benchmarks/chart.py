"""Draws the figures of a scenario as SVG: a row each, with a bar for the study room and one for the bare server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.figures import Spread

WIDTH, LEFT, BARS, ROW, TOP = 900, 380, 380, 46, 64
BAR, GAP = 13, 3
LOOK = """
svg { background: #fff }
text { font: 13px system-ui, sans-serif; fill: #222 }
.title { font-size: 17px; font-weight: 600 }
.quiet { fill: #777 }
.room { fill: #2f6f9f }
.bare { fill: #b9c0c7 }
.spread { stroke: #111; stroke-width: 1 }
.limit { stroke: #c0392b; stroke-width: 2 }
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `limit` is the most it may be, in its own unit; `scale` the value at the end of its axis."""

    label: str
    unit: str
    study_room: Spread
    bare: Spread | None = None
    limit: float | None = None
    scale: float | None = None

    @property
    def end(self) -> float:
        """Return the value at the end of the axis."""
        shown = [self.study_room.greatest, self.limit or 0.0, self.bare.greatest if self.bare else 0.0]
        return self.scale or max(shown) or 1.0


def chart(title: str, note: str, rows: Sequence[Row]) -> str:
    """Return the chart as SVG. Each row has a scale of its own, unless it says one."""
    height = TOP + ROW * len(rows) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f'<title>{escape(title)}</title><style>{LOOK}</style>',
        f'<text class="title" x="16" y="28">{escape(title)}</text>',
        f'<text class="quiet" x="16" y="48">{escape(note)}</text>',
    ]
    for number, row in enumerate(rows):
        parts += _row(row, TOP + ROW * number)
    return '\n'.join([*parts, '</svg>', ''])


def _row(row: Row, top: float) -> Iterator[str]:
    yield f'<text x="16" y="{top + 19}">{escape(row.label)}</text>'
    yield from _bar(row, row.study_room, 'room', top + 6)
    if row.bare:
        yield from _bar(row, row.bare, 'bare', top + 6 + BAR + GAP)
    if row.limit is not None:
        x = LEFT + BARS * min(1.0, row.limit / row.end)
        yield f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 3}" y2="{top + ROW - 8}"/>'


def _bar(row: Row, spread: Spread, kind: str, top: float) -> Iterator[str]:
    width, least, greatest = (
        BARS * min(1.0, max(0.0, value) / row.end) for value in (spread.median, spread.least, spread.greatest)
    )
    middle, words = top + BAR / 2, f'{readable(spread.median)} {row.unit}'
    yield f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{width:.1f}" height="{BAR}"/>'
    if greatest > least:
        yield f'<line class="spread" x1="{LEFT + least:.1f}" x2="{LEFT + greatest:.1f}" y1="{middle}" y2="{middle}"/>'
    yield f'<text x="{LEFT + max(width, greatest) + 6:.1f}" y="{top + 11}">{escape(words)}</text>'


def readable(value: float) -> str:
    """Return a value with three digits that count: 0.123, 12.3, 1,230."""
    if value == round(value):
        return f'{value:,.0f}'
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f'{value:,.{digits}f}'

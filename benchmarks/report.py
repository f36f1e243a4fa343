"""What is told of a run: the table, results.json, results.md and a chart of each scenario."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.chart import Row, chart, readable
from benchmarks.figures import BARE, Result, Spread

HEAD = ('', 'bare', 'study room', 'ratio', 'limit', 'aim', 'verdict')
HEADING = '## Figures\n'
NOTE = 'blue: study room, grey: bare server, red: limit, thin line: least to greatest'


def table(results: Sequence[Result]) -> str:
    """Return the table for a terminal."""
    rows = [HEAD, *map(cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        '  '.join(_aligned(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    return '\n'.join(line.rstrip() for line in lines)


def markdown(header: Mapping[str, str], results: Sequence[Result]) -> str:
    """Return header and table for a page."""
    lines = [f'- {name.capitalize()}: {words}' for name, words in header.items()]
    lines += ['', f'| {" | ".join(HEAD)} |', f'| {" | ".join(["---"] * len(HEAD))} |']
    return '\n'.join([*lines, *(f'| {" | ".join(cells(result))} |' for result in results), ''])


def cells(result: Result) -> tuple[str, ...]:
    """Return a figure as the cells of its row."""
    figure, unit = result.figure, result.figure.unit
    return (
        result.title,
        _with_unit(readable(result.bare.median), unit) if result.bare else '-',
        _with_unit(_spread(result.study_room), unit),
        f'{_two_digits(result.ratio)}x' if result.ratio is not None else '-',
        _bound(figure.limit, unit),
        _bound(figure.aim, unit),
        result.verdict or '-',
    )


def put_into(page: Path, figures: str) -> None:
    """Put header and table under the heading "Figures" of a page, in place of those that are there."""
    before, _, rest = page.read_text(encoding='utf-8').partition(HEADING)
    _, _, after = rest.partition('\n## ')
    page.write_text(f'{before}{HEADING}\n{figures}\n## {after}', encoding='utf-8')


def write(
    folder: Path, header: Mapping[str, str], results: Sequence[Result], samples: Mapping[str, Sequence[float]]
) -> None:
    """Write all files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = json.dumps({'header': dict(header), 'figures': [*map(_kept, results)], 'samples': dict(samples)}, indent=1)
    (folder / 'results.json').write_text(kept + '\n', encoding='utf-8')
    (folder / 'results.md').write_text(markdown(header, results), encoding='utf-8')
    note = f'{NOTE}; {header["version"]}, {header["measured"]}'
    for scenario in dict.fromkeys(result.figure.scenario for result in results):
        rows = [_row(result) for result in results if result.figure.scenario == scenario]
        _draw(folder, scenario, note, rows)
    if ramped := _ramp(samples):
        _draw(folder, 'chat p99 by browsers', note, ramped)


def _draw(folder: Path, scenario: str, note: str, rows: Sequence[Row]) -> None:
    drawn = chart(scenario.capitalize(), note, rows)
    (folder / f'{scenario.replace(" ", "-")}.svg').write_text(drawn, encoding='utf-8')


def _row(result: Result) -> Row:
    limit = result.figure.limit
    most = [limit.value] if limit and limit.value is not None else []
    if limit and limit.times is not None and result.bare:
        most.append(limit.times * result.bare.median)
    return Row(result.title, result.figure.unit, result.study_room, result.bare, min(most, default=None))


def _ramp(samples: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return a row for each number of browsers that was tried, all with one scale."""
    tried = sorted({int(found[1]) for name in samples if (found := re.fullmatch(r'(?:bare )?ramp (\d+)', name))})
    shown = [number for number in tried if samples.get(f'ramp {number}')]
    most = max((max(samples[f'ramp {number}']) for number in shown), default=0.0)
    return [
        Row(f'{number:,} browsers', 'ms', Spread.of(samples[f'ramp {number}']), _bare(samples, number), scale=most)
        for number in shown
    ]


def _bare(samples: Mapping[str, Sequence[float]], number: int) -> Spread | None:
    found = samples.get(f'{BARE}ramp {number}')
    return Spread.of(found) if found else None


def _kept(result: Result) -> dict[str, Any]:
    return {
        'name': result.figure.name,
        'title': result.title,
        'unit': result.figure.unit,
        'study_room': asdict(result.study_room),
        'bare': asdict(result.bare) if result.bare else None,
        'ratio': result.ratio,
        'limit': str(result.figure.limit or ''),
        'aim': str(result.figure.aim or ''),
        'verdict': result.verdict,
    }


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column in {0, len(HEAD) - 1} else cell.rjust(width)


def _with_unit(words: str, unit: str) -> str:
    return f'{words} {unit}'.rstrip()


def _two_digits(ratio: float) -> str:
    return f'{ratio:,.0f}' if ratio >= 10 else f'{ratio:.2g}'


def _spread(spread: Spread) -> str:
    if spread.least == spread.greatest:
        return readable(spread.median)
    return f'{readable(spread.median)} ({readable(spread.least)} to {readable(spread.greatest)})'


def _bound(bound: object, unit: str) -> str:
    words = str(bound or '')
    return _with_unit(words, unit) if words and not words.endswith('x') else words or '-'

"""Measures what the study room costs, beside a bare WebSocket server in the same run: docs/performance.md.

bin/bench calls it.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.api_sockets import api_sockets
from benchmarks.bench import Bench
from benchmarks.crowd import LoadFailed
from benchmarks.figures import results
from benchmarks.files import files
from benchmarks.long_log import ROOMS, long_log
from benchmarks.machine import OtherPrograms, described
from benchmarks.many_rooms import many_rooms, ramp
from benchmarks.media import media
from benchmarks.one_room import one_room
from benchmarks.pages import pages
from benchmarks.report import markdown, put_into, table, write
from benchmarks.servers import ROOT, DidNotStart, pin_load
from benchmarks.sizes import ALL, QUICK, TINY, Sizes
from benchmarks.writing import writing

REFUSED, INTERRUPTED = 1, 130
OUTPUT, PAGE = ROOT / 'bench-results', ROOT / 'docs/performance.md'


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing to measure; `seconds` is about how long a run of it takes."""

    measure: Callable[[Bench], Awaitable[None]]
    seconds: int
    quick: bool = True
    again: bool = True


SCENARIOS = {
    'one-room': Scenario(one_room, 110),
    'many-rooms': Scenario(many_rooms, 70),
    'page': Scenario(pages, 8),
    'files': Scenario(files, 12),
    'sockets': Scenario(api_sockets, 30),
    'writing': Scenario(writing, 8),
    'long-log': Scenario(long_log, 60, quick=False, again=False),
    'media': Scenario(media, 75, quick=False, again=False),
    'ramp': Scenario(ramp, 300, quick=False, again=False),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and tell. Exit codes: 0 measured, 1 nothing to report, 2 a wrong option, 130 stopped by Ctrl-C."""
    given = _parser().parse_args(arguments)
    mode, sizes = ('tiny', TINY) if given.tiny else ('quick', QUICK) if given.quick else ('all', ALL)
    chosen = given.only or [name for name, scenario in SCENARIOS.items() if scenario.quick or not given.quick]
    _allow_many_connections()
    header = described(mode)
    print('\n'.join(f'{name:<10}{words}' for name, words in header.items()), flush=True)
    pin_load()
    bench, others = Bench(sizes), OtherPrograms()
    try:
        uvloop.run(measure(bench, chosen))
    except LoadFailed as problem:
        return _refuse(f'Nothing is reported, because the load was not what it should have been: {problem}.', problem)
    except DidNotStart as problem:
        return _refuse(f'Nothing is reported: {problem}', problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    header['others'] = others.in_words()
    _tell(given, header, bench)
    return 0


async def measure(bench: Bench, chosen: Sequence[str]) -> None:
    """Run the chosen scenarios, most of them as often as the sizes say."""
    planned = [SCENARIOS[name] for name in chosen]
    planned += [scenario for scenario in planned if scenario.again] * (bench.sizes.runs - 1)
    bench.progress.total = sum(scenario.seconds for scenario in planned)
    for scenario in planned:
        bench.progress.next(scenario.seconds)
        await scenario.measure(bench)


def words(sizes: Sizes) -> dict[str, str]:
    """Return what the titles of figures leave open."""
    return {
        'people': f'{sizes.people:,}',
        'many': f'{sizes.many:,}',
        'rooms': f'{sizes.rooms:,}',
        'a_room': f'{sizes.a_room:,}',
        'facts': f'{sizes.facts:,}',
        'facts_a_room': f'{sizes.facts // ROOMS:,}',
    }


def _tell(given: argparse.Namespace, header: dict[str, str], bench: Bench) -> None:
    """Print the table, and write the files."""
    measured = results(bench.samples, words(bench.sizes))
    print(f'\n{table(measured)}\n\nOther programs took {header["others"]}.')
    write(given.output, header, measured, bench.samples)
    print(f'results.json, results.md and the charts are in {given.output}')
    if given.into_docs:
        put_into(PAGE, markdown(header, measured))


def _refuse(sentence: str, problem: Exception) -> int:
    """Say why there is nothing to report, and what the server complained of."""
    complaints = [note for note in getattr(problem, '__notes__', []) if note]
    print('\n'.join(['', sentence, *complaints]), file=sys.stderr)
    return REFUSED


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='bin/bench',
        description='Measure what the study room costs, beside a bare WebSocket server in the same run.',
        epilog='docs/performance.md says what each figure is.',
    )
    parser.add_argument('--quick', action='store_true', help='measure each thing once, in about three minutes')
    parser.add_argument('--tiny', action='store_true', help='three people: shows that the benchmark works, no more')
    parser.add_argument(
        '--only', nargs='+', metavar='SCENARIO', choices=SCENARIOS, help=f'some of: {", ".join(SCENARIOS)}'
    )
    parser.add_argument('--output', type=Path, default=OUTPUT, metavar='FOLDER', help='where to write (bench-results)')
    parser.add_argument('--into-docs', action='store_true', help='also put the table into docs/performance.md')
    return parser


if __name__ == '__main__':
    sys.exit(main())

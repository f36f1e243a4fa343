"""What a soak tells: a line of progress, a table at the end, and a file of results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles

from benchmarks.soak.checks import Check, Memory, Outcome, memory
from benchmarks.soak.person import Study
from benchmarks.soak.server import Reading

PROGRESS = '{:>6}  {:>7}  {:>8}  {:>6}  {:>5}  {:>9}  {:>5}  {:>5}  {:>8}  {:>8}  {:>12}'
TITLES = ('time', 'process', 'browsers', 'people', 'rooms', 'listeners', 'tasks', 'files', 'memory', 'written')


def heading() -> str:
    """Return the line above the lines of progress."""
    return PROGRESS.format(*TITLES, 'acknowledged')


def progress(reading: Reading, study: Study) -> str:
    """Return one line: where the soak stands."""
    counts = (reading.process, reading.browsers, reading.people, reading.rooms, reading.listeners, reading.tasks)
    written, acknowledged = len(study.ledger.writers), len(study.ledger.acknowledged)
    memory_used = f'{reading.memory:.1f} MB'
    return PROGRESS.format(clock(reading.at), *counts, reading.files, memory_used, written, acknowledged)


def clock(seconds: float) -> str:
    """Return minutes and seconds: `12:05`."""
    return f'{int(seconds) // 60}:{int(seconds) % 60:02}'


def table(machine: Mapping[str, str], outcome: Outcome, judged: Sequence[Check]) -> str:
    """Return the summary, under what it was measured on."""
    plan, done = outcome.plan, outcome.done
    lines = ['', *(f'{name}: {words}' for name, words in machine.items()), '']
    lines += [f'{plan.browsers} browsers in {plan.rooms} rooms for {plan.minutes:g} minutes', '']
    lines += [f'  {what.replace("_", " "):<24}{times:>8}' for what, times in sorted(done.items())]
    lines += [f'  {"own row after, p50; p99":<24}{_delays(outcome.delays):>8}', '']
    lines += [_memory_line(life) for life in memory(outcome)]
    lines += [f'  once everybody has left: {outcome.empty.memory:.1f} MB'] if outcome.empty else []
    lines += ['', *(f'  {"ok  " if check.held else "FAIL"}  {check.name}: {check.words}' for check in judged), '']
    return '\n'.join(lines)


def results(outcome: Outcome, judged: Sequence[Check]) -> dict[str, object]:
    """Return everything that was measured, for the file."""
    return {
        'plan': asdict(outcome.plan) | {'grace': outcome.plan.grace, 'incidents': outcome.plan.incidents},
        'passed': all(check.held for check in judged),
        'checks': [asdict(check) for check in judged],
        'memory': [asdict(life) | {'growth': life.growth} for life in memory(outcome)],
        'done': outcome.done,
        'troubles': outcome.troubles,
        'messages': outcome.comparison and asdict(outcome.comparison),
        'idle': outcome.idle and asdict(outcome.idle),
        'empty': outcome.empty and asdict(outcome.empty),
        'open_at_start': outcome.open_at_start,
        'open_at_end': outcome.open_at_end,
        'faults': outcome.faults,
        'readings': [asdict(reading) for reading in outcome.readings],
    }


def save(found: dict[str, object], path: Path) -> None:
    """Write the file."""
    path.write_text(json.dumps(found, indent=1) + '\n', encoding='utf-8')


def _memory_line(life: Memory) -> str:
    figures = f'plateau {life.plateau:.1f} MB, end {life.end:.1f} MB, most {life.largest:.1f} MB'
    return f'  process {life.process}, {clock(life.seconds)}: {figures}'


def _delays(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return '-'
    return f'{median(seconds) * 1000:.1f}; {quantiles(seconds, n=100)[-1] * 1000:.1f} ms'

"""What must hold at the end of a soak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.soak.ledger import Comparison
from benchmarks.soak.plan import Plan
from benchmarks.soak.server import Reading

GROWTH = 0.10
ENOUGH = 16
SETTLING = 60.0
SPARE_TASKS = 3  # of the web server itself, which come and go
SPARE_FILES = 3
NAMED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """Something that held, or did not; `words` are its figures."""

    name: str
    held: bool
    words: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one server process in megabytes: its plateau, and the median at the end of its life."""

    process: int
    seconds: float
    plateau: float
    end: float
    largest: float

    @property
    def growth(self) -> float:
        """By which part it grew after the plateau."""
        return self.end / self.plateau - 1


@dataclass
class Outcome:
    """All that was measured."""

    plan: Plan
    readings: list[Reading] = field(default_factory=list)
    idle: Reading | None = None
    empty: Reading | None = None
    open_at_start: Sequence[str] = ()
    open_at_end: Sequence[str] = ()
    comparison: Comparison | None = None
    media_kills: int = 0
    exit_code: int | None = None
    left_over: Sequence[str] = ()
    faults: Sequence[str] = ()
    troubles: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    delays: Sequence[float] = ()
    """Seconds from writing a message until its row was there, for each that was acknowledged."""


def memory(outcome: Outcome) -> list[Memory]:
    """Return the memory of each server process that lived for long enough.

    The plateau is the second quarter of its life: in the first, people arrive, and the pages they left before are not
    forgotten yet. The end is the last quarter.
    """
    lives: dict[int, list[Reading]] = {reading.process: [] for reading in outcome.readings}
    for reading in outcome.readings:
        lives[reading.process].append(reading)
    return [_memory(life) for life in lives.values() if len(life) >= ENOUGH]


def _memory(life: Sequence[Reading]) -> Memory:
    quarter = len(life) // 4
    used = [reading.memory for reading in life]
    plateau, end = median(used[quarter : 2 * quarter]), median(used[-quarter:])
    return Memory(life[0].process, life[-1].at - life[0].at, plateau, end, max(used))


def checks(outcome: Outcome) -> list[Check]:
    """Return everything that is judged."""
    return [*_messages(outcome), *_memory_checks(outcome), *_left_over(outcome), *_running(outcome)]


def _messages(outcome: Outcome) -> Iterator[Check]:
    found = outcome.comparison
    assert found is not None
    words = f'{found.acknowledged} of {found.written} acknowledged, {found.stored} stored'
    words += f', lost: {found.lost[:NAMED]}' if found.lost else ''
    words += f', stored twice: {found.doubled[:NAMED]}' if found.doubled else ''
    held = bool(found.acknowledged) and not found.lost and not found.doubled
    yield Check('every acknowledged message is in the log exactly once', held, words)


def _memory_checks(outcome: Outcome) -> Iterator[Check]:
    for life in memory(outcome):
        name = f'memory of server process {life.process} stays within {GROWTH:.0%} of its plateau'
        words = f'{life.plateau:.1f} MB, after {life.seconds / 60:.1f} minutes {life.end:.1f} MB ({life.growth:+.1%})'
        # A quarter of a short life is mostly the pages that people have just left: it shows no plateau.
        judged = life.seconds / 4 > max(SETTLING, 2 * outcome.plan.grace)
        yield Check(name, life.growth <= GROWTH or not judged, words if judged else f'{words}; too short to judge')


def _left_over(outcome: Outcome) -> Iterator[Check]:
    idle, empty = outcome.idle, outcome.empty
    assert idle is not None
    assert empty is not None
    bounds = (('subscription', 'listeners', 0), ('task', 'tasks', SPARE_TASKS), ('open file', 'files', SPARE_FILES))
    for what, figure, spare in bounds:
        before, after = getattr(idle, figure), getattr(empty, figure)
        yield Check(f'no {what} is left over', after <= before + spare, f'{before} before people came, {after} after')
    yield Check('nobody is left over', not empty.people and not empty.browsers, f'{empty.people} people')
    if outcome.plan.waits_for_sleep:
        yield Check('no room is awake', empty.rooms == 0, f'{empty.rooms} of {outcome.plan.rooms}')


def _running(outcome: Outcome) -> Iterator[Check]:
    empty = outcome.empty
    assert empty is not None
    if outcome.plan.media:
        held = empty.media_up and empty.media_restarts == outcome.media_kills
        yield Check('livekit-server came back', held, f'killed {outcome.media_kills} times')
    yield Check('the server logged no error', not outcome.faults, _first(outcome.faults))
    failed = [f'{times} x {what}' for what, times in outcome.troubles.items()]
    yield Check('nothing failed for people while the server was up', not failed, _first(failed))
    held = outcome.exit_code == 0 and not outcome.left_over
    yield Check('the server stopped cleanly', held, _first(outcome.left_over) or f'exit code {outcome.exit_code}')


def _first(lines: Sequence[str]) -> str:
    more = f' and {len(lines) - NAMED} more' if len(lines) > NAMED else ''
    return '; '.join(lines[:NAMED]) + more

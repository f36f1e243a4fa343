"""How a soak runs: people and incidents side by side, then everybody leaves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from time import monotonic

import httpx

from benchmarks.soak.checks import SPARE_FILES, SPARE_TASKS, Outcome
from benchmarks.soak.ledger import compare
from benchmarks.soak.person import Person, Study
from benchmarks.soak.plan import Plan
from benchmarks.soak.report import heading, progress
from benchmarks.soak.server import Reading, SoakServer

SLEEP_AND_SWEEP = 150.0  # a room falls asleep after a minute, and is looked at once a minute
LEAVE_WITHIN = 120.0
MARGIN = 30.0


async def soak(plan: Plan, folder: Path) -> Outcome:
    """Run it in that folder; the server is gone when this returns, whatever happens."""
    server = SoakServer(folder, plan)
    study, outcome = Study(plan, server), Outcome(plan)
    try:
        await server.start()
        await _prepare(server, outcome)
        print(heading(), flush=True)
        try:
            async with asyncio.timeout(plan.seconds + LEAVE_WITHIN):
                await _people(study, outcome)
        except TimeoutError:
            raise RuntimeError('people could not leave') from None
        outcome.empty = await _emptied(server, outcome)
        print(progress(outcome.empty, study), flush=True)
        outcome.open_at_end = server.open_files()
        outcome.exit_code = await server.stop()
    finally:
        server.kill()
    outcome.left_over, outcome.faults = server.left_over(), server.faults()
    outcome.comparison = compare(study.ledger, server.data / 'rooms.sqlite3')
    outcome.delays = list(study.ledger.acknowledged.values())
    outcome.done, outcome.troubles = dict(study.done), dict(study.troubles)
    return outcome


async def _prepare(server: SoakServer, outcome: Outcome) -> None:
    """Open the rooms, and read the figures of a server that nobody has visited."""
    for number in range(outcome.plan.rooms):
        await server.open_room(f'soak-{number}')
    outcome.idle, outcome.open_at_start = await server.read(), server.open_files()
    server.began = monotonic()


async def _people(study: Study, outcome: Outcome) -> None:
    """Let people come and go for as long as planned, then have all of them leave."""
    async with _alongside(_watch(study, outcome)), asyncio.TaskGroup() as people:
        for number in range(study.plan.browsers):
            people.create_task(Person(number, study).live())
        people.create_task(_incidents(study, outcome))
        people.create_task(_close(study))


async def _close(study: Study) -> None:
    await asyncio.sleep(study.plan.seconds)
    study.closing.set()


async def _incidents(study: Study, outcome: Outcome) -> None:
    began = monotonic()
    for at, what in study.plan.incidents:
        await asyncio.sleep(began + at - monotonic())
        print(f'        {what} is killed', flush=True)
        if what == 'server':
            await study.server.restart()
        else:
            study.server.kill_media()
            outcome.media_kills += 1


async def _watch(study: Study, outcome: Outcome) -> None:
    """Read the figures again and again, and tell them from time to time."""
    told = monotonic()
    while True:
        await asyncio.sleep(study.plan.sample)
        with contextlib.suppress(httpx.HTTPError):
            reading = await study.server.read()
            if not study.closing.is_set():
                outcome.readings.append(reading)
            if monotonic() - told >= study.plan.telling:
                told += study.plan.telling
                print(progress(reading, study), flush=True)


@contextlib.asynccontextmanager
async def _alongside(work: Awaitable[object]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _emptied(server: SoakServer, outcome: Outcome) -> Reading:
    """Wait until nothing is left over, or for as long as that may take; return the last figures."""
    plan = outcome.plan
    patience = plan.grace + MARGIN + (SLEEP_AND_SWEEP if plan.waits_for_sleep else 0)
    end = monotonic() + patience
    while True:
        reading = await server.read()
        if _is_empty(reading, outcome) or monotonic() > end:
            return reading
        await asyncio.sleep(1)


def _is_empty(reading: Reading, outcome: Outcome) -> bool:
    idle = outcome.idle
    assert idle is not None
    awake = reading.rooms if outcome.plan.waits_for_sleep else 0
    little = reading.tasks <= idle.tasks + SPARE_TASKS and reading.files <= idle.files + SPARE_FILES
    return little and reading.listeners <= idle.listeners and not (awake or reading.people or reading.browsers)

"""Many people in one room: what everybody hears, and what it costs that one more comes."""

from __future__ import annotations

import asyncio
import itertools
from time import perf_counter

import aiohttp

from benchmarks.bench import BARE, STUDY_ROOM, Bench, Side, open_rooms
from benchmarks.crowd import Crowd, lines, percentile
from benchmarks.servers import Server

ROOM, WARM, ALONE = 'algebra', 'warm', 'alone'
PAUSE = 0.1
FOCUS_SECONDS = 60
ARMED = 3.0  # seconds before the bell
_counted = itertools.count()


async def one_room(bench: Bench) -> None:
    """Measure the bare server, then the study room."""
    for side in (BARE, STUDY_ROOM):
        with bench.server(side) as server, bench.crowd(side, server) as crowd:
            await _measure(bench, side, server, crowd)


async def _measure(bench: Bench, side: Side, server: Server, crowd: Crowd) -> None:
    sizes = bench.sizes
    await open_rooms(side, server, [WARM, ALONE, ROOM], timer_length=FOCUS_SECONDS)
    await crowd.come([WARM] * sizes.warm)
    await server.quiet()
    memory = server.memory()
    bench.step(f'{side.name}: {sizes.people} join one room')
    spent = await bench.cpu_for(server, lambda: crowd.come([ROOM] * sizes.people))
    bench.note(side, 'join one room', spent)
    await asyncio.sleep(sizes.settle_seconds)
    bench.note(side, 'memory, one room', (server.memory() - memory) / 1_000 / sizes.people)
    await _timer(bench, side, crowd)
    rings = sizes.bare_bell if side.is_bare else sizes.bell
    bell = await _start(crowd, server) if rings else 0.0
    await _chat(bench, side, server, crowd)
    await _one_more(bench, side, server, crowd)
    if rings:
        await _bell(bench, side, crowd, bell)
    crowd.check()


async def _timer(bench: Bench, side: Side, crowd: Crowd) -> None:
    """Start and pause the timer in turn."""
    people = crowd.in_room(ROOM)
    bench.step(f'{side.name}: timer changes for {len(people)}')
    delays = list[float]()
    verbs = itertools.cycle([('start', 'running'), ('pause', 'paused')])
    for act, word in itertools.islice(verbs, bench.sizes.turns):
        delays += await crowd.delays(people, word, lambda act=act: people[0].turn_timer(act))  # type: ignore[misc]
        await asyncio.sleep(PAUSE)
    bench.note(side, 'timer p50', percentile(delays, 50))
    bench.note(side, 'timer p99', percentile(delays, 99))


async def _chat(bench: Bench, side: Side, server: Server, crowd: Crowd) -> None:
    people = crowd.in_room(ROOM)
    bench.step(f'{side.name}: chat to {len(people)}')
    for _ in range(bench.sizes.rounds):
        said = list[float]()

        async def talk(said: list[float] = said) -> None:
            said += await lines(crowd, people, bench.sizes.lines, PAUSE)

        spent = await bench.cpu_for(server, talk)
        bench.note(side, 'chat p50', percentile(said, 50))
        bench.note(side, 'chat p99', percentile(said, 99))
        bench.note(side, 'chat server time', 1_000 * spent / bench.sizes.lines)


async def _one_more(bench: Bench, side: Side, server: Server, crowd: Crowd) -> None:
    """One after the other joins; then as many join rooms where they are alone, for what their own pages cost."""
    joins = bench.sizes.joins
    bench.step(f'{side.name}: one more joins')
    spent = await bench.cpu_for(server, lambda: crowd.come([ROOM] * joins, at_once=1))
    bench.note(side, 'one more', 1_000 * spent / joins)
    alone = [f'{ALONE}-{next(_counted)}' for _ in range(joins)]
    await open_rooms(side, server, alone)
    own = await bench.cpu_for(server, lambda: crowd.come(alone, at_once=1))
    bench.note(side, 'telling of one more', 1_000 * (spent - own) / joins)


async def _start(crowd: Crowd, server: Server) -> float:
    """Start a full focus; returns the instant (`perf_counter`) of its bell."""
    people = crowd.in_room(ROOM)
    people[0].turn_timer('reset')
    await asyncio.sleep(1.0)
    await crowd.delays(people, 'running', lambda: people[0].turn_timer('start'))
    bells = list[tuple[float, float]]()
    async with aiohttp.ClientSession(server.url) as session:
        for _ in range(5):
            asked = perf_counter()
            async with session.get(f'/rooms/{ROOM}') as answer:
                left = (await answer.json())['remaining_ms'] / 1_000
            answered = perf_counter()
            bells.append((answered - asked, (asked + answered) / 2 + left))
    return min(bells)[1]


async def _bell(bench: Bench, side: Side, crowd: Crowd, bell: float) -> None:
    """How late each screen turns to the break, and how far the screens are apart."""
    people = crowd.in_room(ROOM)
    bench.step(f'{side.name}: waiting for the bell')
    assert perf_counter() < bell, 'the bell rang before everything else was measured'
    await asyncio.sleep(bell - ARMED - perf_counter())
    late = [1_000 * (at - bell) for at in await crowd.listening(people, 'break')]
    bench.note(side, 'bell lateness', percentile(late, 50))
    bench.note(side, 'bell spread', max(late) - min(late))

"""Programs in one room, over the WebSocket of the open API."""

from __future__ import annotations

import asyncio

from benchmarks.bench import BARE, OPEN_API, Bench, Side, open_rooms
from benchmarks.crowd import Crowd, lines, percentile
from benchmarks.servers import Server
from benchmarks.socket_client import SocketVisitor

ROOM = 'algebra'
PAUSE = 0.1


async def api_sockets(bench: Bench) -> None:
    """Measure the bare server, then the study room."""
    for side in (BARE, OPEN_API):
        with bench.server(side) as server, bench.crowd(side, server) as crowd:
            await _measure(bench, side, server, crowd)


async def _measure(bench: Bench, side: Side, server: Server, crowd: Crowd) -> None:
    sizes = bench.sizes
    bench.step(f'{side.name}: {sizes.people} sockets join one room')
    await open_rooms(side, server, [ROOM])
    await crowd.come([ROOM] * sizes.people)
    await server.quiet()
    received = sum(person.received for person in crowd.people if isinstance(person, SocketVisitor))
    bench.note(side, 'sockets traffic', received / 1_000_000)
    crowd.people[0].turn_timer('start')
    await server.quiet()
    bench.note(side, 'sockets idle', 100 * await server.share(sizes.idle_seconds))
    crowd.people[0].turn_timer('pause')
    await asyncio.sleep(1.0)
    bench.step(f'{side.name}: chat to {sizes.people} sockets')
    for _ in range(sizes.rounds):
        delays = await lines(crowd, crowd.people, sizes.lines, PAUSE)
        bench.note(side, 'sockets chat p50', percentile(delays, 50))
        bench.note(side, 'sockets chat p99', percentile(delays, 99))
    crowd.check()

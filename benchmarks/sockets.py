"""Measures what one room with many WebSockets costs, with each figure beside its baseline from the same run.

    python -m benchmarks.sockets [--sockets 200] [--lines 100]

It starts its own server and measures

- encoding: turning a state of 200 people into text, once for all sockets, compared with once for each of them;
- joining: the bytes each kind of frame takes, and the processor time of the server, while all sockets join one room at
  once, compared with one state for each socket and join;
- delivery: the time from saying a line until a socket of the room has it, median and 95 % over all sockets, with every
  socket reading, and with one more that never reads (until it is dropped, and after that).

No figure is judged here; tests/api/test_socket_life.py checks that nothing is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter

from studyroom.api.contract.messages import StateModel
from studyroom.api.contract.room_state import state_of
from studyroom.room.config import RoomConfig
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.media import MediaState
from studyroom.room.seats import Participant
from studyroom.room.state import RoomState
from tests.api.deaf_client import asks_on, never_reads
from tests.api.socket_client import Client, new_room, visiting
from tests.browser.study import StudyServer

PEOPLE = 200
ROUNDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description='Measure what one room with many WebSockets costs.')
    parser.add_argument('--sockets', type=int, default=200)
    parser.add_argument('--lines', type=int, default=100)
    given = parser.parse_args()
    encoding(given.sockets)
    asyncio.run(joining(given.sockets))
    asyncio.run(delivery(given.sockets, given.lines))


def encoding(sockets: int) -> None:
    config = RoomConfig('Linear Algebra')
    names = [f'person {number}' for number in range(PEOPLE)]
    seen = RoomState('algebra', config, FocusTimer.fresh(config.rhythm), _present(names), 0.0, 1, _silent(names))

    def encode(times: int) -> float:
        began = perf_counter()
        for _ in range(times):
            StateModel(data=state_of(seen, 0.0)).encoded()
        return (perf_counter() - began) * 1_000

    once = statistics.median(encode(1) for _ in range(ROUNDS))
    each = statistics.median(encode(sockets) for _ in range(3))
    print(f'encoding a state of {PEOPLE} people: once {once:.2f} ms, for each of {sockets} sockets {each:.1f} ms')


async def joining(sockets: int) -> None:
    async with _crowd(sockets) as (server, _, crowd):
        used, began = _processor_seconds(server), perf_counter()
        heard = await asyncio.gather(*(_join_all(client, f'person {n}', sockets) for n, client in enumerate(crowd)))
        took, used = perf_counter() - began, _processor_seconds(server) - used
    received = sum(heard, Counter())
    one_each = received['last'] * (sockets + 1) / 2  # a state grows with each join
    print(
        f'{sockets} sockets join: {received["states"]:,} states, {received["state bytes"] / 1e6:.1f} MB'
        f' (one for each join: {sockets**2:,}, {one_each / 1e6:.0f} MB),'
        f' events {received["event bytes"] / 1e6:.1f} MB; {took * 1_000:.1f} ms, of the processor {used * 1_000:.1f} ms'
    )


async def _join_all(client: Client, name: str, everybody: int) -> Counter[str]:
    """Join, and count what is received until the state that contains everybody."""
    received = Counter[str]()
    await client.say('join', user=name)
    while True:
        text = await client.socket.recv()
        assert isinstance(text, str)
        kind = 'state' if text.startswith('{"type":"state"') else 'event'
        received.update({f'{kind}s': 1, f'{kind} bytes': len(text)})
        if kind == 'state' and received['events'] == everybody:
            received['last'] = len(text)
            return received


async def delivery(sockets: int, lines: int) -> None:
    async with _crowd(sockets + 1) as (server, room_id, (speaker, *crowd)):
        _tell('every socket reads', await _delays(speaker, crowd, lines))
        deaf = await asyncio.to_thread(never_reads, server, room_id)
        asking = asyncio.create_task(asyncio.to_thread(asks_on, deaf))
        _tell('one never reads   ', await _delays(speaker, crowd, lines))
        await asking
        deaf.close()
        _tell('every socket reads', await _delays(speaker, crowd, lines))


@asynccontextmanager
async def _crowd(sockets: int) -> AsyncIterator[tuple[StudyServer, str, list[Client]]]:
    """A server, a room on it, and as many clients that have connected and not joined."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {'STUDYROOM_LIMIT_MESSAGES': '0', 'STUDYROOM_LIMIT_SOCKETS': '0'}
        server = StudyServer(Path(folder), settings=settings)
        server.start()
        try:
            async with AsyncExitStack() as stack:
                room_id = new_room()
                crowd = [await stack.enter_async_context(visiting(server, room_id)) for _ in range(sockets)]
                yield server, room_id, crowd
        finally:
            server.stop()


def _processor_seconds(server: StudyServer) -> float:
    assert server.process
    fields = Path(f'/proc/{server.process.pid}/stat').read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


async def _delays(speaker: Client, crowd: list[Client], lines: int) -> list[float]:
    """Return the milliseconds until each socket had each line."""
    delays: list[float] = []

    async def hear(client: Client, words: str, said: float) -> None:
        await client.until('chat', text=words)
        delays.append((perf_counter() - said) * 1_000)

    for number in range(lines):
        words, said = f'line {number}', perf_counter()
        await speaker.say('chat', text=words)
        await asyncio.gather(*(hear(client, words, said) for client in (speaker, *crowd)))
    return delays


def _present(names: Sequence[str]) -> tuple[Participant, ...]:
    return tuple(Participant(f'seat:{name}', name, 0.0) for name in names)


def _silent(names: list[str]) -> dict[str, MediaState]:
    return dict.fromkeys(names, MediaState())


def _tell(what: str, delays: list[float]) -> None:
    late = statistics.quantiles(delays, n=20)[-1]
    print(f'{what}: median {statistics.median(delays):.1f} ms, 95 % within {late:.1f} ms')


if __name__ == '__main__':
    main()

"""What it costs to answer with the join view of a room."""

from __future__ import annotations

from time import perf_counter

from benchmarks.bench import STUDY_ROOM, Bench, open_rooms
from benchmarks.browser_client import Visitor, address
from benchmarks.crowd import percentile

ROOM = 'algebra'


async def pages(bench: Bench) -> None:
    """Get the page again and again, each time as somebody new."""
    side, count, took = STUDY_ROOM, bench.sizes.pages, list[float]()
    bench.step(f'{side.name}: {count} pages')
    with bench.server(side) as server:
        await open_rooms(side, server, [ROOM])
        visitors = [Visitor(server.url, ROOM, 'Ann', address(number)) for number in range(count)]
        await visitors[0].get_page()

        async def get() -> None:
            for visitor in visitors:
                began = perf_counter()
                await visitor.get_page()
                took.append(1_000 * (perf_counter() - began))

        bench.note(side, 'page server time', 1_000 * await bench.cpu_for(server, get) / count)
    bench.note(side, 'page p50', percentile(took, 50))
    bench.note(side, 'page size', visitors[-1].page_bytes / 1_000)

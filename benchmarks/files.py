"""What the files of a room's page cost the server: kept in memory, and prepared again each time.

For the latter it is asked whether a copy that never existed is still valid, so that nothing comes from memory.
tests/server/test_file_cache.py checks what is kept and what is not.
"""

from __future__ import annotations

import re

import aiohttp

from benchmarks.bench import BARE, STUDY_ROOM, Bench, open_rooms

ROOM = 'algebra'
PREPARED_AGAIN = {'If-None-Match': '"never was"'}
FILE = re.compile(r'["\'](/(?:static|_nicegui)/[^"\']+\.(?:css|js|mjs|woff2|svg))["\']')


async def files(bench: Bench) -> None:
    """Get all files that the page names, those that a browser gets later included, as often as there are pages."""
    bench.step('files of the page')
    with bench.server(STUDY_ROOM) as server:
        await open_rooms(STUDY_ROOM, server, [ROOM])
        async with aiohttp.ClientSession(server.url) as session:
            async with session.get(f'/room/{ROOM}') as answer:
                paths = sorted(set(FILE.findall(await answer.text())))

            async def get(headers: dict[str, str], times: int) -> None:
                for path in paths * times:
                    async with session.get(path, headers=headers) as answer:
                        answer.raise_for_status()
                        await answer.read()

            await get({}, 1)
            times = max(1, bench.sizes.pages // 5)
            for side, headers in ((BARE, PREPARED_AGAIN), (STUDY_ROOM, {})):
                spent = await bench.cpu_for(server, lambda headers=headers: get(headers, times))  # type: ignore[misc]
                bench.note(side, 'file server time', 1_000 * spent / (times * len(paths)))

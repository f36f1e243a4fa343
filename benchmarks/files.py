"""Measures what a room page's files cost the server when kept in memory, and when prepared again each time.

    python -m benchmarks.files [--pages 30]

It starts its own server and fetches all files that a page names, including those that a browser fetches later. The
baseline asks whether a copy that never existed is still valid, so nothing comes from memory. No figure is judged here;
tests/server/test_file_cache.py checks what is kept and what is not.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path
from time import perf_counter

import httpx
import psutil

from tests.browser.study import StudyServer

BASELINE = {'If-None-Match': '"never was"'}
FILE = re.compile(r'["\'](/(?:static|_nicegui)/[^"\']+\.(?:css|js|mjs|woff2|svg))["\']')


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the files of a room's page cost the server.")
    parser.add_argument('--pages', type=int, default=30, help='how many browsers open the page')
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        server = StudyServer(Path(folder))
        server.start()
        try:
            compare(server, pages)
        finally:
            server.stop()


def compare(server: StudyServer, pages: int) -> None:
    with httpx.Client(base_url=server.url) as browser:
        paths = sorted(set(FILE.findall(browser.get(server.open_room()).text)))
        for path in paths:
            browser.get(path).raise_for_status()
        for what, headers in (
            ('prepared each time', BASELINE),
            ('kept in memory', {}),
            ('prepared again', BASELINE),
        ):
            _tell(server, browser, paths * pages, what, headers)


def _tell(server: StudyServer, browser: httpx.Client, paths: list[str], what: str, headers: dict[str, str]) -> None:
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    before, began = sum(process.cpu_times()[:2]), perf_counter()
    for path in paths:
        browser.get(path, headers=headers)
    wall, cpu = perf_counter() - began, sum(process.cpu_times()[:2]) - before
    each_cpu, each_wall = 1000 * cpu / len(paths), 1000 * wall / len(paths)
    print(f'{what}: {len(paths)} files, each {each_cpu:.2f} ms of CPU and {each_wall:.2f} ms in all')


if __name__ == '__main__':
    main()

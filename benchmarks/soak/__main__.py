"""Runs the server for a long time with many people, kills it meanwhile, and checks that nothing is lost or left over.

    ./bin/soak [--minutes 60] [--browsers 200] [--rooms 10] [--kills 2] [--no-media]

It starts the server as a user does. People come from addresses of their own, sit down, write, set goals, reload, lose
their network for a moment or for longer than their seat is kept, leave or close the tab, and come again. The server is
killed (SIGKILL) and started again twice, livekit-server is killed once. At the end everybody leaves, and it checks that

- every message that its writer saw in the chat is in the log exactly once;
- memory has grown by at most a tenth since its plateau, in each server process;
- no task, subscription, open file or room is left over;
- the log has no error, and nothing failed for people while the server was up.

It prints a line a minute and a table at the end, writes `bench-results/soak.json` and the log of
the server beside it, and exits with 1 if a check failed.
It takes up to five minutes longer than asked for, as rooms fall asleep a while after everybody has left.
docs/performance.md says more.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from benchmarks.machine import OtherPrograms, described
from benchmarks.servers import ROOT
from benchmarks.soak.checks import checks
from benchmarks.soak.plan import Plan
from benchmarks.soak.report import results, save, table
from benchmarks.soak.run import soak

FAILED, STOPPED = 1, 130
MOST_MINUTES, MOST_BROWSERS = 24 * 60, 2_000


def main() -> int:
    """Run it. Exit codes: 0 everything held, 1 something did not, 130 stopped by Ctrl-C."""
    parser = argparse.ArgumentParser(prog='bin/soak', description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument('--minutes', type=float, default=60, help='how long people come and go (60)')
    parser.add_argument('--browsers', type=int, default=200, help='how many people there are (200)')
    parser.add_argument('--rooms', type=int, default=10, help='how many rooms they visit (10)')
    parser.add_argument('--kills', type=int, default=2, help='how many times the server is killed (2)')
    parser.add_argument('--seed', type=int, default=1, help='another number, other people (1)')
    parser.add_argument('--no-media', action='store_true', help='run without livekit-server')
    parser.add_argument('--results', type=Path, default=ROOT / 'bench-results/soak.json', help='the file to write')
    given = parser.parse_args()
    if not (0 < given.minutes <= MOST_MINUTES and 0 < given.browsers <= MOST_BROWSERS and given.rooms > 0):
        parser.error(f'at most {MOST_MINUTES} minutes and {MOST_BROWSERS} browsers')
    media = not given.no_media and _has_media()
    plan = Plan(given.minutes, given.browsers, given.rooms, given.kills, media, given.seed)
    try:
        return asyncio.run(_run(plan, given.results))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print('stopped', file=sys.stderr)
        return STOPPED


async def _run(plan: Plan, path: Path) -> int:
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell has what runs in the background ignore Ctrl-C
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    machine, others = described('soak') | {'cores': 'not pinned'}, OtherPrograms()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix='studyroom-soak-') as folder:
        try:
            outcome = await soak(plan, Path(folder))
        except (ExceptionGroup, RuntimeError, OSError, httpx.HTTPError) as failed:
            print(f'FAIL  the soak did not come to its end: {_reason(failed)}')
            return FAILED
        finally:
            shutil.copy(Path(folder, 'server.log'), path.with_suffix('.log'))
    judged = checks(outcome)
    machine['others'] = others.in_words()
    save({'header': machine} | results(outcome, judged), path)
    print(table(machine, outcome, judged))
    return 0 if all(check.held for check in judged) else FAILED


def _reason(failed: Exception) -> str:
    inner = failed.exceptions if isinstance(failed, ExceptionGroup) else ()
    return '; '.join(map(_reason, inner)) or f'{type(failed).__name__} {failed}'


def _has_media() -> bool:
    """Whether livekit-server is there already; a soak downloads nothing."""
    asked = subprocess.run([sys.executable, '-m', 'studyroom', 'media', 'status'], capture_output=True, check=False)
    if asked.returncode:
        print('There is no livekit-server here: microphone and camera stay off.', file=sys.stderr)
    return not asked.returncode


if __name__ == '__main__':
    sys.exit(main())

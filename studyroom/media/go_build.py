"""Builds livekit-server with Go: the published module, at the pinned version."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from studyroom.media.binary import VERSION, Binary, NoMediaServer, Origin, install, work_folder

OLDEST_GO = (1, 26)
MODULE = f'github.com/livekit/livekit-server/cmd/server@v{VERSION}'
LONGEST_SECONDS = 20 * 60


def usable_go() -> str | None:
    """Return the path of a Go that is new enough (1.26), or None."""
    go = shutil.which('go')
    if go is None:
        return None
    try:
        told = subprocess.run([go, 'version'], capture_output=True, text=True, timeout=10, check=False).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'go(\d+)\.(\d+)', told)
    return go if match and (int(match[1]), int(match[2])) >= OLDEST_GO else None


async def build(go: str, folder: Path) -> Binary:
    """Build it in two minutes, or seconds if cached. Raises NoMediaServer with Go's last line."""
    try:
        with await asyncio.to_thread(work_folder, folder) as work:
            await _install(go, work)
            program = Path(work) / ('server.exe' if os.name == 'nt' else 'server')
            binary = await asyncio.to_thread(install, program, folder, Origin.GO)
    except OSError as error:
        raise NoMediaServer(f'livekit-server could not be built in {folder}: {error.strerror or error}.') from error
    if binary is None:
        raise NoMediaServer('The livekit-server that Go built does not run on this machine.')
    return binary


async def _install(go: str, work: str) -> None:
    process = await _started(go, work)
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST_SECONDS)
    except TimeoutError:
        raise NoMediaServer('Go did not finish building livekit-server within 20 minutes.') from None
    finally:
        await _end(process)
    if process.returncode != 0:
        lines = said.decode(errors='replace').strip().splitlines() or ['no reason given']
        raise NoMediaServer(f'Go could not build livekit-server: {lines[-1][:200]}.')


async def _started(go: str, work: str) -> asyncio.subprocess.Process:
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            go,
            'install',
            MODULE,
            env=os.environ | {'GOBIN': work, 'CGO_ENABLED': '0'},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        # asyncio itself would end Go only and leave its compilers running.
        await _end(await starting)
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    """End Go and the compilers that it started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == 'nt':
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        await process.wait()

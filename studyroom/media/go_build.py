"""Building livekit-server where Go is: the published module, at the pinned version."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from studyroom.media.binary import VERSION, Binary, NoMediaServer, Origin, answering, cached_path

OLDEST_GO = (1, 26)
MODULE = f'github.com/livekit/livekit-server/cmd/server@v{VERSION}'
LONGEST_SECONDS = 20 * 60


def usable_go() -> str | None:
    """The path of a Go that is new enough (1.26), or None."""
    go = shutil.which('go')
    if go is None:
        return None
    try:
        told = subprocess.run([go, 'version'], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'go(\d+)\.(\d+)', told)
    return go if match and (int(match[1]), int(match[2])) >= OLDEST_GO else None


async def build(go: str, folder: Path) -> Binary:
    """Two minutes on two cold cores, seconds on warm ones. NoMediaServer with Go's last line when it fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix='building-') as work:
            await _install(go, Path(work))
            (Path(work) / _built_name()).replace(cached_path(folder))
    except OSError as error:
        raise NoMediaServer(f'livekit-server could not be built in {folder}: {error.strerror or error}.') from error
    binary = await asyncio.to_thread(answering, cached_path(folder), Origin.GO)
    if binary is None:
        raise NoMediaServer('The livekit-server that Go built does not run on this machine.')
    return binary


async def _install(go: str, work: Path) -> None:
    environment = os.environ | {'GOBIN': str(work), 'CGO_ENABLED': '0'}
    process = await asyncio.create_subprocess_exec(
        go, 'install', MODULE, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST_SECONDS)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        lines = said.decode(errors='replace').strip().splitlines() or ['no word of why']
        raise NoMediaServer(f'Go could not build livekit-server: {lines[-1][:200]}.')


def _built_name() -> str:
    return 'server.exe' if os.name == 'nt' else 'server'

"""Finds or installs livekit-server: what is on this machine, then the official archive, then a build with Go."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from studyroom.media import archive, go_build
from studyroom.media.binary import Binary, NoMediaServer, present

log = logging.getLogger(__name__)
ADVICE = 'Get it with: studyroom media install'


async def find_or_install(setting: Path | None, folder: Path, base: str, progress: archive.Progress) -> Binary:
    """Return the program, fetched or built if need be. Raises NoMediaServer with the reason if there is none."""
    here = await asyncio.to_thread(present, setting, folder)
    if here is not None:
        return here
    try:
        return await archive.fetch(base, folder, progress)
    except NoMediaServer as problem:
        go = await asyncio.to_thread(go_build.usable_go)
        if go is None:
            raise
        log.info('%s Building it with Go instead: that takes some minutes.', problem)
    return await go_build.build(go, folder)

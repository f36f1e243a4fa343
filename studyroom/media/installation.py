"""Getting a livekit-server, in a fixed order: what is here, the official archive, Go."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from studyroom.media import archive, go_build
from studyroom.media.binary import Binary, NoMediaServer, present

log = logging.getLogger(__name__)
ADVICE = 'Get it with: studyroom media install'


async def find_or_install(setting: Path | None, folder: Path, base: str, progress: archive.Progress) -> Binary:
    """The program, fetched or built if it is not here yet. NoMediaServer tells why there is none."""
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

"""A release of livekit-server on loopback: an archive in the real layout, and ways in which a server can fail."""

from __future__ import annotations

import asyncio
import hashlib
import io
import tarfile
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from studyroom.media.archive import archive_name
from studyroom.media.binary import VERSION

PROGRAM = b'#!/bin/sh\necho "livekit-server version ' + VERSION.encode() + b'"\n'
PADDING = 300_000  # so that it arrives in many pieces


def archive(program: bytes = PROGRAM, member: str = 'livekit-server') -> bytes:
    """Make an archive like the real one, with the program and LICENSE at its root."""
    files = {member: program + b'#' * PADDING, 'LICENSE': b'Apache License'}
    packed = io.BytesIO()
    if str(archive_name()).endswith('.zip'):
        with zipfile.ZipFile(packed, 'w') as zipped:
            for name, content in files.items():
                zipped.writestr(name, content)
    else:
        with tarfile.open(fileobj=packed, mode='w:gz', compresslevel=0) as tar:
            for name, content in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@dataclass
class Release:
    """Serves `content`; after `cut` bytes it breaks off or, if `silent`, sends nothing more."""

    content: bytes
    checksum: str = ''
    cut: int | None = None
    silent: bool = False
    missing: bool = False
    pause: float = 0.0
    asked: int = 0
    base: str = ''

    async def checksums(self, _: web.Request) -> web.Response:
        digest = self.checksum or hashlib.sha256(self.content).hexdigest()
        return web.Response(text=f'{"0" * 64}  another.tar.gz\n{digest}  {archive_name()}\n')

    async def archive(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if self.missing:
            return web.Response(status=404)
        answer = web.StreamResponse(headers={'Content-Length': str(len(self.content))})
        await answer.prepare(request)
        await self._send(answer)
        if self.silent:
            await asyncio.sleep(600)
        elif self.cut is not None and request.transport is not None:
            request.transport.close()
        return answer

    async def _send(self, answer: web.StreamResponse) -> None:
        content = self.content[: self.cut]
        for start in range(0, len(content), 65_536):
            await answer.write(content[start : start + 65_536])
            await asyncio.sleep(self.pause)


@asynccontextmanager
async def serving(release: Release) -> AsyncIterator[Release]:
    site = web.Application()
    site.router.add_get(f'/v{VERSION}/checksums.txt', release.checksums)
    site.router.add_get(f'/v{VERSION}/{archive_name()}', release.archive)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, '127.0.0.1', 0).start()
    release.base = f'http://127.0.0.1:{runner.addresses[0][1]}'
    try:
        yield release
    finally:
        await runner.cleanup()

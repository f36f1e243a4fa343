"""A bad network between a browser and the server, made by a TCP proxy that can be cut and stalled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

CHUNK_BYTES = 65_536


@dataclass
class FlakyProxy:
    """Passes everything on to `port` of this machine until told otherwise.

    `cut`: connections break at once and new ones are refused, as when Wi-Fi is lost.
    `stall`: nothing breaks and nothing moves, as when packets are lost; what was on its way arrives after `mend`.
    """

    port: int
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _moving: asyncio.Event = field(default_factory=asyncio.Event)
    _broken: bool = False

    @property
    def url(self) -> str:
        assert self._server is not None
        return f'http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}'

    def cut(self) -> None:
        self._broken = True
        for writer in tuple(self._writers):
            writer.transport.abort()

    def stall(self) -> None:
        self._moving.clear()

    def mend(self) -> None:
        self._broken = False
        self._moving.set()

    async def start(self) -> None:
        self._moving.set()
        self._server = await asyncio.start_server(self._accepted, '127.0.0.1', 0)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        self._moving.set()
        await asyncio.sleep(0)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._moving.wait()
        if self._broken:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection('127.0.0.1', self.port)
        self._writers |= {writer, back}
        try:
            await asyncio.gather(self._carry(reader, back), self._carry(there, writer))
        finally:
            self._writers -= {writer, back}
            writer.transport.abort()
            back.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(CHUNK_BYTES):
                await self._moving.wait()
                target.write(data)
                await target.drain()
        if not target.is_closing():
            with suppress(OSError):
                target.write_eof()


@asynccontextmanager
async def flaky_network(port: int) -> AsyncIterator[FlakyProxy]:
    """Run a proxy in front of the server on `port`."""
    proxy = FlakyProxy(port)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()

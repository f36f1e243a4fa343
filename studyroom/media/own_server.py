"""Our own LiveKit: installs, configures and keeps it running."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from studyroom.media import livekit_log
from studyroom.media.binary import Binary, NoMediaServer, present
from studyroom.media.installation import ADVICE, find_or_install
from studyroom.media.livekit_config import Network, Reach, livekit_config
from studyroom.media.media_ports import PortTaken, free_port, with_free_ports
from studyroom.media.source import READY, STARTING
from studyroom.media.supervisor import ProcessState, Supervisor
from studyroom.media.tokens import LiveKitKeys
from studyroom.media.webhook import webhook_listener
from studyroom.room.ports import MediaHealth, MediaStatus

log = logging.getLogger(__name__)

KEY = 'studyroom'
LOOKS_UNTIL_RETRY = 60
FAILURES_IN_A_ROW = 3
TOLD_STEPS = 20
Tell = Callable[[MediaStatus], None]


@dataclass(frozen=True, slots=True)
class OwnServerOptions:
    """What settings say of our own LiveKit: a given program, the cache folder, the source of archives, the network."""

    program: Path | None
    cache: Path
    base: str
    network: Network = Network()
    exact_ports: frozenset[str] = field(default_factory=frozenset)
    """Those of `udp_port` and `tcp_port` that are configured: they are not replaced when taken."""
    retry_seconds: float = 10.0
    """Time between two looks for a program or port that is missing."""


class OwnSource:
    """A Source that runs livekit-server as a child process."""

    def __init__(self, options: OwnServerOptions, secret: str) -> None:
        self.options = options
        self.keys = LiveKitKeys(KEY, secret)
        self.own_relays = options.network.reach is Reach.PUBLIC
        self.address = ''
        self._supervisor: Supervisor | None = None
        self._network = options.network

    @property
    def pid(self) -> int | None:
        """The process id of livekit-server while it is running."""
        return self._supervisor.pid if self._supervisor else None

    @property
    def restarts(self) -> int:
        """How many times livekit-server was restarted."""
        return self._supervisor.restarts if self._supervisor else 0

    async def run(self, tell: Tell, room_changed: Callable[[str], None]) -> None:
        binary = await self._program(tell)
        tell(STARTING)
        async with AsyncExitStack() as stack:
            hook = await stack.enter_async_context(webhook_listener(self.keys, room_changed))
            self._network = await self._free_network(tell)
            supervisor = self._supervisor = Supervisor(
                [binary.path],
                lambda: self._environment(hook),
                lambda: f'{self.address}/',
                self._hearing(tell, binary),
                livekit_log.forward,
            )
            stack.push_async_callback(supervisor.stop)
            supervisor.start()
            await asyncio.Event().wait()

    async def _program(self, tell: Tell) -> Binary:
        """Return the program once there is one; one that an administrator installs meanwhile is found, too."""
        options = self.options
        while True:
            try:
                return await find_or_install(options.program, options.cache, options.base, _fetching(tell))
            except NoMediaServer as problem:
                log.warning('%s %s', problem, ADVICE)
                tell(MediaStatus(MediaHealth.UNAVAILABLE, str(problem), ADVICE))
            for _ in range(LOOKS_UNTIL_RETRY):
                await asyncio.sleep(options.retry_seconds)
                found = await asyncio.to_thread(_present, options)
                if found is not None:
                    return found

    async def _free_network(self, tell: Tell) -> Network:
        while True:
            try:
                return with_free_ports(self.options.network, self.options.exact_ports)
            except PortTaken as problem:
                log.warning('%s', problem)
                tell(MediaStatus(MediaHealth.UNAVAILABLE, str(problem), 'Free it, or set another one.'))
            await asyncio.sleep(self.options.retry_seconds)

    def _environment(self, hook: str) -> dict[str, str]:
        """Return the environment for one start, with ports replaced that another program took meanwhile."""
        with contextlib.suppress(PortTaken):  # livekit-server will report it
            self._network = with_free_ports(self._network, self.options.exact_ports)
        port = free_port()
        self.address = f'http://127.0.0.1:{port}'
        return _environment(livekit_config(self._network, port, self.keys, hook))

    def _say_ready(self, binary: Binary) -> None:
        ways, which = self._network, f'livekit-server {binary.version} from {binary.origin}'
        log.info('media are ready: %s, by UDP port %d and TCP port %d', which, ways.udp_port, ways.tcp_port)

    def _hearing(self, tell: Tell, binary: Binary) -> Callable[[ProcessState], None]:
        def changed(state: ProcessState) -> None:
            supervisor = self._supervisor
            if state is ProcessState.READY:
                self._say_ready(binary)
                tell(READY)
            elif supervisor is not None and supervisor.failures >= FAILURES_IN_A_ROW:
                sentence = f'livekit-server does not stay up: {livekit_log.message_of(supervisor.reason)}'
                advice = 'Its last lines are in the log of this server.'
                tell(MediaStatus(MediaHealth.UNAVAILABLE, sentence, advice))
            else:
                tell(STARTING)

        return changed


def _present(options: OwnServerOptions) -> Binary | None:
    try:
        return present(options.program, options.cache)
    except NoMediaServer:
        return None


def _fetching(tell: Tell) -> Callable[[int, int], None]:
    """Return a callback that reports and logs every twentieth; the first call comes before the size is known."""
    last = -1

    def progress(received: int, total: int) -> None:
        nonlocal last
        step = TOLD_STEPS * received // total if total else 0
        if step == last:
            return
        last = step
        share = step / TOLD_STEPS if total else None
        percent = f' {share:.0%}' if share is not None else ''
        log.info('livekit-server is being fetched:%s', percent or ' ...')
        sentence = f'Microphone and camera are being set up{":" + percent if percent else ""}.'
        tell(MediaStatus(MediaHealth.FETCHING, sentence, progress=share))

    return progress


def _environment(config: str) -> dict[str, str]:
    """Return our environment without variables that LiveKit would read as its own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(('LIVEKIT_', 'STUDYROOM_'))}
    return kept | {'LIVEKIT_CONFIG': config}

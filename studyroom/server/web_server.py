"""The web server around the app: how it runs, reports that it listens, and stops."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, Final

from fastapi.middleware.gzip import GZipMiddleware
from nicegui import Client, app, ui

from studyroom.server.garbage import TURN_SECONDS, QuietCollector, spare_the_collector
from studyroom.server.tls import Certificate
from studyroom.settings import Settings

RECONNECT_TIMEOUT: Final = 10
GZIP_LEVEL: Final = 5
STOP_WITHIN: Final = 1
FAREWELL_SECONDS: Final = 0.1
HEARTBEAT: Final = 20.0
LARGEST_FRAME: Final = 2 * 1024 * 1024
ONCE: Final = 10**9
ALWAYS: Final[dict[str, Any]] = {
    'title': 'Online Study Room',
    'reload': False,
    'show': False,
    'show_welcome_message': False,
    'dark': None,
    'language': 'en-US',
    'tailwind': False,
    'reconnect_timeout': RECONNECT_TIMEOUT,
    'binding_refresh_interval': None,
    'gzip_middleware_factory': partial(GZipMiddleware, compresslevel=GZIP_LEVEL),
    'uvicorn_logging_level': 'warning',
    'log_config': None,
    'access_log': False,
    'ws_per_message_deflate': False,
    'ws_max_size': LARGEST_FRAME,
    'timeout_graceful_shutdown': STOP_WITHIN,
    'timeout_notify': ONCE,
}


def run_server(
    settings: Settings,
    port: int,
    on_listening: Callable[[], None],
    tls: Certificate | None = None,
    *,
    on_stop: Callable[[], None] = lambda: None,
    heartbeat: float = HEARTBEAT,
) -> None:
    """Serve what `create_app` registered, until a signal ends it. `on_listening` is called once browsers can connect.

    `on_stop` is called first when it stops, 0.1 s before connections end. Each WebSocket is pinged every `heartbeat`
    seconds and given up if it does not answer for as long. The server shuts down cleanly and then passes the signal on
    to the previous handler.
    """
    app.on_startup(_take_care_of_garbage)
    app.on_startup(partial(_hear_one_signal, on_stop))

    async def listening() -> None:
        on_listening()

    ui.run(
        host=settings.host,
        port=port,
        forwarded_allow_ips=settings.trusted_proxies,
        ws_ping_interval=heartbeat,
        ws_ping_timeout=heartbeat,
        callback_notify=listening,
        ssl_certfile=tls and tls.cert,
        ssl_keyfile=tls and tls.key,
        **ALWAYS,
    )


def _take_care_of_garbage() -> None:
    spare_the_collector()
    app.timer(TURN_SECONDS, QuietCollector(lambda: Client.instances).turn)


def _hear_one_signal(on_stop: Callable[[], None]) -> None:
    """Ignore a second Ctrl-C, which would make the web server exit without closing the log."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    heard = False

    def farewell(number: int, frame: FrameType | None) -> None:
        handler = before[signal.Signals(number)]
        if callable(handler):
            loop.call_later(FAREWELL_SECONDS, handler, number, frame)
        on_stop()

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        if heard:  # it came before the first one had run the lines below
            return
        heard = True
        for other in before:
            signal.signal(other, signal.SIG_IGN)
        loop.call_soon_threadsafe(farewell, number, frame)

    for number in before:
        signal.signal(number, hear)

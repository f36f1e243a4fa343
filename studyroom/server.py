"""The web server around the app: how it runs, how it tells that it runs, how it stops."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import Final

from fastapi.middleware.gzip import GZipMiddleware
from nicegui import app, ui

from studyroom.settings import Settings
from studyroom.tls import Certificate

RECONNECT_TIMEOUT: Final = 10
GZIP_LEVEL: Final = 5
STOP_WITHIN: Final = 1
GC_THRESHOLDS: Final = (50_000, 20, 1000)
ONCE: Final = 10**9


def run_server(settings: Settings, port: int, on_listening: Callable[[], None], tls: Certificate | None = None) -> None:
    """Serve what `create_app` registered, until a signal ends it. `on_listening` is called once browsers can connect.

    The server shuts down in good order and only then hands the signal to the handler that was there before.
    """
    app.on_startup(spare_the_garbage_collector)

    async def listening() -> None:
        on_listening()

    ui.run(
        host=settings.host,
        port=port,
        title='Online Study Room',
        reload=False,
        show=False,
        show_welcome_message=False,
        dark=None,
        language='en-US',
        tailwind=False,
        reconnect_timeout=RECONNECT_TIMEOUT,
        binding_refresh_interval=None,
        gzip_middleware_factory=partial(GZipMiddleware, compresslevel=GZIP_LEVEL),
        uvicorn_logging_level='warning',
        log_config=None,
        access_log=False,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=STOP_WITHIN,
        callback_notify=listening,
        timeout_notify=ONCE,
        ssl_certfile=tls and tls.cert,
        ssl_keyfile=tls and tls.key,
    )


def spare_the_garbage_collector() -> None:
    """A full collection stops everybody's screen for half a second at 1,000 browsers: make it rare and small."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)

"""The frame around every page: stylesheets, icons, the theme before the first paint, and the channel to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from fastapi import FastAPI
from nicegui import ui
from nicegui.client import Client
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from components.kit.assets import YEAR, asset, base, folder, url
from components.kit.design import set_defaults
from components.kit.live import Channel

__all__ = ['asset', 'frame', 'serve_assets', 'url']

STYLESHEETS = ('tokens.css', 'room.css', 'panels.css', 'media.css', 'quasar.css')
PRELOADED = ('vendor/figtree-latin.woff2', 'vendor/literata-latin.woff2')


class Assets(StaticFiles):
    """Files whose addresses change with their content, so that browsers keep them for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file with its caching header."""
        response = await super().get_response(path, scope)
        response.headers['Cache-Control'] = f'public, max-age={YEAR}, immutable'
        return response


def serve_assets(app: FastAPI) -> None:
    """Serve `static/`, link it in every head and style NiceGUI's widgets; called once, before the first page."""
    app.mount(base(), Assets(directory=folder()))
    set_defaults()
    if _head() not in Client.shared_head_html:
        ui.add_head_html(_head(), shared=True)


@contextmanager
def frame(title: str, phase: str | None = None) -> Iterator[Channel]:
    """Build everything on a page inside this block. `phase` (focus, break, long) colours it until a countdown does."""
    ui.page_title(title)
    _without_second_main()
    if phase is not None:
        ui.add_head_html(f'<script>document.documentElement.dataset.phase = "{phase}"</script>')
    yield Channel()


def _without_second_main() -> None:
    """Turn Quasar's <main> around the whole page into a <div>; ours is the middle column."""
    slot = ui.context.client.content.parent_slot
    if slot is not None:
        slot.parent.tag = 'div'


@cache
def _head() -> str:
    fonts = (f'<link rel="preload" href="{url(name)}" as="font" type="font/woff2" crossorigin>' for name in PRELOADED)
    sheets = (f'<link rel="stylesheet" href="{url(name)}">' for name in STYLESHEETS)
    script = f'<script data-base="{base()}">{asset("head.js").read_text(encoding="utf-8")}</script>'
    choices = f'<script src="{url("choices.js")}" defer></script>'
    return '\n'.join([script, *fonts, *sheets, choices])

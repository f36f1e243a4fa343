"""Which pages may call the API: our own, and those of listed sites."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from studyroom.security.paths import first_part
from studyroom.security.problems import problem

CALLED: Final = frozenset({'rooms', 'sfu', 'openapi.json', 'asyncapi.json'})
SAFE: Final = frozenset({'GET', 'HEAD', 'OPTIONS'})
DEFAULT_PORTS: Final = {'http': ':80', 'https': ':443'}
PREFLIGHT_SECONDS: Final = 600
STRANGE: Final = 'A page of another site may not call this server, unless its operator lists that site.'
NO_PAGE: Final = 'A request with a cookie must come from a page of this server; programs send none.'


class Origins:
    """`listed`: origins of other sites, as browsers send them. Our own is the host by which a browser reached us."""

    def __init__(self, listed: Collection[str] = ()) -> None:
        self.listed = frozenset(listed)

    def is_allowed(self, origin: str | None, host: str) -> bool:
        """Return whether a page of `origin` may call; a program sends None. `host` is the Host header."""
        return origin is None or origin.lower() in self.listed or is_ours(origin, host)

    def refusal(self, headers: Headers, *, safe: bool = False) -> str:
        """Return why such a request is refused, else ''. One with a cookie must come from our own page.

        `safe`: it changes nothing, and browsers may send it without Origin. A WebSocket is not safe.
        """
        origin, host = headers.get('origin'), headers.get('host', '')
        if not self.is_allowed(origin, host):
            return STRANGE
        if 'cookie' not in headers:
            return ''
        page = is_ours(origin, host) if origin else safe and headers.get('sec-fetch-site') != 'cross-site'
        return '' if page else NO_PAGE


class OriginGuard:
    """Keeps pages of unlisted sites from the API; tells browsers (CORS) which may call, without credentials."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self.app = app
        self._origins = origins
        self._shared = CORSMiddleware(
            app,
            allow_origins=sorted(origins.listed),
            allow_methods=['GET', 'POST', 'DELETE'],
            allow_headers=['Authorization', 'Content-Type', 'X-Request-ID'],
            expose_headers=['Allow', 'Retry-After', 'X-Request-ID'],
            max_age=PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http' or first_part(scope['path']) not in CALLED:
            return await self.app(scope, receive, send)
        if why := self._origins.refusal(Headers(scope=scope), safe=scope['method'] in SAFE):
            return await problem(403, 'bad_origin', why)(scope, receive, send)
        return await self._shared(scope, receive, send)


def is_ours(origin: str, host: str) -> bool:
    """Return whether a page came from this very host and port; a proxy on the way may change the scheme."""
    try:
        page = urlsplit(origin.lower())
    except ValueError:
        return False
    if not page.netloc or page.scheme not in DEFAULT_PORTS:
        return False
    return page.netloc == host.lower().removesuffix(DEFAULT_PORTS[page.scheme])

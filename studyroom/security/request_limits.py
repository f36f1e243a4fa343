"""Limits requests to the API before anything is done for them."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from studyroom.security.limits import RateLimits
from studyroom.security.paths import first_part
from studyroom.security.problems import too_many

LIMITED: Final = frozenset({'rooms', 'sfu'})
NOWHERE: Final = 'nowhere'  # requests over a Unix socket have no address: all count as one


class RequestLimits:
    """Answers 429 with Retry-After if an address asks too often; pages and WebSockets pass."""

    def __init__(self, app: ASGIApp, limits: RateLimits) -> None:
        self.app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'http' and first_part(scope['path']) in LIMITED:
            wait = self._limits.check('requests', client_address(scope))
            if wait:
                return await too_many(wait)(scope, receive, send)
        return await self.app(scope, receive, send)


def client_address(scope: Scope) -> str:
    """Return the address to count a request or socket for: the client's, or the one a trusted proxy names."""
    client = scope.get('client')
    return str(client[0]) if client else NOWHERE

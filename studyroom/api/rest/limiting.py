"""How often one address may ask, where a route itself counts."""

from __future__ import annotations

from typing import Literal, Protocol

from starlette.requests import Request

from studyroom.api.rest.refused import Refused
from studyroom.security.request_limits import client_address


class Limits(Protocol):
    """studyroom.security.limits, as routes need it."""

    def check(self, kind: Literal['rooms'], who: str) -> int:
        """0, or in how many seconds (>= 1) one more would be allowed."""


def check_limit(limits: Limits, kind: Literal['rooms'], request: Request) -> None:
    """Count one more for the address of this request. Refused 429 where that is too many."""
    if wait := limits.check(kind, client_address(request.scope)):
        detail = f'Too many new rooms from this address. Try again in {wait} s.'
        raise Refused(429, 'rate_limited', detail, again=wait)

"""The number of a request, known to everything that is done for it."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

HEADER: Final = 'X-Request-ID'
VALID: Final = re.compile(r'[A-Za-z0-9._:+=@-]{1,64}')


@dataclass
class RequestId:
    """`over`: what goes on after the answer (a bell set up meanwhile) is no part of the request any more."""

    text: str
    over: bool = False


_present: ContextVar[RequestId | None] = ContextVar('request_id', default=None)


def begin_request(offered: str) -> RequestId:
    """Number what this task does from now on: as a proxy `offered` (1 to 64 safe characters), else anew."""
    request = RequestId(offered if VALID.fullmatch(offered) else secrets.token_hex(8))
    _present.set(request)
    return request


def current_request() -> str:
    """The id of the request that is being answered here; empty outside of one."""
    request = _present.get()
    return '' if request is None or request.over else request.text

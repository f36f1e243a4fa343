"""The id of a request, known to everything that is done for it."""

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
    """The id of one request. `over`: work that goes on after the answer no longer belongs to it."""

    text: str
    over: bool = False


_present: ContextVar[RequestId | None] = ContextVar('request_id', default=None)


def begin_request(offered: str) -> RequestId:
    """Give this task a request id: the one a proxy `offered` (1 to 64 safe characters), else a new one."""
    request = RequestId(offered if VALID.fullmatch(offered) else secrets.token_hex(8))
    _present.set(request)
    return request


def current_request() -> str:
    """Return the id of the request being answered in this context; empty outside of one."""
    request = _present.get()
    return '' if request is None or request.over else request.text

"""Refusals that programs can read: problem+json, RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse

MEDIA_TYPE: Final = 'application/problem+json'
MEANINGS: Final = '/docs/problems'


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """Return a problem. `code` is stable and for programs, `detail` one sentence for people."""
    told = {'type': f'{MEANINGS}#{code}', 'title': HTTPStatus(status).phrase, 'status': status, 'detail': detail}
    return JSONResponse(told | {'code': code} | more, status, headers, media_type=MEDIA_TYPE)


def too_many(seconds: int) -> JSONResponse:
    """Return a 429 that says to try again in `seconds` (>= 1)."""
    words = 'a second' if seconds == 1 else f'{seconds} seconds'
    detail = f'Too many requests from this address. Try again in {words}.'
    return problem(429, 'rate_limited', detail, {'Retry-After': str(seconds)})

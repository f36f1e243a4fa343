"""A refusal that programs can read: problem+json, RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An answer with this status; `detail` is one sentence."""
    content = {'type': 'about:blank', 'title': HTTPStatus(status).phrase, 'status': status, 'detail': detail}
    return JSONResponse(content, status, headers, media_type='application/problem+json')


def too_many(seconds: int) -> JSONResponse:
    """429: come again in `seconds` (>= 1)."""
    words = 'a second' if seconds == 1 else f'{seconds} seconds'
    return problem(429, f'Too many requests from this address. Try again in {words}.', {'Retry-After': str(seconds)})

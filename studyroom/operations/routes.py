"""The routes for monitoring: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from hmac import compare_digest
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from studyroom.operations.health import ServerHealth
from studyroom.operations.metrics import Metrics
from studyroom.security.problems import problem

NOT_KEPT: Final = {'Cache-Control': 'no-store'}
BEARER: Final = 'bearer '


def operation_routes(health: ServerHealth, metrics: Metrics, token: str) -> APIRouter:
    """Return plain routes that open no page. `/metrics` requires `token` unless it is empty."""
    router = APIRouter(tags=['operation'])

    @router.head('/healthz', include_in_schema=False)
    @router.get('/healthz', summary='Whether the process can serve', responses=_example({'status': 'ok'}))
    async def healthz() -> Response:
        return JSONResponse({'status': 'ok'}, headers=NOT_KEPT)

    @router.head('/readyz', include_in_schema=False)
    @router.get('/readyz', summary='Whether facts can be stored and media are up', responses=READINESS)
    async def readyz() -> Response:
        reasons = await health.reasons()
        if reasons:
            return JSONResponse({'status': 'not ready', 'reasons': reasons}, 503, headers=NOT_KEPT)
        told = {'status': 'ready', 'log': 'writable', 'media': health.media.value}
        return JSONResponse(told, headers=NOT_KEPT)

    @router.get('/metrics', summary='Measurements for Prometheus', responses=MEASUREMENTS)
    async def measurements(request: Request) -> Response:
        if token and not _bears(request, token):
            refusal = {'WWW-Authenticate': 'Bearer'} | NOT_KEPT
            return problem(401, 'bad_token', 'The metrics of this server require a token.', refusal)
        content, kind = metrics.exposition(request.headers.get('accept', ''))
        return Response(content, headers={'Content-Type': kind} | NOT_KEPT)

    return router


def _bears(request: Request, token: str) -> bool:
    given = request.headers.get('authorization', '')
    if given[: len(BEARER)].lower() != BEARER:
        return False
    return compare_digest(given[len(BEARER) :].strip().encode(), token.encode())


def _example(content: object, status: int = 200, words: str = 'Yes.') -> dict[int | str, dict[str, object]]:
    return {status: {'description': words, 'content': {'application/json': {'example': content}}}}


READINESS: Final = _example({'status': 'ready', 'log': 'writable', 'media': 'off'}, words='Ready.') | _example(
    {'status': 'not ready', 'reasons': ['Nothing was saved or read: the disk is full.']}, 503, 'Not ready.'
)
MEASUREMENTS: Final[dict[int | str, dict[str, object]]] = {
    200: {'description': 'Text in the Prometheus format.', 'content': {'text/plain': {}}},
    401: {'description': 'A token is required.', 'content': {'application/problem+json': {}}},
}

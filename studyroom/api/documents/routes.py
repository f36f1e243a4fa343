"""Where the documents are served."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from studyroom.api.documents.asyncapi import asyncapi_document
from studyroom.api.documents.openapi import Document, openapi_document
from studyroom.api.documents.page import Look
from studyroom.api.documents.problems_page import problems_page
from studyroom.api.documents.rest_page import START, rest_page
from studyroom.api.documents.websocket_page import SocketLimits, websocket_page

FRESH = {'Cache-Control': 'no-cache'}


def document_routes(routes: Sequence[BaseRoute], look: Look, limits: SocketLimits) -> APIRouter:
    """Return `/docs` and the pages it links to, each rendered once on first request. `routes` are the REST calls."""
    router = APIRouter(include_in_schema=False)
    described = cache(lambda: openapi_document(routes))

    @router.get('/openapi.json')
    async def openapi() -> Response:
        return JSONResponse(described(), headers=FRESH)

    @router.get('/asyncapi.json')
    async def asyncapi(request: Request) -> Response:
        return JSONResponse(_for(request), headers=FRESH)

    @router.get('/docs/start.js')
    async def start() -> Response:
        return Response(START, headers=FRESH, media_type='text/javascript')

    _add(router, '/docs', lambda: rest_page(look))
    _add(router, '/docs/websocket', lambda: websocket_page(look, limits))
    _add(router, '/docs/problems', lambda: problems_page(look))
    return router


def _add(router: APIRouter, path: str, written: Callable[[], str]) -> None:
    text = cache(written)

    async def answer() -> Response:
        return HTMLResponse(text(), headers=FRESH)

    router.add_api_route(path, answer)


def _for(request: Request) -> Document:
    scheme = 'wss' if request.url.scheme == 'https' else 'ws'
    return asyncapi_document(scheme, request.url.netloc)

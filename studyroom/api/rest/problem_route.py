"""A route whose every refusal is problem+json, and which of them the documents list for it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from studyroom.api.contract.refusals import Refused, refused_by_framework, refused_by_model, refused_by_room
from studyroom.api.contract.schemas import ProblemModel
from studyroom.room.errors import RoomError
from studyroom.security.problems import MEDIA_TYPE

MOST_BYTES: Final = 64 * 1024
TOO_LARGE: Final = 'The body is larger than 64 KiB.'
Responses = dict[int | str, dict[str, Any]]
WORDS: Final = {
    400: 'The body is not JSON.',
    401: 'The secret is missing, or belongs to no open connection.',
    403: 'Not allowed: see `code`.',
    404: 'There is no such room, or no such message.',
    405: 'The method is not supported; `Allow` names those that are.',
    409: 'Not possible in the current state: see `code`.',
    413: 'The body is larger than 64 KiB.',
    422: 'A field is invalid: `errors` names it and its bound.',
    429: 'Too many requests, or no free rooms.',
    503: 'Not possible right now: see `code`.',
}
RETRY_AFTER: Final = {'Retry-After': {'description': 'Whole seconds.', 'schema': {'type': 'integer', 'minimum': 1}}}


class ProblemRoute(APIRoute):
    """Answers with problem+json, names the methods of its path (`allowed`), and reads at most 64 KiB."""

    allowed: frozenset[str] = frozenset()

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(Request(request.scope, _counted(request.receive)))
            except Refused as refused:
                return refused.answer()
            except RoomError as error:
                return refused_by_room(error).answer()
            except RequestValidationError as error:
                return refused_by_model(error).answer()
            except HTTPException as error:
                return refused_by_framework(error).answer()

        return answered

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['method'] in (self.methods or ()):
            return await super().handle(scope, receive, send)
        takes = ', '.join(sorted(self.allowed or self.methods or ()))
        detail = f'This address takes {takes}.'
        return await Refused(405, 'method_not_allowed', detail, headers={'Allow': takes}).answer()(scope, receive, send)


def allow_together(routes: Iterable[object]) -> None:
    """Tell each route which methods the others take at the same path."""
    ours = [route for route in routes if isinstance(route, ProblemRoute)]
    for route in ours:
        same = (other.methods or set() for other in ours if other.path == route.path)
        route.allowed = frozenset().union(*same)


def problems(*statuses: int) -> Responses:
    """Return the documented problems of a route: those of `statuses`, and those of every route."""
    found: Responses = {}
    for status in sorted({*statuses, 401, 403, 405, 422, 429}):
        answer = {'description': WORDS.get(status, HTTPStatus(status).phrase), 'model': ProblemModel}
        if status in {409, 429, 503}:
            answer['headers'] = RETRY_AFTER
        if status == 405:
            answer['headers'] = {'Allow': {'description': 'Methods.', 'schema': {'type': 'string'}}}
        found[status] = answer
    return found


def as_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Give problems in an OpenAPI document the media type they are sent with; changes and returns `document`."""
    for path in document.get('paths', {}).values():
        for operation in path.values():
            for answer in operation.get('responses', {}).values():
                content = answer.get('content', {})
                if content.get('application/json', {}).get('schema', {}).get('$ref', '').endswith('/Problem'):
                    content[MEDIA_TYPE] = content.pop('application/json')
    return document


def _counted(receive: Receive) -> Receive:
    size = 0

    async def receiving() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get('body', b''))
        if size > MOST_BYTES:
            raise HTTPException(413, TOO_LARGE)
        return message

    return receiving

"""A route whose every refusal is problem+json; the pages of this server keep their own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from studyroom.api.rest.refused import Refused, refused_by_framework, refused_by_model, refused_by_room
from studyroom.room.errors import RoomError

MOST_BYTES: Final = 64 * 1024
TOO_LARGE: Final = 'The body is larger than 64 KiB.'


class ProblemRoute(APIRoute):
    """Also says which methods its path takes (`allowed`), and reads no more than 64 KiB."""

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
    """Let each route know what others take at the same path."""
    ours = [route for route in routes if isinstance(route, ProblemRoute)]
    for route in ours:
        same = (other.methods or set() for other in ours if other.path == route.path)
        route.allowed = frozenset().union(*same)


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

"""All REST calls of the API."""

from __future__ import annotations

from fastapi import APIRouter

from studyroom.api.callers import Callers
from studyroom.api.rest.chat import chat_routes
from studyroom.api.rest.problem_route import allow_together
from studyroom.api.rest.rooms import room_routes
from studyroom.api.rest.timer import timer_routes
from studyroom.api.rest.token import Calls, token_routes
from studyroom.clock import Clock
from studyroom.room.ports import Rooms
from studyroom.security.limits import RateLimits


def api_routes(rooms: Rooms, callers: Callers, limits: RateLimits, clock: Clock, calls: Calls | None) -> APIRouter:
    """Return the routes. `calls` is None if media are off; `callers` is shared with the WebSocket."""
    router = APIRouter()
    parts = [
        room_routes(rooms, callers, limits, clock),
        timer_routes(rooms, callers),
        chat_routes(rooms, callers),
        token_routes(rooms, callers, calls),
    ]
    allow_together(route for part in parts for route in part.routes)
    for part in parts:
        router.include_router(part)
    return router

"""The timer over REST."""

from typing import Annotated

from fastapi import APIRouter, Depends

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.room_state import RoomStateModel, state_now
from studyroom.api.contract.schemas import TimerCommandModel
from studyroom.api.rest.authentication import SECRET_OR_NONE, VisitorName, acting_seat, authenticate
from studyroom.api.rest.problem_route import ProblemRoute, problems
from studyroom.api.timer_verbs import move_timer
from studyroom.room.ports import Rooms


def timer_routes(rooms: Rooms, callers: Callers) -> APIRouter:
    """`reset` and `timer` under `/rooms/{room_id}`."""
    router = APIRouter(tags=['rooms'], route_class=ProblemRoute)
    Acts = Annotated[Caller | None, Depends(authenticate(callers))]  # noqa: N806 - a type

    @router.post(
        '/rooms/{room_id}/reset',
        summary='Reset the timer',
        responses=problems(404, 503),
        openapi_extra=SECRET_OR_NONE,
    )
    async def reset_timer(room_id: str, caller: Acts, name: VisitorName) -> RoomStateModel:
        """The timer is idle with a full focus ahead. People see who reset it, and can undo it for five seconds."""
        room = await rooms.find(room_id)
        async with acting_seat(room, caller, name) as seat:
            await move_timer(room, seat, 'reset')
        return state_now(room)

    @router.post(
        '/rooms/{room_id}/timer',
        summary='Control the timer',
        responses=problems(400, 404, 413, 503),
        openapi_extra=SECRET_OR_NONE,
    )
    async def command_timer(room_id: str, body: TimerCommandModel, caller: Acts, name: VisitorName) -> RoomStateModel:
        """A command that changes nothing, such as pausing a paused timer, is answered as well."""
        room = await rooms.find(room_id)
        async with acting_seat(room, caller, name) as seat:
            await move_timer(room, seat, body.verb)
        return state_now(room)

    return router

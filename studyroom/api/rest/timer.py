"""The verbs that other programs have for the timer."""

from typing import Annotated

from fastapi import APIRouter, Depends

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.schemas import RoomStateModel, TimerCommandModel, TimerVerb
from studyroom.api.rest.acting import Label, acting, who_calls
from studyroom.api.rest.answers import SECRET_OR_NONE, problems
from studyroom.api.rest.problem_route import ProblemRoute
from studyroom.api.states import state_now
from studyroom.room.ports import Rooms
from studyroom.room.room import Room
from studyroom.room.timer import Phase


def timer_routes(rooms: Rooms, callers: Callers) -> APIRouter:
    """`reset` and `timer` under `/rooms/{room_id}`."""
    router = APIRouter(tags=['rooms'], route_class=ProblemRoute)
    Acts = Annotated[Caller | None, Depends(who_calls(callers))]  # noqa: N806 - a type

    @router.post(
        '/rooms/{room_id}/reset', summary='Reset the timer', responses=problems(404, 503), openapi_extra=SECRET_OR_NONE
    )
    async def reset_timer(room_id: str, caller: Acts, name: Label) -> RoomStateModel:
        """It stands at a full focus. People see who did it, and may undo it for five seconds."""
        room = await rooms.find(room_id)
        async with acting(room, caller, name) as seat:
            await move_timer(room, seat, 'reset')
        return state_now(room)

    @router.post(
        '/rooms/{room_id}/timer',
        summary='Move the timer',
        responses=problems(400, 404, 413, 503),
        openapi_extra=SECRET_OR_NONE,
    )
    async def command_timer(room_id: str, body: TimerCommandModel, caller: Acts, name: Label) -> RoomStateModel:
        """What changes nothing (a pause of what stands) is answered all the same."""
        room = await rooms.find(room_id)
        async with acting(room, caller, name) as seat:
            await move_timer(room, seat, body.verb)
        return state_now(room)

    return router


async def move_timer(room: Room, seat: str, verb: TimerVerb) -> None:
    """Do it as `seat`: an event, or nothing where the timer stands so already. RoomError of the verb."""
    match verb:
        case 'start_focus':
            await room.start(seat, Phase.FOCUS)
        case 'start_break':
            await room.start(seat, Phase.BREAK)
        case 'pause':
            await room.pause(seat)
        case 'reset':
            await room.reset(seat)
        case 'skip_break':
            phase = room.facts.timer.phase
            if phase is not Phase.FOCUS:
                await room.skip(seat, phase)

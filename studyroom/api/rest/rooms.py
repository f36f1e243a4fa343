"""Rooms over REST: create one, change its settings, read it."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.refusals import Refused
from studyroom.api.contract.room_state import RoomStateModel, state_now, state_of
from studyroom.api.contract.schemas import RoomConfigModel
from studyroom.api.rest.authentication import SECRET_OR_NONE, VisitorName, acting_seat, authenticate, require_room
from studyroom.api.rest.problem_route import ProblemRoute, problems
from studyroom.clock import Clock
from studyroom.room import config
from studyroom.room.ports import Rooms
from studyroom.room.rhythm import Rhythm
from studyroom.room.room import Room
from studyroom.room.text import clean_room_id
from studyroom.security.limits import RateLimits
from studyroom.security.request_limits import client_address

LENGTHS = {'timer_length': 'focus', 'break_length': 'short_break'}
Change = Callable[[str], Awaitable[None]]


def room_routes(rooms: Rooms, callers: Callers, limits: RateLimits, clock: Clock) -> APIRouter:
    """`/rooms` and `/rooms/{room_id}`."""
    router = APIRouter(tags=['rooms'], route_class=ProblemRoute)
    Acts = Annotated[Caller | None, Depends(authenticate(callers))]  # noqa: N806 - a type

    @router.post(
        '/rooms', summary='Create or change a room', responses=problems(400, 413, 503), openapi_extra=SECRET_OR_NONE
    )
    async def set_room(request: Request, body: RoomConfigModel, caller: Acts, name: VisitorName) -> RoomStateModel:
        """An existing room keeps its people, its log and a running phase; only the given fields change.

        A new one is shown in the lobby and in `GET /rooms`, unless `listed` is false.
        """
        require_room(caller, body.room_id)
        wanted = _wanted(body)
        if rooms.get(body.room_id) is None:
            _check_limit(limits, request)
        room, is_new = await rooms.open_at(body.room_id, wanted)
        if not is_new and (changes := _changes(room, body, wanted)):
            async with acting_seat(room, caller, name) as seat:
                for change in changes:
                    await change(seat)
        return state_now(room)

    @router.get('/rooms', summary='The rooms of the lobby', responses=problems())
    async def list_rooms() -> list[RoomStateModel]:
        """Rooms that are awake and listed, the fullest first."""
        now = clock.now()
        return [state_of(seen, now) for seen in rooms.listed()]

    @router.get('/rooms/{room_id}', summary='One room', responses=problems(404, 503))
    async def read_room(room_id: str) -> RoomStateModel:
        """Unlisted and sleeping rooms can be read, too; reading does not wake a room."""
        facts = await rooms.peek(room_id)
        key = clean_room_id(room_id)
        room = rooms.get(key)
        return state_of(facts.state(key, {}), clock.now()) if room is None else state_now(room)

    return router


def _check_limit(limits: RateLimits, request: Request) -> None:
    """Count one more new room for the address of this request. Raises Refused 429 when that is too many."""
    if wait := limits.check('rooms', client_address(request.scope)):
        detail = f'Too many new rooms from this address. Try again in {wait} s.'
        raise Refused(429, 'rate_limited', detail, again=wait)


def _wanted(body: RoomConfigModel) -> config.RoomConfig:
    """Return the configuration of a new room. Raises RoomError for an invalid text."""
    rhythm = Rhythm(focus=body.timer_length, short_break=body.break_length)
    title = body.room_id if body.title is None else body.title
    return config.RoomConfig(title, body.goal, rhythm, body.listed).checked()


def _changes(room: Room, body: RoomConfigModel, wanted: config.RoomConfig) -> list[Change]:
    """Return the changes that the given fields ask for."""
    present, given = room.facts.config, body.model_fields_set
    changes: list[Change] = []
    if 'goal' in given and wanted.goal != present.goal:
        changes.append(lambda seat: room.set_goal(seat, wanted.goal))
    lengths = {name: getattr(wanted.rhythm, name) for field, name in LENGTHS.items() if field in given}
    if any(getattr(present.rhythm, name) != seconds for name, seconds in lengths.items()):
        changes.append(lambda seat: room.set_lengths(seat, **lengths))
    settings = {name: getattr(wanted, name) for name in ('title', 'listed') if name in given}
    if body.title is None:
        settings.pop('title', None)
    if any(getattr(present, name) != value for name, value in settings.items()):
        changes.append(lambda seat: room.configure(seat, **settings))
    return changes

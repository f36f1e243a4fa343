"""Tokens that let a program join the call of a room with its own LiveKit client."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Request

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.refusals import Refused
from studyroom.api.contract.schemas import TokenModel, TokenRequestModel
from studyroom.api.rest.authentication import SECRET_OR_NONE, authenticate, require_room
from studyroom.api.rest.problem_route import ProblemRoute, problems
from studyroom.room.ports import MediaHealth, MediaStatus, Rooms, Ticket
from studyroom.room.text import clean_name

AGAIN_SECONDS = 5
NOT_CONFIGURED = 'Microphone and camera are not configured on this server.'


class Calls(Protocol):
    """The part of studyroom.media.service that this route needs."""

    @property
    def status(self) -> MediaStatus: ...

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Return a ticket for a seat. Raises RoomError `media_unavailable`, `not_seated`."""

    def guest_ticket(self, room_id: str, name: str) -> Ticket:
        """Return a ticket for somebody who has only a name. Raises RoomError `media_unavailable`."""

    async def is_in_call(self, room_id: str, name: str) -> bool:
        """Return whether a name that looks like `name` is in the call. Raises RoomError `media_unavailable`."""


def token_routes(rooms: Rooms, callers: Callers, calls: Calls | None) -> APIRouter:
    """`/sfu/token`; it answers 503 if `calls` is None."""
    router = APIRouter(tags=['call'], route_class=ProblemRoute)
    Acts = Annotated[Caller | None, Depends(authenticate(callers))]  # noqa: N806 - a type

    @router.post(
        '/sfu/token',
        summary='Join the call',
        responses=problems(400, 404, 409, 413, 503),
        openapi_extra=SECRET_OR_NONE,
    )
    async def give_token(request: Request, body: TokenRequestModel, caller: Acts) -> TokenModel:
        """A LiveKit token, and where to connect with it: to this very server.

        With a secret it is for that participant, whatever `user` says. Without one, `identity` is `user`, unless
        somebody at a browser has that name or it is in the call already. Only a `join` over the WebSocket makes
        you a participant whom people see before you send anything.
        """
        identity = clean_name(body.user)
        ready = _ready(calls)
        await rooms.peek(body.room_id)
        if caller is not None:
            require_room(caller, body.room_id)
            identity = await caller.sit()
            person = caller.participant
            ticket = ready.ticket(body.room_id, identity, person.name if person else '')
        else:
            await _require_free(rooms, ready, body.room_id, identity)
            ticket = ready.guest_ticket(body.room_id, identity)
        return TokenModel(
            token=ticket.token,
            server_url=_address(request, ticket.url),
            room=body.room_id,
            identity=identity,
            ttl=str(ticket.seconds),
        )

    return router


def _ready(calls: Calls | None) -> Calls:
    if calls is None or calls.status.health is MediaHealth.OFF:
        raise Refused(503, 'media_unavailable', NOT_CONFIGURED)
    if calls.status.health is not MediaHealth.READY:
        raise Refused(503, 'media_unavailable', calls.status.sentence, again=AGAIN_SECONDS)
    return calls


async def _require_free(rooms: Rooms, calls: Calls, room_id: str, name: str) -> None:
    room = rooms.get(room_id)
    if room is not None and room.is_of_a_browser(name):
        raise Refused(403, 'name_taken', f'Somebody in the room is called {name}; take another name.')
    if await calls.is_in_call(room_id, name):
        raise Refused(409, 'already_connected', f'{name} is in the call right now.', again=AGAIN_SECONDS)


def _address(request: Request, path: str) -> str:
    """Return the address by which the caller reached this server, with another path."""
    secure = request.url.scheme in {'https', 'wss'}
    return f'{"wss" if secure else "ws"}://{request.url.netloc}{path}'

"""Who acts over REST: the participant whose secret was sent, or a visitor for the length of one call."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Final

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.refusals import Refused
from studyroom.room.errors import RoomError
from studyroom.room.room import Room
from studyroom.room.text import clean_name

SYSTEM = 'system'
CHALLENGE = {'WWW-Authenticate': 'Bearer'}
SECRET = HTTPBearer(
    scheme_name='connection',
    auto_error=False,
    description='The `secret` in the first `state` of a WebSocket: the call acts as that participant.',
)
SECRET_OR_NONE: Final[dict[str, list[dict[str, list[str]]]]] = {
    'security': [{}]
}  # for the documents: a secret is optional
Authenticate = Callable[[Request, HTTPAuthorizationCredentials | None], Caller | None]


def authenticate(callers: Callers) -> Authenticate:
    """Return a dependency: the connection with the secret sent, None without one. Raises Refused 401 if unknown."""

    def calls(
        request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(SECRET)]
    ) -> Caller | None:
        if given is None and request.headers.get('authorization', '').lower().strip() != 'bearer':
            return None
        caller = callers.find(given.credentials) if given else None
        if caller is None:
            detail = 'No connection has this secret; it is good for as long as its connection lasts.'
            raise Refused(401, 'bad_secret', detail, headers=CHALLENGE)
        return caller

    return calls


def visitor_name(
    user: Annotated[
        str, Query(description='Without a secret: under which name this is shown; " (api)" is added to a name in use.')
    ] = SYSTEM,
) -> str:
    """Clean the name of a visitor (a dependency). Raises RoomError `name_*`."""
    return clean_name(user)


VisitorName = Annotated[str, Depends(visitor_name)]


def require_room(caller: Caller | None, room_id: str) -> None:
    """Raise Refused 403 if the secret belongs to a connection to another room."""
    if caller is not None and caller.room.room_id != room_id:
        raise Refused(403, 'other_room', 'This secret is of a connection to another room.')


@asynccontextmanager
async def acting_seat(room: Room, caller: Caller | None, name: str) -> AsyncIterator[str]:
    """Yield the seat to act from. A participant keeps it; a visitor, named `name`, gives it back at the end."""
    if caller is not None:
        require_room(caller, room.room_id)
        yield await caller.sit()
        return
    visitor = await room.visit(f'api:{secrets.token_urlsafe(16)}', name)
    try:
        yield visitor.seat
    finally:
        with suppress(RoomError):  # the call succeeded; the room logs the failure, and drops visitors when it wakes
            await room.leave(visitor.seat)

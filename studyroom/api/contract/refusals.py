"""Refusals: every code of the API with its status, meaning and remedy, and the exception that answers with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from studyroom.room.errors import RoomError
from studyroom.room.text import (
    GOAL_LENGTH,
    HELP_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    ROOM_GOAL_LENGTH,
    ROOM_ID_BOUNDS,
    TITLE_LENGTH,
)
from studyroom.security.problems import problem


@dataclass(frozen=True)
class Refusal:
    """What one code means. `status` is that of the HTTP answer, None if only a WebSocket sends the code.

    `ends`: it closes the socket.
    """

    status: int | None
    meaning: str
    remedy: str
    ends: bool = False


TEXTS = {
    'name': ('A name', NAME_LENGTH),
    'title': ('The name of a room', TITLE_LENGTH),
    'room_goal': ('The goal of a room', ROOM_GOAL_LENGTH),
    'message': ('A message', MESSAGE_LENGTH),
    'goal': ('A goal in a list of goals', GOAL_LENGTH),
    'help': ('The subject of a call for help', HELP_LENGTH),
}
LOW, HIGH = ROOM_ID_BOUNDS


def _of_texts() -> Iterator[tuple[str, Refusal]]:
    for code, (what, limit) in TEXTS.items():
        yield f'{code}_wrong_type', Refusal(None, f'{what} was not text.', 'Send a JSON string.')
        if code not in {'room_goal', 'help'}:
            yield (
                f'{code}_empty',
                Refusal(None, f'{what} had no visible character.', 'Send at least one visible character.'),
            )
        long = f'{what} had more than {limit:,} code points after NFC.'
        yield f'{code}_too_long', Refusal(None, long, 'Shorten it; text is never cut.')


OF_REQUESTS: Mapping[str, Refusal] = {
    'invalid': Refusal(422, 'A field is missing, of the wrong type or out of bounds.', '`errors` names each field.'),
    'bad_json': Refusal(400, 'The body was not JSON.', 'Send UTF-8 JSON with `Content-Type: application/json`.'),
    'body_too_large': Refusal(413, 'The body was larger than the server reads.', 'Send less.'),
    'method_not_allowed': Refusal(405, 'The address does not support this method.', '`Allow` names those it supports.'),
    'rate_limited': Refusal(
        429,
        'Too many requests came from one address, or messages over one socket.',
        'Wait; over REST, `Retry-After` gives the seconds. A socket that carries on is closed.',
        ends=True,
    ),
    'bad_origin': Refusal(
        403,
        'A page of another site called.',
        'Ask the operator to list its origin in `STUDYROOM_API_ORIGINS`.',
        ends=True,
    ),
    'failed': Refusal(500, 'The server failed.', 'Tell the operator the `X-Request-ID` of the answer.'),
    'bad_token': Refusal(401, '/metrics was requested without the token of this server.', 'Ask the operator for it.'),
    'other_room': Refusal(403, 'The secret belongs to a connection to another room.', 'Connect to this room.'),
    'bad_secret': Refusal(
        401,
        'No open connection has this secret.',
        'Use the secret from the first `state` of an open connection.',
    ),
}
OF_ROOMS: Mapping[str, Refusal] = {
    'no_such_room': Refusal(404, 'There is no room at this address.', 'POST /rooms makes one.'),
    'bad_room_id': Refusal(
        None, f'A room id has {LOW} to {HIGH} Unicode letters and digits, `-`, `_`.', 'Choose another.', ends=True
    ),
    'too_many_rooms': Refusal(
        429, 'This server has no free rooms right now.', 'Wait until some rooms fall asleep.', ends=True
    ),
    'bad_setting': Refusal(None, 'There is no such setting, or it must be on or off.', 'Send true or false.'),
    'bad_rhythm': Refusal(None, 'A length is out of bounds.', 'The sentence names the bound.'),
    'not_stored': Refusal(503, 'The server could not save that; nothing changed.', 'Try again.'),
    'not_read': Refusal(503, 'The server could not open the room right now.', 'Try again.'),
}
OF_PEOPLE: Mapping[str, Refusal] = {
    'not_you': Refusal(
        None, 'The message named somebody else.', 'Leave out `user`, or send the name you asked for or were given.'
    ),
    'name_reserved': Refusal(None, 'A name cannot start with `seat:`.', 'Choose another.'),
    'name_taken': Refusal(
        403, 'Somebody in a browser has this name.', 'Choose another name, or send the secret of your connection.'
    ),
    'already_connected': Refusal(
        409, 'This name is in the call right now.', 'Try again after `Retry-After` seconds, or choose another.'
    ),
    'not_seated': Refusal(409, 'The participant has no seat in the room.', 'Join it first.'),
    'not_present': Refusal(409, 'The participant is not in the room.', 'Send `join` first.'),
    'not_allowed': Refusal(403, 'You may not do that in this room.', 'Ask somebody who may.'),
}
OF_ACTS: Mapping[str, Refusal] = {
    'no_such_message': Refusal(404, 'That message is no longer there.', 'Read the chat again.'),
    'not_yours': Refusal(
        403, 'Only its author can delete a message.', 'Send the secret of the connection that wrote it.'
    ),
    'too_many_notes': Refusal(
        409, 'Too many messages are already waiting for the bell.', 'Write again after the bell.'
    ),
    'media_unavailable': Refusal(
        503, 'Microphone and camera are off or not configured here.', 'Do without, or ask the operator.'
    ),
}
OF_SOCKETS: Mapping[str, Refusal] = {
    'not_json': Refusal(None, 'The frame was not a JSON object.', 'Send one JSON object in each frame.'),
    'binary': Refusal(None, 'The frame was binary.', 'Send text frames.'),
    'too_large': Refusal(None, 'The frame was larger than 64 KiB.', 'Send less.'),
    'bad_since': Refusal(
        None, '`?since=` was not the number of a fact in this room.', 'Send a `seq` that you received.'
    ),
    'since_too_old': Refusal(
        None, 'More than the newest 1,000 facts would have to be replayed.', 'Continue from the `state` that follows.'
    ),
    'unknown_type': Refusal(None, 'There is no message of this `type`.', 'The types are at /docs/websocket.'),
    'bad_message': Refusal(
        None,
        'A field is missing, of the wrong type or out of bounds.',
        '`detail` names the field and what is wrong.',
    ),
}
OF_PAGES: Mapping[str, Refusal] = {
    'bad_minutes': Refusal(None, 'Time is added in steps of 1 to 60 minutes.', 'Add less.'),
    'too_much_time': Refusal(None, 'The phase would be too long.', 'Add less.'),
    'too_late': Refusal(None, 'It is too late to undo that.', 'Continue from here.'),
    'bad_status': Refusal(None, 'A person is focusing, on a break or away.', 'Choose one of these.'),
    'bad_answer': Refusal(None, 'A focus is done, partly done, or not done yet.', 'Choose one of these.'),
    'no_such_goal': Refusal(None, 'That goal is no longer there.', 'Look at the list again.'),
    'too_many_goals': Refusal(None, 'The list of goals is full.', 'Delete one first.'),
    'bad_index': Refusal(None, 'There is no such position in the list.', 'Count positions in the current list.'),
}
GROUPS: Mapping[str, Mapping[str, Refusal]] = {
    'The request': OF_REQUESTS,
    'Frames of a WebSocket': OF_SOCKETS,
    'Rooms': OF_ROOMS,
    'Who you are, and what you may': OF_PEOPLE,
    'Messages and the call': OF_ACTS,
    'Text': dict(_of_texts()),
    'What only browsers do': OF_PAGES,
}
REFUSALS: Mapping[str, Refusal] = {code: refusal for group in GROUPS.values() for code, refusal in group.items()}
NOT_FOUND: Final = 'Room not found'
SOON_SECONDS: Final = 5
ROOMS_SECONDS: Final = 60
NO_ROOM: Final = {'no_such_room', 'bad_room_id'}  # in an address; a bad id in a body is an invalid field
RETRY_SECONDS: Final[Mapping[str, int]] = {
    'too_many_rooms': ROOMS_SECONDS,
    'not_stored': SOON_SECONDS,
    'not_read': SOON_SECONDS,
    'media_unavailable': SOON_SECONDS,
}
FIELDS: Final[Mapping[str, str]] = {'room_goal': 'goal', 'title': 'title', 'name': 'user'}

WORDS: Final[Mapping[str, str]] = {
    'missing': 'is missing',
    'string_type': 'must be text',
    'bool_type': 'must be true or false',
    'model_attributes_type': 'must be a JSON object, sent as application/json',
    'string_pattern_mismatch': 'must be the id of a message, as m12',
}


@dataclass
class Refused(Exception):
    """A request that was refused; nothing was done. `again`: in how many seconds to try again."""

    status: int
    code: str
    detail: str
    again: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()

    def answer(self) -> JSONResponse:
        """Return the answer as problem+json."""
        headers = dict(self.headers) | ({'Retry-After': str(self.again)} if self.again else {})
        errors = {'errors': [{'field': name, 'detail': words} for name, words in self.errors]} if self.errors else {}
        return problem(self.status, self.code, self.detail, headers, **errors)


def refused_by_room(error: RoomError) -> Refused:
    """Return the refusal for a verb that raised `error`. An invalid text is an invalid field: 422."""
    if error.code in NO_ROOM:
        return Refused(404, 'no_such_room', NOT_FOUND)
    status = REFUSALS[error.code].status
    if status is None:
        what = next((what for what in FIELDS if error.code.startswith(what)), '')
        return wrong((FIELDS.get(what, ''), error.sentence))
    return Refused(status, error.code, error.sentence, RETRY_SECONDS.get(error.code))


def refused_by_model(error: RequestValidationError) -> Refused:
    """Return the refusal for a request that does not match the schema."""
    faults = error.errors()
    if any(fault['type'] == 'json_invalid' for fault in faults):
        return Refused(400, 'bad_json', 'The body is not JSON.')
    return wrong(*((_field(fault['loc']), _sentence(fault)) for fault in faults))


def refused_by_framework(error: HTTPException) -> Refused:
    """Return the refusal for a body that is too large or unreadable."""
    if error.status_code == 413:
        return Refused(413, 'body_too_large', str(error.detail))
    return Refused(400, 'bad_json', 'The body cannot be read.')


def wrong(*errors: tuple[str, str]) -> Refused:
    """Return a 422 that names every invalid field and its bound."""
    told = (f'{name}: {words}' if name else words for name, words in errors)
    return Refused(422, 'invalid', '; '.join(words.removesuffix('.') for words in told), errors=errors)


def _field(place: Sequence[int | str]) -> str:
    return '.'.join(map(str, place[1:])) or 'body'


def _sentence(fault: Mapping[str, object]) -> str:
    """Describe the fault without quoting what was sent: that may be anything."""
    context = fault.get('ctx')
    if fault['type'] == 'value_error' and isinstance(context, dict):
        return str(context['error'])
    return WORDS.get(str(fault['type']), str(fault['msg']).replace('Input should be', 'must be'))

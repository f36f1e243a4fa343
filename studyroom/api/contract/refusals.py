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
    """One code. `status`: of the HTTP answer, None where only a WebSocket has it; `ends`: it closes the socket."""

    status: int | None
    meaning: str
    remedy: str
    ends: bool = False


TEXTS = {
    'name': ('A name', NAME_LENGTH),
    'title': ('The name of a room', TITLE_LENGTH),
    'room_goal': ('The goal of a room', ROOM_GOAL_LENGTH),
    'message': ('A message', MESSAGE_LENGTH),
    'goal': ('A line of a list of goals', GOAL_LENGTH),
    'help': ('What a call for help is about', HELP_LENGTH),
}
LOW, HIGH = ROOM_ID_BOUNDS


def _of_texts() -> Iterator[tuple[str, Refusal]]:
    for code, (what, limit) in TEXTS.items():
        yield f'{code}_wrong_type', Refusal(None, f'{what} was no text.', 'Send a JSON string.')
        if code not in {'room_goal', 'help'}:
            yield (
                f'{code}_empty',
                Refusal(None, f'{what} had nothing in it to see.', 'Send at least one visible character.'),
            )
        long = f'{what} had more than {limit:,} code points after NFC.'
        yield f'{code}_too_long', Refusal(None, long, 'Shorten it; nothing is ever cut.')


OF_REQUESTS: Mapping[str, Refusal] = {
    'invalid': Refusal(
        422, 'A field is missing, of the wrong type or out of its bounds.', '`errors` names each field.'
    ),
    'bad_json': Refusal(400, 'The body was not JSON.', 'Send UTF-8 JSON with `Content-Type: application/json`.'),
    'body_too_large': Refusal(413, 'The body was larger than the server reads.', 'Send less.'),
    'method_not_allowed': Refusal(405, 'The address does not take this method.', '`Allow` names those that it takes.'),
    'rate_limited': Refusal(
        429,
        'Too much came from one address, or over one socket.',
        'Wait; over REST `Retry-After` says how many seconds. A socket that goes on is closed.',
        ends=True,
    ),
    'bad_origin': Refusal(
        403, 'A page of another site called.', 'The operator lists its origin in `STUDYROOM_API_ORIGINS`.', ends=True
    ),
    'failed': Refusal(500, 'The server failed.', 'Tell the operator the `X-Request-ID` of the answer.'),
    'bad_token': Refusal(401, '/metrics was asked without the token of this server.', 'Ask the operator for it.'),
    'other_room': Refusal(403, 'The secret is of a connection to another room.', 'Connect to this room.'),
    'bad_secret': Refusal(
        401,
        'No connection has this secret (any more).',
        'Take the secret of the first `state` of a connection that is open.',
    ),
}
OF_ROOMS: Mapping[str, Refusal] = {
    'no_such_room': Refusal(404, 'There is no room at this address.', 'POST /rooms makes one.'),
    'bad_room_id': Refusal(
        None, f'A room id has {LOW} to {HIGH} Unicode letters and digits, `-`, `_`.', 'Choose another.', ends=True
    ),
    'too_many_rooms': Refusal(429, 'All rooms of this server are taken.', 'Wait until some fall asleep.', ends=True),
    'bad_setting': Refusal(None, 'A room has no such setting, or it is either on or off.', 'Send true or false.'),
    'bad_rhythm': Refusal(None, 'A length is out of its bounds.', 'The sentence names the bound.'),
    'not_stored': Refusal(503, 'The server could not save that; nothing changed.', 'Try again.'),
    'not_read': Refusal(503, 'The server could not open the room just now.', 'Try again.'),
}
OF_PEOPLE: Mapping[str, Refusal] = {
    'not_you': Refusal(
        None, 'The message named somebody else.', 'Leave `user` out, or send the name you asked for or were given.'
    ),
    'name_reserved': Refusal(None, 'A name cannot start with `seat:`.', 'Choose another.'),
    'name_taken': Refusal(
        403, 'Somebody in a browser holds this name.', 'Choose another name, or send the secret of your connection.'
    ),
    'already_connected': Refusal(
        409, 'This name is in the call right now.', 'Try again after `Retry-After` seconds, or choose another.'
    ),
    'not_seated': Refusal(409, 'Who acts has no seat in the room.', 'Join it first.'),
    'not_present': Refusal(409, 'Who acts is not in the room.', 'Send `join` first.'),
    'not_allowed': Refusal(403, 'You may not do that in this room.', 'Ask somebody who may.'),
}
OF_ACTS: Mapping[str, Refusal] = {
    'no_such_message': Refusal(404, 'That message is no longer there.', 'Read the chat again.'),
    'not_yours': Refusal(
        403, 'A message can be deleted by its author alone.', 'Send the secret of the connection that wrote it.'
    ),
    'too_many_notes': Refusal(
        409, 'So many messages wait for the bell that no more fit.', 'Write again after the bell.'
    ),
    'media_unavailable': Refusal(
        503, 'Microphone and camera are off or not configured here.', 'Go without, or ask the operator.'
    ),
}
OF_SOCKETS: Mapping[str, Refusal] = {
    'not_json': Refusal(None, 'The frame was not JSON, or no object.', 'Send one JSON object in each frame.'),
    'binary': Refusal(None, 'The frame was binary.', 'Send text frames.'),
    'too_large': Refusal(None, 'The frame was larger than 64 KiB.', 'Send less.'),
    'bad_since': Refusal(
        None, '`?since=` was no number of a fact of this room.', 'Send the `seq` of something you saw.'
    ),
    'since_too_old': Refusal(
        None, 'More than the newest 1,000 facts would have to be told again.', 'Go on from the `state` that follows.'
    ),
    'unknown_type': Refusal(None, 'No message has this `type`.', 'The types are at /docs/websocket.'),
    'bad_message': Refusal(
        None,
        'A field is missing, of the wrong type or out of its bounds.',
        '`detail` names the field and what is wrong.',
    ),
}
OF_PAGES: Mapping[str, Refusal] = {
    'bad_minutes': Refusal(None, 'Time is added 1 to 60 minutes at a time.', 'Add less.'),
    'too_much_time': Refusal(None, 'The phase would be longer than it may be.', 'Add less.'),
    'too_late': Refusal(None, 'It is too late to undo that.', 'Go on from here.'),
    'bad_status': Refusal(None, 'A person is focusing, on a break or away.', 'Choose one of these.'),
    'bad_answer': Refusal(None, 'A focus is done, partly done, or not done yet.', 'Choose one of these.'),
    'no_such_goal': Refusal(None, 'That goal is no longer there.', 'Look at the list again.'),
    'too_many_goals': Refusal(None, 'The list of goals is full.', 'Delete one first.'),
    'bad_index': Refusal(None, 'There is no such place in the list.', 'Count from the list as it is.'),
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
NO_ROOM: Final = {'no_such_room', 'bad_room_id'}  # of an address; a bad id in a body is a field that is wrong
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
    """Nothing was done. `again`: in how many seconds it may go better."""

    status: int
    code: str
    detail: str
    again: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()

    def answer(self) -> JSONResponse:
        """As problem+json."""
        headers = dict(self.headers) | ({'Retry-After': str(self.again)} if self.again else {})
        errors = {'errors': [{'field': name, 'detail': words} for name, words in self.errors]} if self.errors else {}
        return problem(self.status, self.code, self.detail, headers, **errors)


def refused_by_room(error: RoomError) -> Refused:
    """A verb refused. What is wrong with a text is a field that is wrong: 422."""
    if error.code in NO_ROOM:
        return Refused(404, 'no_such_room', NOT_FOUND)
    status = REFUSALS[error.code].status
    if status is None:
        what = next((what for what in FIELDS if error.code.startswith(what)), '')
        return wrong((FIELDS.get(what, ''), error.sentence))
    return Refused(status, error.code, error.sentence, RETRY_SECONDS.get(error.code))


def refused_by_model(error: RequestValidationError) -> Refused:
    """The request is not what the schema says."""
    faults = error.errors()
    if any(fault['type'] == 'json_invalid' for fault in faults):
        return Refused(400, 'bad_json', 'The body is not JSON.')
    return wrong(*((_field(fault['loc']), _sentence(fault)) for fault in faults))


def refused_by_framework(error: HTTPException) -> Refused:
    """A body that is too large or cannot be read."""
    if error.status_code == 413:
        return Refused(413, 'body_too_large', str(error.detail))
    return Refused(400, 'bad_json', 'The body cannot be read.')


def wrong(*errors: tuple[str, str]) -> Refused:
    """422 with each field that is wrong, and its bound."""
    told = (f'{name}: {words}' if name else words for name, words in errors)
    return Refused(422, 'invalid', '; '.join(words.removesuffix('.') for words in told), errors=errors)


def _field(place: Sequence[int | str]) -> str:
    return '.'.join(map(str, place[1:])) or 'body'


def _sentence(fault: Mapping[str, object]) -> str:
    """Without what was sent: that may be anything."""
    context = fault.get('ctx')
    if fault['type'] == 'value_error' and isinstance(context, dict):
        return str(context['error'])
    return WORDS.get(str(fault['type']), str(fault['msg']).replace('Input should be', 'must be'))

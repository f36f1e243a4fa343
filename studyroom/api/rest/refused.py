"""What the API refuses over REST, and why: a status, a code, a sentence, and which fields are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from studyroom.api.contract.refusals import REFUSALS
from studyroom.room.errors import RoomError
from studyroom.security.problems import problem

NOT_FOUND: Final = 'Room not found'
SOON_SECONDS: Final = 5
ROOMS_SECONDS: Final = 60
NO_ROOM: Final = {'no_such_room', 'bad_room_id'}  # of an address; a bad id in a body is a field that is wrong
AGAIN: Final[Mapping[str, int]] = {
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
    return Refused(status, error.code, error.sentence, AGAIN.get(error.code))


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

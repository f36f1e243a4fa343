"""Turns a frame, which can be anything, into a valid message."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from studyroom.api.contract.messages import CLIENT_MESSAGE, ID_LENGTH, LARGEST_ID, MOST_BYTES, ClientMessage

NOT_IN_A_FIELD: Final = frozenset({'constrained-str', 'constrained-int', 'int', 'str'})


class NotAccepted(Exception):
    """A message that is not accepted. `code` is for programs, `detail` for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def parsed(frame: str | bytes) -> dict[str, Any]:
    """Return the JSON object in a frame. Raises NotAccepted `binary`, `too_large`, `not_json`."""
    if isinstance(frame, bytes):
        raise NotAccepted('binary', 'Send text frames.')
    # A character has at least one byte: no need to encode what is far too long.
    if len(frame) > MOST_BYTES or len(frame.encode()) > MOST_BYTES:
        raise NotAccepted('too_large', f'A frame can have at most {MOST_BYTES:,} bytes.')
    try:
        body = json.loads(frame, parse_constant=_no_number, object_pairs_hook=_once_each)
        if '\\u' in frame:
            json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotAccepted('not_json', 'Half of a surrogate pair is no text.') from error
    except json.JSONDecodeError as error:
        raise NotAccepted('not_json', f'This is not JSON: {error}.') from error
    except RecursionError as error:
        raise NotAccepted('not_json', 'Too deeply nested.') from error
    except ValueError as error:
        raise NotAccepted('not_json', f'{error}') from error
    if not isinstance(body, dict):
        raise NotAccepted('not_json', 'A message is a JSON object with a "type".')
    return body


def reply_to(body: dict[str, Any]) -> str | int | None:
    """Return what an error about this message refers to: its `id`, else its `type`, if valid."""
    for value in (body.get('id'), body.get('type')):
        if isinstance(value, str) and len(value) <= ID_LENGTH:
            return value
        if value is body.get('id') and type(value) is int and abs(value) <= LARGEST_ID:
            return value
    return None


def validated(body: dict[str, Any]) -> ClientMessage:
    """Return the message. Raises NotAccepted `unknown_type`, or `bad_message` naming the field and its fault."""
    try:
        return CLIENT_MESSAGE.validate_python(body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
    if fault['type'] == 'union_tag_invalid' and isinstance(body['type'], str):
        raise NotAccepted('unknown_type', 'There is no message of this type.')
    if not fault['loc']:
        raise NotAccepted('bad_message', 'type: a message says by this text what it is.')
    field = '.'.join(str(part) for part in fault['loc'][1:] if part not in NOT_IN_A_FIELD)
    raise NotAccepted('bad_message', f'{field}: {fault["msg"]}')


def _no_number(name: str) -> NoReturn:
    raise ValueError(f'{name} is no number in JSON.')


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) < len(pairs):
        raise ValueError('An object names a field twice.')
    return body

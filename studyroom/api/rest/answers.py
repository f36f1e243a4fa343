"""What a route says that it can answer, for the documents."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from studyroom.api.contract.schemas import ProblemModel
from studyroom.security.problems import MEDIA_TYPE

Answers = dict[int | str, dict[str, Any]]
WORDS: Final = {
    400: 'The body is not JSON.',
    401: 'The secret is missing, or of no connection that is open.',
    403: 'Not allowed: see `code`.',
    404: 'There is no such room, or no such message.',
    405: 'Another method; `Allow` names those that there are.',
    409: 'Not as things stand: see `code`.',
    413: 'The body is larger than 64 KiB.',
    422: 'A field is wrong: `errors` names it and its bound.',
    429: 'Too many requests, or all rooms of this server are taken.',
    503: 'Just now the server cannot: see `code`.',
}
AGAIN: Final = {'Retry-After': {'description': 'Whole seconds.', 'schema': {'type': 'integer', 'minimum': 1}}}
SECRET_OR_NONE: Final[dict[str, list[dict[str, list[str]]]]] = {
    'security': [{}]
}  # beside the scheme that the route depends on


def problems(*statuses: int) -> Answers:
    """These, and what every route may answer."""
    found: Answers = {}
    for status in sorted({*statuses, 401, 403, 405, 422, 429}):
        answer = {'description': WORDS.get(status, HTTPStatus(status).phrase), 'model': ProblemModel}
        if status in {409, 429, 503}:
            answer['headers'] = AGAIN
        if status == 405:
            answer['headers'] = {'Allow': {'description': 'Methods.', 'schema': {'type': 'string'}}}
        found[status] = answer
    return found


def as_problems(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document whose problems have their own media type, as they are sent; changed in place."""
    for path in document.get('paths', {}).values():
        for operation in path.values():
            for answer in operation.get('responses', {}).values():
                content = answer.get('content', {})
                if content.get('application/json', {}).get('schema', {}).get('$ref', '').endswith('/Problem'):
                    content[MEDIA_TYPE] = content.pop('application/json')
    return document

"""The REST calls as an OpenAPI document, generated from the routes that are served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from studyroom import __version__
from studyroom.api.contract.refusals import REFUSALS
from studyroom.api.documents.words import ABOUT, TAGS, TITLE
from studyroom.api.rest.problem_route import as_problems
from studyroom.security.problems import MEANINGS, MEDIA_TYPE

Document = dict[str, Any]
PROBLEM: Final = {'$ref': '#/components/schemas/Problem'}
ONLY: Final[Mapping[str, str]] = {
    'bad_token': '/metrics',
    'name_taken': '/sfu/token',
    'already_connected': '/sfu/token',
    'media_unavailable': '/sfu/token',
    'no_such_message': '/{message_id}',
    'not_yours': '/{message_id}',
    'too_many_rooms': '/rooms',
    'too_many_notes': '(over the WebSocket)',
}


def openapi_document(routes: Sequence[BaseRoute]) -> Document:
    """Return the document for these routes. Each problem has an example for every code it can have."""
    document = as_problems(get_openapi(title=TITLE, version=__version__, description=ABOUT, routes=routes, tags=TAGS))
    document['info']['license'] = {'name': 'MIT', 'identifier': 'MIT'}
    for path, _, operation in operations(document):
        _show_problems(path, operation)
    return document


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and operation."""
    for path, item in document['paths'].items():
        for method, operation in item.items():
            yield path, method, operation


def _show_problems(path: str, operation: Document) -> None:
    for status, answer in operation['responses'].items():
        shown = answer.get('content', {}).get(MEDIA_TYPE)
        if shown is not None:
            shown.setdefault('schema', PROBLEM)
            shown['examples'] = dict(_examples(path, int(status)))


def _examples(path: str, status: int) -> Iterator[tuple[str, Document]]:
    for code, refusal in REFUSALS.items():
        if refusal.status == status and path.endswith(ONLY.get(code, path)):
            title = HTTPStatus(status).phrase
            told = {
                'type': f'{MEANINGS}#{code}',
                'title': title,
                'status': status,
                'detail': refusal.meaning,
                'code': code,
            }
            more = {'errors': [{'field': 'timer_length', 'detail': 'must be 60 to 7200'}]} if code == 'invalid' else {}
            yield code, {'summary': refusal.remedy, 'value': told | more}

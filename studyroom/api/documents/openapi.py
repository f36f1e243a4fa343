"""The REST calls as an OpenAPI document, made from the routes that are served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from studyroom import __version__
from studyroom.api.documents.words import ABOUT, TAGS, TITLE
from studyroom.api.examples import examples_of
from studyroom.api.refusals import REFUSALS
from studyroom.api.schemas import Problem

Document = dict[str, Any]
PROBLEM_JSON = 'application/problem+json'
SCHEMAS = '#/components/schemas/'
SECRET = 'secret'
METHODS = frozenset({'get', 'put', 'post', 'delete', 'patch'})


def openapi_document(routes: Sequence[BaseRoute]) -> Document:
    """For these routes alone; everything that refuses answers with a Problem."""
    document = get_openapi(title=TITLE, version=__version__, description=ABOUT, routes=routes, tags=TAGS)
    document['info']['license'] = {'name': 'MIT', 'identifier': 'MIT'}
    document['externalDocs'] = {'url': '/docs/websocket', 'description': 'The WebSocket'}
    parts = document.setdefault('components', {})
    schemas = parts.setdefault('schemas', {})
    schemas.update(_problem_schemas())
    _name_the_secret(parts)
    for path, operation in _operations(document):
        _refuse_with_problems(operation)
        if not path.startswith(('/healthz', '/readyz', '/metrics')):
            operation.setdefault('security', [{}, {SECRET: []}])
    for unused in ('HTTPValidationError', 'ValidationError'):
        schemas.pop(unused, None)
    return document


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, item in document['paths'].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, operation


def _problem_schemas() -> Document:
    schema: Document = Problem.model_json_schema(ref_template=f'{SCHEMAS}{{model}}')
    inner = schema.pop('$defs', {})
    schema['properties']['code']['examples'] = sorted(REFUSALS)
    return {'Problem': schema} | inner


def _name_the_secret(parts: Document) -> None:
    words = 'The `secret` of the first `state` of an open WebSocket: the call acts as that participant.'
    parts.setdefault('securitySchemes', {})[SECRET] = {'type': 'http', 'scheme': 'bearer', 'description': words}


def _refuse_with_problems(operation: Document) -> None:
    """Each answer that refuses gets the type, and an example unless the route shows one; all others are `default`."""
    answers = operation['responses']
    for status, answer in answers.items():
        if status.startswith(('4', '5')) and not _says_otherwise(answer):
            answer['content'] = {PROBLEM_JSON: _as_problem(answer, int(status))}
    problem = {'schema': {'$ref': f'{SCHEMAS}Problem'}}
    answers.setdefault('default', {'description': 'Refused.', 'content': {PROBLEM_JSON: problem}})


def _says_otherwise(answer: Document) -> bool:
    """A route with another answer of its own, as /readyz has with its reasons."""
    own = answer.get('content', {}).get('application/json', {})
    return 'example' in own or 'examples' in own


def _as_problem(answer: Document, status: int) -> Document:
    shown = answer.get('content', {}).get(PROBLEM_JSON, {})
    examples = {key: shown[key] for key in ('example', 'examples') if key in shown}
    found = [example for example in examples_of(Problem) if example['status'] == status]
    if not examples and found:
        examples = {'example': found[0]}
    return {'schema': {'$ref': f'{SCHEMAS}Problem'}} | examples

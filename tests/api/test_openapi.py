"""/openapi.json matches the routes that are served, and other tools can read it."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from pydantic import BaseModel, TypeAdapter

from studyroom.api.contract import room_state, schemas
from studyroom.api.contract.model import schema_name
from studyroom.api.contract.refusals import REFUSALS
from studyroom.api.contract.schemas import ProblemModel
from studyroom.api.documents.openapi import operations
from tests.browser.study import StudyServer

Document = dict[str, Any]
CONTRACT = {
    ('/rooms', 'post'),
    ('/rooms', 'get'),
    ('/rooms/{room_id}', 'get'),
    ('/rooms/{room_id}/reset', 'post'),
    ('/rooms/{room_id}/timer', 'post'),
    ('/rooms/{room_id}/chat', 'get'),
    ('/rooms/{room_id}/chat/{message_id}', 'delete'),
    ('/sfu/token', 'post'),
    ('/healthz', 'get'),
    ('/readyz', 'get'),
    ('/metrics', 'get'),
}
MODELS = [
    model
    for module in (schemas, room_state)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == module.__name__
]


@pytest.fixture(scope='session')
def document(server: StudyServer) -> Document:
    with urllib.request.urlopen(f'{server.url}/openapi.json') as answer:
        return dict(json.load(answer))


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get('$ref'), str):
            yield part['$ref']
        for inner in part.values():
            yield from references(inner)
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_is_a_valid_openapi_3_1_document(document: Document) -> None:
    assert document['openapi'].startswith('3.1')
    schemathesis.openapi.from_dict(document).validate()


def test_every_reference_leads_somewhere(document: Document) -> None:
    for reference in set(references(document)):
        found: Any = document
        for part in reference.removeprefix('#/').split('/'):
            found = found[part]


def test_it_contains_every_call_of_the_contract_and_no_page(document: Document) -> None:
    assert {(path, method) for path, method, _ in operations(document)} == CONTRACT


def test_every_call_has_a_unique_name_and_a_description(document: Document) -> None:
    calls = [operation for _, _, operation in operations(document)]
    assert len({call['operationId'] for call in calls}) == len(calls)
    assert [call for call in calls if not call.get('summary')] == []
    known = {tag['name'] for tag in document['tags']}
    assert {tag for call in calls for tag in call['tags']} == known


def test_every_part_of_a_path_is_a_parameter(document: Document) -> None:
    for path, _, operation in operations(document):
        named = {one['name'] for one in operation.get('parameters', []) if one['in'] == 'path'}
        assert named == set(re.findall(r'\{(\w+)\}', path))


@pytest.mark.parametrize(
    'model', [model for model in MODELS if schema_name(model) != 'Model'], ids=lambda it: it.__name__
)
def test_every_model_is_in_it(model: type[BaseModel], document: Document) -> None:
    shown = document['components']['schemas'][schema_name(model)]
    assert set(shown['properties']) == set(model.model_fields)
    for example in shown.get('examples', []):
        model.model_validate(example)


def test_a_number_states_its_bounds(document: Document) -> None:
    length = document['components']['schemas']['RoomConfig']['properties']['timer_length']
    assert (length['minimum'], length['maximum'], length['default']) == (60, 7200, 1500)


def test_a_call_may_use_a_secret_and_must_if_it_deletes_something(document: Document) -> None:
    scheme = document['components']['securitySchemes']['connection']
    assert (scheme['type'], scheme['scheme']) == ('http', 'bearer')
    asked = {(path, method): it.get('security') for path, method, it in operations(document)}
    assert sorted(asked['/rooms/{room_id}/reset', 'post'], key=len) == [{}, {'connection': []}]
    assert asked['/rooms/{room_id}/chat/{message_id}', 'delete'] == [{'connection': []}]
    assert asked['/rooms', 'get'] is None


def test_every_refusal_is_a_problem_with_examples(document: Document) -> None:
    problem = TypeAdapter(ProblemModel)
    refused = 0
    for path, _, operation in operations(document):
        for status, answer in operation['responses'].items():
            if status < '400' or path == '/readyz':
                continue
            shown = answer['content']['application/problem+json']
            assert shown['schema'] == {'$ref': '#/components/schemas/Problem'}
            assert shown['examples'], (path, status)
            for code, example in shown['examples'].items():
                told = problem.validate_python(example['value'])
                assert (told.code, told.status, told.type) == (code, int(status), f'/docs/problems#{code}')
                assert REFUSALS[code].status == int(status)
                refused += 1
    assert refused > 40


def test_schemas_have_the_names_of_the_contract(document: Document) -> None:
    """They do not have the names of the Python classes behind them, which end in `Model`."""
    names = set(document['components']['schemas'])
    assert {'RoomState', 'RoomConfig', 'Chat', 'Token', 'Problem'} <= names
    assert [name for name in names if name.endswith('Model')] == []
    assert document['components']['schemas']['RoomState']['title'] == 'RoomState'

"""/asyncapi.json: every message of the WebSocket, valid by AsyncAPI's own schema."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any, get_args

import jsonschema_rs
import pytest
from pydantic import BaseModel

from studyroom.api.contract.messages import (
    CLIENT_MESSAGE,
    SERVER_MESSAGE,
    EventName,
    FromClientModel,
    FromServerModel,
    RoomEventModel,
)
from studyroom.api.contract.model import examples_of, schema_name
from studyroom.api.documents.asyncapi import asyncapi_document
from studyroom.api.documents.kinds import EVENTS, client_messages, server_messages, type_of
from tests.browser.study import StudyServer

SPECIFICATION = Path(__file__).parents[2] / 'node_modules/@asyncapi/specs/schemas/3.0.0.json'
MESSAGES = [*client_messages(), *server_messages()]
Document = dict[str, Any]


@pytest.fixture(scope='session')
def document() -> Document:
    return asyncapi_document('wss', 'study.example.org')


def validator(document: Document, model: type[BaseModel]) -> jsonschema_rs.Draft202012Validator:
    parts = {'components': document['components'], '$ref': f'#/components/schemas/{schema_name(model)}'}
    return jsonschema_rs.Draft202012Validator(parts)


def test_it_is_a_valid_asyncapi_3_document(document: Document) -> None:
    specification = json.loads(SPECIFICATION.read_text(encoding='utf-8'))
    checks = jsonschema_rs.Draft7Validator(specification)
    assert [f'{error.instance_path}: {error.message}' for error in checks.iter_errors(document)] == []
    assert not checks.is_valid(document | {'channels': 'none'}), 'the check must be able to fail'


def test_it_names_the_server_it_comes_from(server: StudyServer) -> None:
    with urllib.request.urlopen(f'{server.url}/asyncapi.json') as answer:
        served = json.load(answer)
    assert served['servers']['this']['host'] == f'127.0.0.1:{server.port}'
    assert served['servers']['this']['protocol'] == 'ws'
    assert served == asyncapi_document('ws', f'127.0.0.1:{server.port}')


def test_every_message_model_belongs_to_one_direction() -> None:
    made = {*FromClientModel.__subclasses__(), *FromServerModel.__subclasses__()}
    assert {model for model in made if 'type' in model.model_fields} == set(MESSAGES)


@pytest.mark.parametrize('model', MESSAGES, ids=lambda model: schema_name(model))
def test_every_message_has_an_operation_a_schema_and_examples(model: type[BaseModel], document: Document) -> None:
    taken = model in client_messages()
    operation = document['operations'][f'{"take" if taken else "send"}{schema_name(model)}']
    assert operation['action'] == ('receive' if taken else 'send')
    assert operation['messages'] == [{'$ref': f'#/channels/room/messages/{schema_name(model)}'}]
    message = document['components']['messages'][schema_name(model)]
    assert message['name'] == type_of(model)
    assert message['summary'].endswith('.')
    assert set(document['components']['schemas'][schema_name(model)]['properties']) == set(model.model_fields)
    assert [example['payload'] for example in message['examples']] == examples_of(model) != []


@pytest.mark.parametrize('model', MESSAGES, ids=lambda model: schema_name(model))
def test_every_example_is_valid(model: type[BaseModel], document: Document) -> None:
    union = CLIENT_MESSAGE if model in client_messages() else SERVER_MESSAGE
    checks = validator(document, model)
    for example in examples_of(model):
        assert type(union.validate_python(example)) is model
        checks.validate(example)
        assert not checks.is_valid({name: value for name, value in example.items() if name != 'type'})


def test_every_event_has_a_description_and_an_example() -> None:
    names = set(get_args(EventName))
    assert set(EVENTS) == names
    assert {example['event'] for example in examples_of(RoomEventModel)} == names


def test_the_address_accepts_since(document: Document) -> None:
    room = document['channels']['room']
    assert room['address'] == '/ws/rooms/{room_id}'
    assert set(room['parameters']) == {'room_id'}
    assert room['bindings']['ws']['query']['properties']['since']['minimum'] == 0

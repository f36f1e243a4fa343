"""The WebSocket as an AsyncAPI 3.0 document, generated from the models that it reads and writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from studyroom import __version__
from studyroom.api.contract.model import examples_of, schema_name
from studyroom.api.documents.kinds import client_messages, description_of, server_messages, type_of
from studyroom.api.documents.words import ABOUT_SOCKET, ROOM_ADDRESS, SINCE, TITLE

Document = dict[str, Any]
CHANNEL = '#/channels/room'
SCHEMAS = '#/components/schemas/'


def asyncapi_document(scheme: str, host: str) -> Document:
    """Return the document for a server at `scheme` (ws or wss) and `host` (with its port unless it is the default)."""
    taken, sent = client_messages(), server_messages()
    return {
        'asyncapi': '3.0.0',
        'info': _info(),
        'defaultContentType': 'application/json',
        'servers': {'this': {'host': host, 'protocol': scheme, 'description': 'The server that gave this document.'}},
        'channels': {'room': _channel((*taken, *sent))},
        'operations': {f'take{schema_name(model)}': _operation('receive', model) for model in taken}
        | {f'send{schema_name(model)}': _operation('send', model) for model in sent},
        'components': {
            'messages': {schema_name(model): _message(model) for model in (*taken, *sent)},
            'schemas': schemas((*taken, *sent)),
        },
    }


def schemas(models: tuple[type[BaseModel], ...]) -> Document:
    """Return the JSON schemas of messages and their parts. `type` is required, even if a model has a default for it."""
    wanted = [(model, 'validation') for model in models]
    found = models_json_schema(wanted, ref_template=f'{SCHEMAS}{{model}}')[1]['$defs']  # type: ignore[arg-type]
    for model in models:
        schema = found[schema_name(model)]
        schema['required'] = ['type', *(name for name in schema.get('required', []) if name != 'type')]
        schema['description'] = description_of(model)
    return dict(found)


def _info() -> Document:
    return {
        'title': f'{TITLE}: the WebSocket',
        'version': __version__,
        'description': ABOUT_SOCKET,
        'license': {'name': 'MIT'},
        'tags': [{'name': 'client to server'}, {'name': 'server to client'}],
    }


def _channel(models: tuple[type[BaseModel], ...]) -> Document:
    return {
        'address': '/ws/rooms/{room_id}',
        'title': 'A room',
        'description': 'One connection is one participant. Text frames, one JSON object in each.',
        'servers': [{'$ref': '#/servers/this'}],
        'parameters': {'room_id': {'description': ROOM_ADDRESS, 'examples': ['algebra', 'lerngruppe-ü']}},
        'messages': {schema_name(model): {'$ref': f'#/components/messages/{schema_name(model)}'} for model in models},
        'bindings': {'ws': {'method': 'GET', 'query': _query(), 'bindingVersion': '0.1.0'}},
    }


def _query() -> Document:
    since = {'type': 'integer', 'minimum': 0, 'description': SINCE, 'examples': [12]}
    return {'type': 'object', 'properties': {'since': since}}


def _operation(action: str, model: type[BaseModel]) -> Document:
    taken = action == 'receive'
    return {
        'action': action,
        'channel': {'$ref': CHANNEL},
        'title': f'A client sends {type_of(model)}' if taken else f'The server sends {type_of(model)}',
        'summary': description_of(model),
        'messages': [{'$ref': f'{CHANNEL}/messages/{schema_name(model)}'}],
        'tags': [{'name': 'client to server' if taken else 'server to client'}],
    }


def _message(model: type[BaseModel]) -> Document:
    return {
        'name': type_of(model),
        'title': type_of(model),
        'summary': description_of(model),
        'contentType': 'application/json',
        'payload': {'$ref': f'{SCHEMAS}{schema_name(model)}'},
        'examples': [_example(example) for example in examples_of(model)],
    }


def _example(payload: Mapping[str, Any]) -> Document:
    return {'name': str(payload.get('event') or payload.get('code') or payload['type']), 'payload': dict(payload)}

"""The fields of a model as rows of a table: name, type, bounds, purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]
MOST_NAMES = 4
BOUNDS = {
    'minimum': 'at least {}',
    'maximum': 'at most {}',
    'minLength': 'at least {} characters',
    'maxLength': 'at most {} characters',
}


@dataclass(frozen=True)
class Row:
    """One field. `kind` is its type in words; `always`: it is never left out."""

    name: str
    kind: str
    always: bool
    words: str


def fields_of(model: type[BaseModel]) -> list[Row]:
    """Return all fields, `type` first."""
    schema = model.model_json_schema(mode='validation')
    rows = [
        Row(name, kind(part), _always(model, name), _words(part)) for name, part in schema.get('properties', {}).items()
    ]
    return sorted(rows, key=lambda row: row.name != 'type')


def kind(schema: Schema) -> str:
    """Return the type in words: `text`, `whole number or text`, `"join"`, `list of text`, `RoomState`."""
    if '$ref' in schema:
        return str(schema['$ref']).rsplit('/', 1)[-1]
    if 'const' in schema:
        return f'"{schema["const"]}"'
    if len(schema.get('enum', ())) > MOST_NAMES:
        return 'one of the names below'
    if 'enum' in schema:
        return ' or '.join(f'"{value}"' for value in schema['enum'])
    if 'anyOf' in schema:
        return ' or '.join(kind(part) for part in schema['anyOf'])
    return _plain(schema)


def _plain(schema: Schema) -> str:
    match schema.get('type'):
        case 'array':
            return f'list of {kind(schema.get("items", {}))}'
        case 'object':
            inner = schema.get('additionalProperties')
            return f'object: name to {kind(inner)}' if isinstance(inner, Mapping) else 'object'
        case 'string':
            return 'text'
        case 'integer':
            return 'whole number'
        case 'null':
            return 'null'
    return str(schema.get('type', 'anything'))


def _always(model: type[BaseModel], name: str) -> bool:
    """Return whether a field is always sent: one that is None is left out, a fixed one never is."""
    field = model.model_fields[name]
    return field.is_required() or (field.default is not None and name == 'type')


def _words(schema: Schema) -> str:
    """Return its purpose, then its bounds."""
    parts = [schema, *schema.get('anyOf', [])]
    found = [str(part['description']) for part in parts if 'description' in part]
    bounds = [text.format(f'{part[key]:,}') for part in parts for key, text in BOUNDS.items() if key in part]
    said = ' '.join(dict.fromkeys(found))
    return f'{said} {", ".join(bounds).capitalize()}.'.strip() if bounds else said

"""Converts facts and snapshots to JSON and back, by class name and version, so that old rows stay readable."""

import zlib
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple

import msgspec

from studyroom.log.room_log import Data
from studyroom.room.errors import UnreadableFact
from studyroom.room.events import Fact

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

FORMER_SHAPES = {3841645413: 1408952700}
"""Shapes of version 0.1, which changed with every docstring, and the same fields as they are counted now."""

_COLUMNS = ('room_id', 'seq', 'at', 'by')


class StoredFact(NamedTuple):
    """One row: the common fields as columns, all others as a JSON object."""

    room_id: str
    seq: int
    type: str
    v: int
    at: float
    by: str
    payload: str


class Codec(Generic[Data]):
    """`facts` maps stored names to classes; `upcasters[name, v]` turns the payload of version v into v + 1.

    `snapshot_type` and `facts` are frozen dataclasses of JSON-able fields, enums, tuples and nested ones.
    """

    def __init__(
        self,
        facts: Mapping[str, type[Fact]],
        snapshot_type: type[Data],
        upcasters: Mapping[tuple[str, int], Upcaster] | None = None,
    ) -> None:
        self._facts = dict(facts)
        self._names = {fact: name for name, fact in facts.items()}
        self._snapshots = msgspec.json.Decoder(snapshot_type)
        self._upcasters = dict(upcasters or {})
        self.shape = shape_of(msgspec.json.schema(snapshot_type))
        """Changes with the fields of a snapshot: one of another shape is ignored, and facts are read instead."""
        self.shapes = (self.shape, *(former for former, same in FORMER_SHAPES.items() if same == self.shape))
        """Every number under which a snapshot with these fields may be stored."""

    def encode(self, fact: Fact) -> StoredFact:
        """Return the row of a fact. Raises TypeError for a class that is not in `facts`."""
        if type(fact) not in self._names:
            raise TypeError(f'{type(fact).__name__} is not among the facts of this log')
        payload = msgspec.to_builtins(fact)
        for column in _COLUMNS:
            del payload[column]
        text = msgspec.json.encode(payload).decode()
        return StoredFact(fact.room_id, fact.seq, self._names[type(fact)], fact.v, fact.at, fact.by, text)

    def decode(self, row: StoredFact) -> Fact:
        """Return the fact of a row, upgraded to the current version. Raises UnreadableFact."""
        fact = self._facts.get(row.type)
        if fact is None or row.v > fact.v:
            raise UnreadableFact(f'{_name(row)} is unknown to this version: install the newer one that wrote it.')
        try:
            payload = self._upcast(row, msgspec.json.decode(row.payload), fact.v)
            return msgspec.convert(payload | {column: getattr(row, column) for column in _COLUMNS}, fact)
        except Exception as error:
            # No chaining: the cause would put a person's words into the server's log.
            raise UnreadableFact(f'{_name(row)} cannot be read ({type(error).__name__}).') from None

    def erase(self, row: StoredFact) -> StoredFact:
        """Return the row with its fact erased, padded with blanks so that it is overwritten in place."""
        erased = self.encode(self.decode(row).erased())
        missing = len(row.payload.encode()) - len(erased.payload.encode())
        return erased._replace(payload=erased.payload + ' ' * missing)

    def encode_snapshot(self, data: Data) -> str:
        return msgspec.json.encode(data).decode()

    def decode_snapshot(self, payload: str) -> Data | None:
        """Return the state, or None if it does not match: the facts are complete without it."""
        try:
            return self._snapshots.decode(payload)
        except msgspec.DecodeError:
            return None

    def _upcast(self, row: StoredFact, payload: dict[str, Any], newest: int) -> dict[str, Any]:
        for version in range(row.v, newest):
            payload = self._upcasters[row.type, version](payload)
        return payload


def shape_of(schema: Mapping[str, Any]) -> int:
    """Return a number for the fields in a JSON schema: what classes are called and say does not change it."""
    definitions = schema.get('$defs', {})
    met: list[str] = []
    parts = [_without_words({name: value for name, value in schema.items() if name != '$defs'}, met)]
    parts.extend(_without_words(definitions[name], met) for name in met)  # `met` grows meanwhile
    return zlib.crc32(msgspec.json.encode(parts))


def _without_words(schema: Any, met: list[str]) -> Any:
    """Return a schema without titles and descriptions, with the place in `met` for the name of a definition."""
    if isinstance(schema, list):
        return [_without_words(value, met) for value in schema]
    if not isinstance(schema, dict):
        return schema
    if '$ref' in schema:
        name = schema['$ref'].removeprefix('#/$defs/')
        if name not in met:
            met.append(name)
        return met.index(name)
    words = {name for name in ('title', 'description') if isinstance(schema.get(name), str)}
    return {name: _without_words(value, met) for name, value in schema.items() if name not in words}


def _name(row: StoredFact) -> str:
    return f'Fact {row.seq} of room {row.room_id} ({row.type}, version {row.v})'

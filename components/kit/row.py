"""How a row is sent: fields with their default values are left out, since the browser got those with the template."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any


def whole(row: object) -> dict[str, Any]:
    """Return every field of a row, ready for JSON. Raises TypeError for anything but a dataclass instance."""
    return {field.name: plain(getattr(row, field.name)) for field in fields(_checked(row))}


def brief(row: object) -> dict[str, Any]:
    """Return the fields of a row that differ from their defaults."""
    kind: Any = type(row)
    given, known = whole(row), defaults(kind)
    return {name: value for name, value in given.items() if name not in known or value != known[name]}


@cache
def defaults(kind: type) -> dict[str, Any]:
    """Return the default values of such a row's fields."""
    return {field.name: plain(_default(field)) for field in fields(kind) if _default(field) is not MISSING}


def names(kind: type) -> set[str]:
    """Return the field names of such a row."""
    return {field.name for field in fields(kind)}


def plain(value: object) -> Any:
    """Return the value of a field, ready for JSON."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return whole(value) if is_dataclass(value) else value


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _checked(row: object) -> Any:
    if not is_dataclass(row) or isinstance(row, type):
        raise TypeError(f'{row!r} is not a row: a row is a frozen dataclass')
    return row

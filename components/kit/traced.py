"""The values that a row function gets while it is traced: each stands for an expression, since every row differs.

A row function is called once with such values to write the template that the browser keeps. Anything that Python would
have to decide at that moment, such as `if row.away:`, is refused with a message that says what to write instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar('T')
U = TypeVar('U')
LISTS = (tuple, list, Sequence)
MAPPINGS = (dict, Mapping)
tracing: ContextVar[bool] = ContextVar('tracing', default=False)


class Coded(Protocol):
    """One of several values, identified by a code."""

    @property
    def code(self) -> str: ...


C = TypeVar('C', bound=Coded)


class NotKnownHere(Exception):
    """Python was asked to use a value that only the browser has."""


def _refused(mend: str) -> Any:
    def refuse(self: Traced, *_: object) -> Any:
        raise NotKnownHere(f'{self.js} is not known here: it differs from row to row. {mend}')

    return refuse


IN_THE_ROW = 'Compute it where the row is made, and give the row a field for it.'


class Traced:
    """An expression for the browser, with its type in Python."""

    __slots__ = ('compound', 'js', 'optional', 'type')

    def __init__(self, js: str, type_: Any = object, *, compound: bool = False, optional: bool = False) -> None:
        """`compound` expressions need parentheses within another; an `optional` one may be missing in the browser."""
        self.js, self.type, self.compound = js, _without_none(type_), compound
        self.optional = optional or _may_be_none(type_)

    def __getattr__(self, name: str) -> Any:
        if name.startswith('__'):
            raise AttributeError(name)
        kind = self.type
        if not is_dataclass(kind):
            raise NotKnownHere(f'{self.js}.{name} is not known here: {self.js} differs from row to row. {IN_THE_ROW}')
        fields = _fields(cast(Any, kind))
        if name not in fields:
            raise AttributeError(f'{self.js} has no field {name}: it has {", ".join(fields)}')
        return Traced(f'{part(self)}{_dot(self)}{name}', fields[name], optional=self.optional)

    def __eq__(self, other: object) -> Any:
        return self._compared('==', other)

    def __ne__(self, other: object) -> Any:
        return self._compared('!=', other)

    def _compared(self, sign: str, other: object) -> Traced:
        exact = '' if other is None else '='
        one, two = part(self), part(other)
        if self.optional and isinstance(other, Traced) and other.optional:
            one, two = f'({one} ?? null)', f'({two} ?? null)'  # undefined is not null, while None is None
        return Traced(f'{one} {sign}{exact} {two}', bool, compound=True)

    def __repr__(self) -> str:
        return f'<Traced {self.js}>'

    __bool__ = _refused(
        'Use when(...)[...].otherwise[...] for `if`, choose(...) for `a if ... else b`, and all_of(...), any_of(...),'
        ' negate(...), either(...) for `and`, `or`, `not`.'
    )
    __str__ = __format__ = _refused('Give it to a tag as it is, or use sentence(code, "... {words} ...", words=...).')
    __iter__ = __reversed__ = _refused('Use each(values, draw), or join the words where the row is made.')
    __lt__ = __le__ = __gt__ = __ge__ = _refused(IN_THE_ROW)
    __len__ = __getitem__ = __contains__ = __call__ = _refused(IN_THE_ROW)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refused(IN_THE_ROW)
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __abs__ = __round__ = _refused(IN_THE_ROW)
    __int__ = __float__ = __index__ = _refused(IN_THE_ROW)
    __hash__ = _refused('Look it up where the row is made, and give the row a field for it.')


def traced(js: str, type_: type[T], *, compound: bool = False, optional: bool = False) -> T:
    """Return a Traced, typed as the value it stands for."""
    return cast(T, Traced(js, type_, compound=compound, optional=optional))


def js(value: object) -> str:
    """Write the value in JavaScript, for an interpolation or an attribute."""
    if isinstance(value, Traced):
        return value.js
    if isinstance(value, str):
        return (
            "'"
            + json.dumps(str.__str__(value), ensure_ascii=False)[1:-1].replace("'", "\\'").replace('}}', '}\\x7d')
            + "'"
        )
    if value is None or isinstance(value, int | float):
        return json.dumps(value)
    raise TypeError(f'{value!r} cannot be written into a template: put it in the row')


def part(value: object) -> str:
    """Write the value in JavaScript, in parentheses if it is a compound expression."""
    return f'({value.js})' if isinstance(value, Traced) and value.compound else js(value)


def as_condition(value: object) -> str:
    """Write JavaScript that is as true as the value is in Python. Raises NotKnownHere if it is already decided."""
    return _condition(value).js


def _condition(value: object) -> Traced:
    if not isinstance(value, Traced):
        raise NotKnownHere(
            f'This condition is {value!r} for every row: `is` and isinstance() cannot wait for the browser. Use == for'
            ' `is`, and a plain `if` where the template itself should differ.'
        )
    if (get_origin(value.type) or value.type) in MAPPINGS:
        raise NotKnownHere(f'{value.js} is true in the browser even if it is empty. {IN_THE_ROW}')
    return Traced(f'{part(value)}{_dot(value)}length', int) if is_list(value.type) else value


def negate(value: object) -> bool:
    """Stand in for `not value`."""
    return traced(f'!{part(_condition(value))}', bool) if _waits([value]) else not value


def all_of(*conditions: object) -> bool:
    """Stand in for `a and b and c`."""
    return _joined(' && ', conditions) if _waits(conditions) else all(conditions)


def any_of(*conditions: object) -> bool:
    """Stand in for `a or b or c` as a condition; either(...) returns a value."""
    return _joined(' || ', conditions) if _waits(conditions) else any(conditions)


def choose(condition: object, yes: T, no: U) -> T | U:
    """Stand in for `yes if condition else no`, in an attribute or as text."""
    if not _waits([condition]):
        return yes if condition else no
    return cast(T, _one_of(f'{part(_condition(condition))} ? {part(yes)} : {part(no)}', yes, no))


def either(value: T, other: U) -> T | U:
    """Stand in for `value or other`: `title=either(row.line, None)` leaves the title out if there is no line."""
    if not _waits([value]):
        return value or other
    if is_list(_type(value)):  # an empty list is true in a browser
        return choose(value, value, other)
    written = _one_of(f'{part(_condition(value))} || {part(other)}', value, other)
    written.optional = other is None or (isinstance(other, Traced) and other.optional)
    return cast(T, written)


class Nothing:
    """A stand-in for a missing row or value: it is false, it equals None, and so does every field of it."""

    def __getattr__(self, name: str) -> None:
        return None

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Nothing)

    def __hash__(self) -> int:
        return hash(None)


def found(values: Sequence[C], code: object) -> C:
    """Return the one among `values` with this `code`. If there is none, every field of the result equals nothing."""
    if isinstance(values, Traced):
        looked_up = f'{part(values)}{_dot(values)}find((one) => one.code === {part(code)})'
        return cast(C, Traced(looked_up, element_type(values.type), optional=True))
    if tracing.get():
        raise NotKnownHere('Everything that can be looked up must be sent: give the row a field for it.')
    return next((one for one in values if one.code == code), cast(C, Nothing()))


def is_list(type_: Any) -> bool:
    """Return whether this type is a list of values."""
    return (get_origin(type_) or type_) in LISTS


def is_text(type_: Any) -> bool:
    """Return whether Python and JavaScript write a value of this type alike: text or a whole number, not a bool."""
    if get_origin(type_) in (Union, UnionType):
        return all(map(is_text, get_args(type_)))
    if get_origin(type_) is Literal:
        return all(is_text(type(one)) for one in get_args(type_))
    return isinstance(type_, type) and issubclass(type_, str | int) and not issubclass(type_, bool)


def element_type(type_: Any) -> Any:
    """Return the type of such a list's items."""
    return next(iter(get_args(type_)), object)


def _type(value: object) -> Any:
    return value.type if isinstance(value, Traced) else type(value)


def _one_of(written: str, *values: object) -> Traced:
    """Return an expression that is one of these values, typed as all of them are."""
    types = [_type(value) for value in values if value is not None]
    alike = all(one == types[0] for one in types)
    kind = types[0] if types and alike else str if types and all(map(is_text, types)) else object
    optional = any(value is None or (isinstance(value, Traced) and value.optional) for value in values)
    return Traced(written, kind, compound=True, optional=optional)


def _dot(value: Traced) -> str:
    return '?.' if value.optional else '.'


def _waits(conditions: Sequence[object]) -> bool:
    return tracing.get() or any(isinstance(condition, Traced) for condition in conditions)


def _joined(sign: str, conditions: Sequence[object]) -> Any:
    return Traced(sign.join(_strictly(condition) for condition in conditions), bool, compound=True)


def _strictly(condition: object) -> str:
    inner = _condition(condition)
    return part(inner) if inner.type is bool and not inner.optional else f'!!{part(inner)}'


@cache
def _fields(kind: Any) -> dict[str, Any]:
    fields = get_type_hints(kind)
    if taken := fields.keys() & set(Traced.__slots__):
        raise TypeError(f'{kind.__name__}.{min(taken)} cannot be drawn: name the field otherwise')
    return fields


def _without_none(type_: Any) -> Any:
    if _may_be_none(type_):
        return Union[tuple(one for one in get_args(type_) if one is not NoneType)]  # noqa: UP007
    return type_


def _may_be_none(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType) and NoneType in get_args(type_)

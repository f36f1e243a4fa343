"""The values that a row function gets while it is traced: each stands for an expression, since every row differs.

A row function is called once with such values to write the template that the browser keeps. Anything that Python would
have to decide at that moment, such as `if row.away:`, is refused with a message that says what to write instead.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import cache
from string import Formatter
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar('T')
U = TypeVar('U')
LISTS = (tuple, list, Sequence)
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


_IN_THE_ROW = 'Compute it where the row is made, and give the row a field for it.'


class Traced:
    """An expression for the browser, with its type in Python."""

    __slots__ = ('compound', 'js', 'type')

    def __init__(self, js: str, type_: Any = object, *, compound: bool = False) -> None:
        self.js, self.type, self.compound = js, _without_none(type_), compound

    def __getattr__(self, name: str) -> Any:
        if name.startswith('__'):
            raise AttributeError(name)
        kind = self.type
        if not is_dataclass(kind):
            raise NotKnownHere(f'{self.js}.{name} is not known here: {self.js} differs from row to row. {_IN_THE_ROW}')
        fields = _fields(cast(Any, kind))
        if name not in fields:
            raise AttributeError(f'{self.js} has no field {name}: it has {", ".join(fields)}')
        return Traced(f'{self.js}.{name}', fields[name])

    def __eq__(self, other: object) -> Any:
        return self._compared('==', other)

    def __ne__(self, other: object) -> Any:
        return self._compared('!=', other)

    def _compared(self, sign: str, other: object) -> Traced:
        exact = '' if other is None else '='
        return Traced(f'{part(self)} {sign}{exact} {part(other)}', bool, compound=True)

    def __repr__(self) -> str:
        return f'<Traced {self.js}>'

    __bool__ = _refused(
        'Use when(...)[...].otherwise[...] for `if`, choose(...) for `a if ... else b`, and all_of(...), any_of(...),'
        ' negate(...), either(...) for `and`, `or`, `not`.'
    )
    __str__ = __format__ = _refused('Give it to a tag as it is, or use sentence("... {words} ...", words=...).')
    __iter__ = __reversed__ = _refused('Use each(values, draw), or join the words where the row is made.')
    __lt__ = __le__ = __gt__ = __ge__ = _refused(_IN_THE_ROW)
    __len__ = __getitem__ = __contains__ = __call__ = _refused(_IN_THE_ROW)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refused(_IN_THE_ROW)
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __abs__ = __round__ = _refused(_IN_THE_ROW)
    __int__ = __float__ = __index__ = _refused(_IN_THE_ROW)
    __hash__ = _refused('Look it up where the row is made, and give the row a field for it.')


def traced(js: str, type_: type[T], *, compound: bool = False) -> T:
    """Return a Traced, typed as the value it stands for."""
    return cast(T, Traced(js, type_, compound=compound))


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


def truth(value: object) -> str:
    """Write JavaScript that is as true as the value is in Python. Raises NotKnownHere if it is already decided."""
    if not isinstance(value, Traced):
        raise NotKnownHere(
            f'This condition is {value!r} for every row: `is` and isinstance() cannot wait for the browser. Use == for'
            ' `is`, and a plain `if` where the template itself should differ.'
        )
    return f'{part(value)}.length' if is_list(value.type) else value.js


def negate(value: object) -> bool:
    """Stand in for `not value`."""
    if isinstance(value, Traced) or tracing.get():
        inner = truth(value)
        compound = isinstance(value, Traced) and value.compound and not inner.endswith('.length')
        return traced(f'!({inner})' if compound else f'!{inner}', bool)
    return not value


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
    type_ = _type(no if yes is None else yes)
    return cast(T, Traced(f'{truth(condition)} ? {part(yes)} : {part(no)}', type_, compound=True))


def either(value: T, other: U) -> T | U:
    """Stand in for `value or other`: `title=either(row.line, None)` leaves the title out if there is no line."""
    if not _waits([value]):
        return value or other
    return cast(T, Traced(f'{part(value)} || {part(other)}', _type(value), compound=True))


class Nothing:
    """A stand-in for a missing row or value: every field of it is None."""

    def __getattr__(self, name: str) -> None:
        return None


def found(values: Sequence[C], code: object) -> C:
    """Return the one among `values` with this `code`. If there is none, every field of the result equals nothing."""
    if isinstance(values, Traced):
        kind = element_type(values.type)
        return cast(C, Traced(f'{values.js}.find((one) => one.code === {part(code)})?', kind))
    if tracing.get():
        raise NotKnownHere('Everything that can be looked up must be sent: give the row a field for it.')
    return next((one for one in values if one.code == code), cast(C, Nothing()))


def sentence(template: str, **parts: object) -> str:
    """Put what only the browser knows into a sentence for people: `sentence('Began at {at}', at=hhmm(row.at))`.

    The template stays whole, so that another language can reorder its parts. Raises KeyError for a missing part.
    """
    return filled(template, **parts)


def filled(template: str, **parts: object) -> str:
    """Fill in text that is not a sentence, such as `filled('rotate({turn})', turn=...)`."""
    if not any(isinstance(value, Traced) for value in parts.values()):
        return template.format_map(parts)
    pieces: list[str] = []
    for literal, name, _, _ in Formatter().parse(template):
        if literal or not pieces:
            pieces.append(js(literal))
        if name is not None:
            pieces.append(part(parts[name]))
    return traced(' + '.join(pieces), str, compound=True)


def is_list(type_: Any) -> bool:
    """Return whether this type is a list of values."""
    return (get_origin(type_) or type_) in LISTS


def element_type(type_: Any) -> Any:
    """Return the type of such a list's items."""
    return next(iter(get_args(type_)), object)


def _type(value: object) -> Any:
    return value.type if isinstance(value, Traced) else type(value)


def _waits(conditions: Sequence[object]) -> bool:
    return tracing.get() or any(isinstance(condition, Traced) for condition in conditions)


def _joined(sign: str, conditions: Sequence[object]) -> Any:
    return Traced(sign.join(_strictly(condition) for condition in conditions), bool, compound=True)


def _strictly(condition: object) -> str:
    inner = truth(condition)
    assert isinstance(condition, Traced)
    if condition.type is not bool:
        return f'!!({inner})' if condition.compound else f'!!{inner}'
    return part(condition)


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _without_none(type_: Any) -> Any:
    if get_origin(type_) in (Union, UnionType):
        rest = [one for one in get_args(type_) if one is not NoneType]
        return rest[0] if len(rest) == 1 else object
    return type_

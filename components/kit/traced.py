"""What a row function gets while it is traced: values that stand for expressions, since every row has its own.

A row function is called once with such values, to be written down as the template that the browser keeps. What Python
would have to decide at that moment, such as `if row.away:`, is refused with what to say instead.
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
    """One of several values that a code tells apart."""

    @property
    def code(self) -> str: ...


C = TypeVar('C', bound=Coded)


class NotKnownHere(Exception):
    """Something was asked of a value that only the browser has."""


def _refused(mend: str) -> Any:
    def refuse(self: Traced, *_: object) -> Any:
        raise NotKnownHere(f'{self.js} is not known here: it differs from row to row. {mend}')

    return refuse


_IN_THE_ROW = 'Work it out where the row is made, and give the row a field for it.'


class Traced:
    """An expression of the browser, and the type that it has in Python."""

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
        'Say when(...)[...].otherwise[...] for `if`, choose(...) for `a if ... else b`, and all_of(...), any_of(...),'
        ' negate(...), either(...) for `and`, `or`, `not`.'
    )
    __str__ = __format__ = _refused('Give it to a tag as it is, or say sentence("... {words} ...", words=...).')
    __iter__ = __reversed__ = _refused('Say each(values, draw), or join the words where the row is made.')
    __lt__ = __le__ = __gt__ = __ge__ = _refused(_IN_THE_ROW)
    __len__ = __getitem__ = __contains__ = __call__ = _refused(_IN_THE_ROW)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refused(_IN_THE_ROW)
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __abs__ = __round__ = _refused(_IN_THE_ROW)
    __int__ = __float__ = __index__ = _refused(_IN_THE_ROW)
    __hash__ = _refused('Look it up where the row is made, and give the row a field for it.')


def traced(js: str, type_: type[T], *, compound: bool = False) -> T:
    """A Traced that passes for what it stands for."""
    return cast(T, Traced(js, type_, compound=compound))


def js(value: object) -> str:
    """The value in JavaScript, fit for an interpolation and for an attribute."""
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
    """The value in JavaScript, in brackets where it is more than one word."""
    return f'({value.js})' if isinstance(value, Traced) and value.compound else js(value)


def truth(value: object) -> str:
    """In JavaScript, what is as true as the value is in Python. Raises NotKnownHere if it was decided already."""
    if not isinstance(value, Traced):
        raise NotKnownHere(
            f'This condition is {value!r} for every row: `is` and isinstance() cannot wait for the browser. Say == for'
            ' `is`, and a plain `if` where the template itself shall differ.'
        )
    return f'{part(value)}.length' if is_list(value.type) else value.js


def negate(value: object) -> bool:
    """For `not value`."""
    if isinstance(value, Traced) or tracing.get():
        inner = truth(value)
        compound = isinstance(value, Traced) and value.compound and not inner.endswith('.length')
        return traced(f'!({inner})' if compound else f'!{inner}', bool)
    return not value


def all_of(*conditions: object) -> bool:
    """For `a and b and c`."""
    return _joined(' && ', conditions) if _waits(conditions) else all(conditions)


def any_of(*conditions: object) -> bool:
    """For `a or b or c`; either(...) is the one that gives a value."""
    return _joined(' || ', conditions) if _waits(conditions) else any(conditions)


def choose(condition: object, yes: T, no: U) -> T | U:
    """For `yes if condition else no`, in an attribute or as text."""
    if not _waits([condition]):
        return yes if condition else no
    type_ = _type(no if yes is None else yes)
    return cast(T, Traced(f'{truth(condition)} ? {part(yes)} : {part(no)}', type_, compound=True))


def either(value: T, other: U) -> T | U:
    """For `value or other`: `title=either(row.line, None)` leaves the title out where there is no line."""
    if not _waits([value]):
        return value or other
    return cast(T, Traced(f'{part(value)} || {part(other)}', _type(value), compound=True))


class Nothing:
    """What stands where there is no row or value: every field of it is None."""

    def __getattr__(self, name: str) -> None:
        return None


def found(values: Sequence[C], code: object) -> C:
    """For the one among `values` with this `code`. If there is none, every field of what is found equals nothing."""
    if isinstance(values, Traced):
        kind = element_type(values.type)
        return cast(C, Traced(f'{values.js}.find((one) => one.code === {part(code)})?', kind))
    if tracing.get():
        raise NotKnownHere('What is looked up must travel: give the row a field for all that can be found.')
    return next((one for one in values if one.code == code), cast(C, Nothing()))


def sentence(template: str, **parts: object) -> str:
    """Words for people around something that only the browser knows: `sentence('Began at {at}', at=hhmm(row.at))`.

    The template stays whole, so that another language can put its parts elsewhere. Raises KeyError for a missing part.
    """
    return filled(template, **parts)


def filled(template: str, **parts: object) -> str:
    """Text that is no sentence, such as `filled('rotate({turn})', turn=...)`."""
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
    """Whether values of this type are several."""
    return (get_origin(type_) or type_) in LISTS


def element_type(type_: Any) -> Any:
    """The type of what is in such a list."""
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

"""Turning a row function into a template for the browser, or into HTML for a test."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any, TypeVar, get_type_hints, overload
from weakref import WeakKeyDictionary

from components.kit.browser import Browser, browser
from components.kit.markup import Tag
from components.kit.traced import traced, tracing

R = TypeVar('R')
_templates: WeakKeyDictionary[Callable[..., Tag], str] = WeakKeyDictionary()


def template(draw: Callable[..., Tag]) -> str:
    """Return the template that `draw` writes, the same for everyone and traced only once.

    Raises TypeError for a function that closes over values, and for a bound method or a partial: values belong in the row.
    """
    if not isinstance(draw, FunctionType):
        raise TypeError(f'{draw!r} may hold values: draw with a plain function, and put them in the row')
    if draw not in _templates:
        if inspect.getclosurevars(draw).nonlocals:
            raise TypeError(f'{draw!r} closes over values: a template is the same for everyone, so put them in the row')
        kind = row_type(draw)
        with _tracing():
            _templates[draw] = (draw() if kind is None else draw(traced('row', kind))).write()
    return _templates[draw]


def row_type(draw: Callable[..., Tag]) -> type | None:
    """Return the dataclass that `draw` takes, or None if it takes nothing. Raises TypeError if it is not annotated."""
    names = list(inspect.signature(draw).parameters)
    if not names:
        return None
    kind = get_type_hints(draw).get(names[0])
    if len(names) > 1 or not isinstance(kind, type):
        raise TypeError(f'{draw!r} must take one row and name its dataclass: def person(row: PersonRow) -> Tag')
    return kind


@overload
def render(draw: Callable[[], Tag], /, **known: Any) -> str: ...
@overload
def render(draw: Callable[[R], Tag], row: R, /, **known: Any) -> str: ...
def render(draw: Callable[..., Tag], /, *row: object, **known: Any) -> str:
    """Return the HTML of this row in a browser described by fields of `Browser`, such as `me='seat:1'`."""
    described = browser.set(Browser(**known))
    try:
        return draw(*row).write()
    finally:
        browser.reset(described)


@contextmanager
def _tracing() -> Iterator[None]:
    token = tracing.set(True)
    try:
        yield
    finally:
        tracing.reset(token)

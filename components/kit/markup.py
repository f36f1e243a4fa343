"""Markup in Python: tags with attributes and children, drawn from a row.

    def person(row: PersonRow) -> Tag:
        return li('person', data_status=row.status)[
            span('seat', toggles={'seat--away': row.away})[row.initials],
            when(row.away)['Away for ', ago(row)].otherwise[row.line],
        ]

`template` traces such a function once into the template that LiveList and LiveView keep in the browser; `render` calls it
with a real row and returns that row's HTML. Both escape text and attributes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, is_dataclass, replace
from typing import TypeAlias, TypeVar, Union

from components.kit.acts import Handler
from components.kit.attributes import Value, attribute, listener, quoted
from components.kit.traced import (
    NotKnownHere,
    Traced,
    as_condition,
    element_type,
    is_list,
    is_text,
    js,
    traced,
    tracing,
)

T = TypeVar('T')
Child: TypeAlias = Union[str, int, 'Node', Sequence['Child'], None]
Children: TypeAlias = tuple[Child, ...]
LOST = re.compile(r'^\s+$|\s\s|[\t\n\f\r]')  # white space that a template does not keep
VOID = {'br', 'hr', 'img', 'input'}
_depth: ContextVar[int] = ContextVar('depth', default=0)


class Node:
    """Anything that can stand among the children of a tag."""

    __slots__ = ()

    def write(self, directive: str = '') -> str:
        """Write HTML with whatever the browser has to fill in; `directive` says when the browser draws it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Tag(Node):
    """A tag. `button('btn', title=row.tip)['words', row.name]` takes attributes first, then children."""

    name: str
    classes: str = ''
    attributes: Mapping[str, Value] = field(default_factory=dict)
    toggles: Mapping[str, object] = field(default_factory=dict)
    heard: Mapping[str, Handler] = field(default_factory=dict)
    children: Children = ()

    def __call__(
        self,
        classes: str = '',
        /,
        *,
        toggles: Mapping[str, object] | None = None,
        on_blur: Handler | None = None,
        on_change: Handler | None = None,
        on_click: Handler | None = None,
        on_drawn: Handler | None = None,
        on_enter: Handler | None = None,
        on_escape: Handler | None = None,
        on_input: Handler | None = None,
        on_keydown: Handler | None = None,
        on_redrawn: Handler | None = None,
        on_submit: Handler | None = None,
        **attributes: Value,
    ) -> Tag:
        """Return the tag with more classes and attributes. `toggles` are classes that come and go with a condition of
        the row; those that are decided already stand among the classes.

        An underscore in a name becomes a dash, and one at its end is dropped (`for_`). None and False leave an attribute
        out, True writes it without a value; for `aria_...` True and False are words. `default_value` is what a field
        holds until somebody types. `on_drawn` fires when the tag appears, `on_redrawn` when its row changes; `on_submit`
        stops the page from reloading, and `on_escape` stops the key from reaching surrounding elements.
        """
        given = {
            'on_blur': on_blur,
            'on_change': on_change,
            'on_click': on_click,
            'on_drawn': on_drawn,
            'on_enter': on_enter,
            'on_escape': on_escape,
            'on_input': on_input,
            'on_keydown': on_keydown,
            'on_redrawn': on_redrawn,
            'on_submit': on_submit,
        }
        return replace(
            self,
            classes=f'{self.classes} {classes}'.strip(),
            attributes={**self.attributes, **attributes},
            toggles={**self.toggles, **(toggles or {})},
            heard={**self.heard, **{name: handler for name, handler in given.items() if handler is not None}},
        )

    def __getitem__(self, children: Child) -> Tag:
        return replace(self, children=_several(children))

    def write(self, directive: str = '') -> str:
        attributes = ''.join(attribute(name, value) for name, value in self.attributes.items())
        heard = ''.join(listener(name, handler) for name, handler in self.heard.items())
        opening = f'<{self.name}{directive}{self._class()}{attributes}{heard}>'
        return opening if self.name in VOID else f'{opening}{_written(self.children)}</{self.name}>'

    def _class(self) -> str:
        waits = tracing.get()
        now = [] if waits else [name for name, on in self.toggles.items() if on]
        names = ' '.join(filter(None, [self.classes, *now]))
        static = f' class="{quoted(names)}"' if names or (self.toggles and not waits) else ''
        live = ', '.join(f'{js(name)}: {as_condition(on)}' for name, on in self.toggles.items()) if waits else ''
        return static + (f' :class="{quoted("{" + live + "}")}"' if live else '')


@dataclass(frozen=True, slots=True)
class When(Node):
    """Children for the first true condition; `elsewhen(...)[...]` and `otherwise[...]` add more."""

    branches: tuple[tuple[object, Children], ...]
    rest: Children = ()

    def elsewhen(self, condition: object) -> Branch:
        """Add children for when this is the first true condition."""
        return Branch(condition, self)

    @property
    def otherwise(self) -> Otherwise:
        """Add children for when no condition is true."""
        return Otherwise(self)

    def write(self, directive: str = '') -> str:
        if not tracing.get():
            return _written(next((children for condition, children in self.branches if condition), self.rest))
        words = ('v-if', *['v-else-if'] * len(self.branches))
        written = [
            _one(children, f' {word}="{quoted(as_condition(condition))}"')
            for word, (condition, children) in zip(words, self.branches, strict=False)
        ]
        drawn = ''.join(written) + (_one(self.rest, ' v-else') if self.rest else '')
        return f'<template{directive}>{drawn}</template>' if directive else drawn


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition that waits for its children: `when(row.away)['Away']`."""

    condition: object
    before: When | None = None

    def __getitem__(self, children: Child) -> When:
        former = self.before.branches if self.before else ()
        return When((*former, (self.condition, _several(children))))


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The other case, waiting for its children."""

    before: When

    def __getitem__(self, children: Child) -> When:
        return replace(self.before, rest=_several(children))


@dataclass(frozen=True, slots=True)
class _Each(Node):
    values: str
    name: str
    key: str
    child: Child

    def write(self, directive: str = '') -> str:
        loop = f' v-for="{self.name} in {quoted(self.values)}" :key="{quoted(self.key)}"'
        written = _one((self.child,), loop)
        return f'<template{directive}>{written}</template>' if directive else written


def when(condition: object) -> Branch:
    """Draw by condition, as `if` does: `when(row.away)[...]`, `.elsewhen(row.help)[...]`, `.otherwise[...]`."""
    return Branch(condition)


def each(values: Sequence[T], draw: Callable[[T], Child], key: Callable[[T], str | int] | None = None) -> Child:
    """Draw each value, as `for` does. `key` tells values apart that are not plain and have no `id`."""
    if not isinstance(values, Traced):
        return [draw(value) for value in values]
    if not is_list(values.type):
        raise NotKnownHere(f'{values.js} is not a list: annotate its field as tuple[..., ...]')
    depth = _depth.set(_depth.get() + 1)
    try:
        name = f'one{_depth.get()}'
        one = traced(name, element_type(values.type))
        return _Each(values.js, name, js(key(one) if key else _own_key(one)), draw(one))
    finally:
        _depth.reset(depth)


def _own_key(one: Traced) -> object:
    return one.id if is_dataclass(one.type) else one


def _several(children: Child) -> Children:
    return children if isinstance(children, tuple) else (children,)


def _one(children: Children, directive: str) -> str:
    """Write the children under one directive, which goes on the tag itself if there is only one."""
    if len(children) == 1 and isinstance(children[0], Tag):
        return children[0].write(directive)
    return f'<template{directive}>{_written(children)}</template>'


def _written(children: Sequence[Child]) -> str:
    return ''.join(map(_child, children))


def _child(child: Child) -> str:
    if isinstance(child, Node):
        return child.write()
    if isinstance(child, Traced):
        if not is_text(child.type):
            raise NotKnownHere(
                f'{child.js} is not text or a whole number: use when(...)[...], each(values, draw) or a field of it'
            )
        return '{{ ' + html.escape(child.js, quote=False) + ' }}'
    if child is None:
        return ''
    if isinstance(child, str):
        return _text(child)
    if isinstance(child, list | tuple):
        return _written(child)
    if isinstance(child, int) and not isinstance(child, bool):
        return str(child)
    raise TypeError(f'{child!r} is not text or a whole number: use when(...)[...], or write it out in the row')


def _text(text: str) -> str:
    if tracing.get() and LOST.search(text):
        return '{{ ' + html.escape(js(text), quote=False) + ' }}'
    return html.escape(text, quote=False).replace('{', '&#123;')  # a `{{` in text is never filled in

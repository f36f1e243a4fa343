"""What a click, a choice or a key does: tell the server, or change something in this browser alone."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.prefs import Pref
from components.kit.traced import js, traced


@dataclass(frozen=True, slots=True)
class Handler:
    """What a tag does on an event such as `on_click`."""

    js: str

    def not_twice(self) -> Handler:
        """Return the same handler, but ignore the second click of a double click."""
        return Handler(f'$event.detail > 1 || {self.js}')


def act(name: str, value: object = None) -> Handler:
    """Call the handler that `on_act(name, ...)` registered, with the row's key and this value, such as one of those below."""
    return Handler(f'act({js(name)})' if value is None else f'act({js(name)}, {js(value)})')


def set_pref(name: Pref, value: object) -> Handler:
    """Keep a choice in this browser; every tab shows it at once, and the server never learns of it."""
    return Handler(f'pref({js(name)}, {js(value)})')


def checked() -> bool:
    """Return whether the box is ticked: `on_change=act('check', checked())`."""
    return traced('$event.target.checked', bool)


def typed() -> str:
    """Return the text in the field."""
    return traced('$event.target.value', str)


def number() -> float:
    """Return the value of a slider or a number field."""
    return traced('Number($event.target.value)', float)


def form_values() -> object:
    """Return every field of the form by name: `on_submit=act('save', form_values())`. components.kit.form reads it."""
    return traced('formValues($event.target)', object)


def focus() -> Handler:
    """Focus the field as soon as it appears, for `on_drawn`."""
    return Handler('$event.el.focus()')


def select() -> Handler:
    """Select the text in the field as soon as it appears, for `on_drawn`."""
    return Handler('$event.el.select()')


def mark_around(selector: str, name: str, value: object) -> Handler:
    """Set `data-name` on an element around this tag, for the stylesheet, at `on_drawn` and `on_redrawn`."""
    return Handler(f'$event.el.closest({js(selector)}).dataset.{name} = {js(value)}')

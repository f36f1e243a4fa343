"""What a click, a choice or a key does: it tells the server, or it changes something in this browser alone."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.prefs import Pref
from components.kit.traced import js, traced


@dataclass(frozen=True, slots=True)
class Handler:
    """What a tag does at an event, such as `on_click`."""

    js: str

    def not_twice(self) -> Handler:
        """The same, except that the second click of a double click does nothing."""
        return Handler(f'$event.detail > 1 || {self.js}')


def act(name: str, value: object = None) -> Handler:
    """Call what `on_act(name, ...)` was given, with the key of the row and this value, which may be one of those below."""
    return Handler(f'act({js(name)})' if value is None else f'act({js(name)}, {js(value)})')


def set_pref(name: Pref, value: object) -> Handler:
    """Keep a choice in this browser; every tab shows it at once, and no server hears of it."""
    return Handler(f'pref({js(name)}, {js(value)})')


def checked() -> bool:
    """Whether the box is ticked: `on_change=act('check', checked())`."""
    return traced('$event.target.checked', bool)


def typed() -> str:
    """What stands in the field."""
    return traced('$event.target.value', str)


def number() -> float:
    """What a range or a field for numbers stands at."""
    return traced('Number($event.target.value)', float)


def form_values() -> object:
    """Everything in the form by name: `on_submit=act('save', form_values())`. components.kit.form reads what comes."""
    return traced('formValues($event.target)', object)


def focus() -> Handler:
    """For `on_drawn`: the field has the focus as soon as it is there."""
    return Handler('$event.el.focus()')


def select() -> Handler:
    """For `on_drawn`: the words in the field are selected as soon as it is there."""
    return Handler('$event.el.select()')


def mark_around(selector: str, name: str, value: object) -> Handler:
    """For `on_drawn` and `on_redrawn`: set `data-name` of what is around this tag, for the stylesheet."""
    return Handler(f'$event.el.closest({js(selector)}).dataset.{name} = {js(value)}')

"""How attributes and event listeners are written."""

from __future__ import annotations

import html
from typing import TypeAlias

from components.kit.acts import Handler
from components.kit.traced import NotKnownHere, Traced, is_list, tracing

Value: TypeAlias = str | int | float | bool | None
BOOLEAN = {'autofocus', 'checked', 'disabled', 'hidden', 'multiple', 'open', 'readonly', 'required', 'selected'}
EVENTS = {
    'on_blur': 'blur',
    'on_change': 'change',
    'on_click': 'click',
    'on_drawn': 'vue:mounted',
    'on_enter': 'keydown.enter',
    'on_escape': 'keydown.esc.stop',
    'on_input': 'input',
    'on_keydown': 'keydown',
    'on_redrawn': 'vue:updated',
    'on_submit': 'submit.prevent',
}


def attribute(name: str, value: Value) -> str:
    """Write one attribute, with the space before it."""
    written = 'value' if name == 'default_value' else name.rstrip('_').replace('_', '-')
    words = written.startswith('aria-')
    if isinstance(value, Traced):
        return _bound('defaultValue.prop' if name == 'default_value' else written, value, words=words)
    if isinstance(value, Handler):
        raise TypeError(f'{name} cannot be an act: there are {", ".join(EVENTS)}')
    if isinstance(value, bool) and words:
        return f' {written}="{str(value).lower()}"'
    if value is None or value is False:
        return ''
    return f' {written}' if value is True else f' {written}="{quoted(str(value))}"'


def _bound(attribute: str, value: Traced, *, words: bool) -> str:
    if is_list(value.type):
        raise NotKnownHere(f'{value.js} is a list: join it where the row is made')
    plain = value.type is not bool or words or attribute in BOOLEAN
    bound = value.js if plain else f"({value.js}) ? '' : null"
    return f' :{attribute}="{quoted(bound)}"'


def listener(name: str, handler: Handler) -> str:
    """Write what the browser does on an event; `render` leaves it out."""
    return f' @{EVENTS[name]}="{quoted(handler.js)}"' if tracing.get() else ''


def quoted(text: str) -> str:
    """Escape the text for use between the quotes of an attribute."""
    return html.escape(text, quote=False).replace('"', '&quot;')

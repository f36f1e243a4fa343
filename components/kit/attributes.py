"""How attributes and event listeners are written."""

from __future__ import annotations

import html
import re
from typing import TypeAlias

from components.kit.acts import Handler
from components.kit.addresses import OwnAddress
from components.kit.traced import NotKnownHere, Traced, is_list, is_text, tracing

Value: TypeAlias = str | int | float | bool | None
BOOLEAN = {'autofocus', 'checked', 'disabled', 'hidden', 'multiple', 'open', 'readonly', 'required', 'selected'}
ADDRESSES = {'action', 'data', 'formaction', 'href', 'ping', 'poster', 'src', 'srcset', 'xlink-href'}
NAME = re.compile('[a-z][a-z0-9_]*')
CAPITALS = {'preserveAspectRatio', 'viewBox'}
REFUSED = {
    'class': 'classes come first, before the attributes: p("quiet"), and toggles={...} are those that come and go',
    'is': 'name the tag itself',
    'key': 'give each(...) a key',
    'ref': 'find the element by a data_... attribute',
    'slot': 'put children into the brackets',
    'srcdoc': 'HTML in an attribute is not escaped; give the tag children instead',
}
PREFIXES = {
    'on': 'what an event does is an act, such as on_click=act(...)',
    'v_': 'use when(...), each(...) and children instead of Vue',
    'inner': 'HTML in an attribute is not escaped; give the tag children instead',
    'outer': 'HTML in an attribute is not escaped; give the tag children instead',
}
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
    """Write one attribute, with the space before it. Raises TypeError for one that would be HTML, a script or Vue."""
    _check(name)
    written = 'value' if name == 'default_value' else name.rstrip('_').replace('_', '-')
    words = written.startswith('aria-')
    if isinstance(value, Traced):
        return _bound('defaultValue.prop' if name == 'default_value' else written, value, words=words)
    if isinstance(value, Handler):
        raise TypeError(f'{name} cannot be an act: there are {", ".join(EVENTS)}')
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError(f'{name} cannot be {value!r}: an attribute is text, a number or a bool')
    if isinstance(value, bool) and words:
        return f' {written}="{str(value).lower()}"'
    if value is None or value is False:
        return ''
    return f' {written}' if value is True else f' {written}="{quoted(str(value))}"'


def _check(name: str) -> None:
    bare = name.rstrip('_')
    for prefix, mend in PREFIXES.items():
        if name.startswith(prefix):
            raise TypeError(f'{name} is not an attribute here: {mend}')
    if bare in REFUSED:
        raise TypeError(f'{name} is not an attribute here: {REFUSED[bare]}')
    if name not in CAPITALS and not NAME.fullmatch(name):
        raise TypeError(f'{name} is not the name of an attribute: use small letters, and _ for a dash')


def _bound(attribute: str, value: Traced, *, words: bool) -> str:
    if is_list(value.type):
        raise NotKnownHere(f'{value.js} is a list: join it where the row is made')
    if value.type is not bool and not is_text(value.type):
        raise NotKnownHere(f'{value.js} is not text, a whole number or a bool: write it out where the row is made')
    if attribute in ADDRESSES and value.type is not OwnAddress:
        raise TypeError(f'{attribute} could be an address of any kind: use {attribute}=own_address({value.js})')
    plain = value.type is not bool or words or attribute in BOOLEAN
    bound = value.js if plain else f"({value.js}) ? '' : null"
    return f' :{attribute}="{quoted(bound)}"'


def listener(name: str, handler: Handler) -> str:
    """Write what the browser does on an event; `render` leaves it out."""
    if not isinstance(handler, Handler):
        raise TypeError(f'{name} cannot be {handler!r}: it is an act, such as {name}=act(...)')
    return f' @{EVENTS[name]}="{quoted(handler.js)}"' if tracing.get() else ''


def quoted(text: str) -> str:
    """Escape the text for use between the quotes of an attribute."""
    return html.escape(text, quote=False).replace('"', '&quot;')

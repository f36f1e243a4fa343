"""A line with a switch at its end, and a second line with details."""

from __future__ import annotations

from components.kit.acts import Handler, checked, set_pref
from components.kit.browser import pref
from components.kit.markup import Tag
from components.kit.prefs import Switch
from components.kit.tags import br, icon, input_, label, span


def switch(words: str, more: str, *, on: bool, says: Handler, picture: str = '') -> Tag:
    """Draw a switch that is on or off; `says` is what a change does, `picture` an icon before the text."""
    return label('switch')[
        icon(picture) if picture else None,
        span('grow')[words, br, span('small quiet')[more]],
        input_(type='checkbox', role='switch', checked=on, on_change=says),
    ]


def pref_switch(name: Switch, words: str, more: str) -> Tag:
    """Draw a switch for a choice that is kept in this browser."""
    return switch(words, more, on=pref(name), says=set_pref(name, checked()))

"""The choices that are kept in a browser and never sent, with their defaults."""

from __future__ import annotations

from typing import Literal

Switch = Literal[
    'bell', 'tick', 'notify', 'vibrate', 'flash', 'ask_start', 'ask_end', 'letter_keys', 'hide_self'
]  # fmt: skip
Level = Literal['volume']
Choice = Literal['theme', 'layout', 'mic', 'camera', 'speaker']
Pref = Switch | Level | Choice

DEFAULTS: dict[str, bool | int | str] = {
    'theme': '',
    'volume': 60,
    'bell': True,
    'tick': False,
    'notify': False,
    'vibrate': True,
    'flash': True,
    'ask_start': True,
    'ask_end': True,
    'letter_keys': True,
    'mic': '',
    'camera': '',
    'speaker': '',
    'layout': 'auto',
    'hide_self': False,
}
"""The same as in `static/head.js`, which browsers use."""

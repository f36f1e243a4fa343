"""The sheet of keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.kit.dialog import sheet
from components.kit.keys import Key
from components.kit.live_view import LiveView
from components.kit.markup import Tag, each
from components.kit.switch import pref_switch
from components.kit.tags import div, kbd, span


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and what it does."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """The shortcuts of a page."""

    keys: tuple[Shortcut, ...]


def draw_shortcuts(row: Shortcuts) -> Tag:
    """Draw a line for each key, and a switch that turns the letters off."""
    letters = pref_switch('letter_keys', 'Single-letter keys', 'Turn them off if you use dictation')
    return div[
        div('keys')[each(row.keys, lambda one: div[span[one.words], kbd[one.key]], key=lambda one: one.key)],
        letters(style='margin-top:12px'),
    ]


def open_keys_sheet(table: Sequence[Key]) -> None:
    """Open the sheet with every shortcut of this page."""
    with sheet('Keys', wide=True):
        LiveView(draw_shortcuts, Shortcuts(tuple(Shortcut(key.key, key.label) for key in table)))

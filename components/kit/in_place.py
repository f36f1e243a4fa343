"""Changing words where they stand: Enter or leaving the field saves them, Esc leaves them as they were."""

from __future__ import annotations

from components.kit.acts import Handler
from components.kit.markup import Tag
from components.kit.tags import input_
from components.kit.traced import js


def in_place(classes: str, words: str, *, saves: str) -> Tag:
    """A field with these words. It says `act(saves, words)`, or `act('close')` when nothing changed.

    What a person is typing stands when the row is drawn again. A field that goes away loses the focus, too: that saves
    nothing.
    """
    edited = Handler(f'edited($event, {js(saves)})')
    return input_(classes, default_value=words, on_input=edited, on_keydown=edited, on_blur=edited)

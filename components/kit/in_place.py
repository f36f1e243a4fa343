"""Editing text in place: Enter or leaving the field saves it, Esc keeps the old text."""

from __future__ import annotations

from components.kit.acts import Handler
from components.kit.markup import Tag
from components.kit.tags import input_
from components.kit.traced import js


def in_place(classes: str, words: str, *, saves: str) -> Tag:
    """Draw a field with this text. It calls `act(saves, text)`, or `act('close')` if nothing changed.

    A redrawn row keeps what a person is typing. A field that disappears also loses the focus, but that saves nothing.
    """
    edited = Handler(f'edited($event, {js(saves)})')
    return input_(classes, default_value=words, on_input=edited, on_keydown=edited, on_blur=edited)

"""Changing words where they stand: Enter or leaving the field saves them, Esc leaves them as they were."""

from __future__ import annotations


def in_place(act: str) -> str:
    """What an `<input>` of a template listens to: it says `act(act, words)`, or `act('close')` when nothing changed.

    Its words are `:defaultValue.prop`, which lets what a person is typing stand when the row is drawn again. A field
    that goes away loses the focus, too: that saves nothing.
    """
    field = '$event.target'
    done = f"({field}.left = true, {field}.value === {field}.defaultValue ? act('close') : act('{act}', {field}.value))"
    return (
        f'@input="{field}.left = false" @keydown.enter="$event.isComposing || {done}"'
        f' @keydown.esc.stop="{field}.left = true, act(\'close\')" @blur="{field}.left || {done}"'
    )

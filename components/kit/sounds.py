"""The bell: what is heard, felt and notified when a phase ends. Every choice is kept in the browser."""

from __future__ import annotations

from nicegui.element import Element

from components.kit.assets import asset


class Sounds(Element, component=asset('sounds.js')):
    """One per room page. Rings when the page's countdown takes a state with a `bell`, ticks at one minute if wanted.

    A button with `data-sound="focus"` (or break, long, minute) lets a person hear that bell.
    """

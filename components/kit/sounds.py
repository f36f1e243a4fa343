"""The bell: the sound, vibration and notification when a phase ends. Every choice is kept in the browser."""

from __future__ import annotations

from nicegui.element import Element

from components.kit.assets import asset


class Sounds(Element, component=asset('sounds.js')):
    """Rings when the page's countdown takes a state with a `bell`, and ticks at one minute if wanted; one per room page.

    A button with `data-sound="focus"` (or break, long, minute) plays that bell.
    """

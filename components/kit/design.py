"""Icons and defaults for NiceGUI's own widgets, so that panels match the look of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components.kit.assets import url
from components.kit.live import refusals_told


def icon(name: str) -> str:
    """Return an icon for NiceGUI's widgets: `ui.button('Pause', icon=icon('pause'))`."""
    return f'svguse:{url("vendor/icons.svg")}#{name}|0 0 24 24'


def set_defaults() -> None:
    """Turn off ripples, capitals and Material arrows; called once, before the first page."""
    ui.button.default_props('flat no-caps :ripple=false')
    ui.select.default_props(f'outlined dropdown-icon="{icon("chevron-down")}"')
    ui.expansion.default_props(f'expand-icon="{icon("chevron-down")}"')
    ui.input.default_props('outlined')


def button(
    text: str = '',
    on_click: Callable[..., Any] | None = None,
    *,
    icon: str = '',
    classes: str = 'btn',
    label: str = '',
) -> ui.button:
    """Place a button in our style: `button('Pause', pause, icon='pause', classes='btn btn--main')`.

    `label` names a button without text, for screen readers and as a tooltip. `on_click` takes no arguments and may be
    async; if it raises RoomError, that becomes a toast.
    """
    made = ui.button(text, icon=_icon(icon), color=None).classes(classes)
    if on_click is not None:
        made.on('click', refusals_told(on_click), args=[])
    if label:
        made.props['aria-label'] = made.props['title'] = label
    return made


def words(text: str, tag: str = 'span', classes: str = '') -> TextElement:
    """Place one element with text in it: `words('Your goals', 'h2', 'heading')`."""
    return TextElement(tag=tag, text=text).classes(classes)


def _icon(name: str) -> str | None:
    return icon(name) if name else None

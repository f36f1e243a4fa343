"""A sheet over the page: built when it opens, removed when it closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from nicegui import Client, ui
from nicegui.context import context

from components.kit.design import button, words


class Sheet(ui.dialog):
    """An open dialog; `close()` closes it and removes its elements."""


_open: WeakKeyDictionary[Client, Callable[[], None]] = WeakKeyDictionary()


def close_sheets() -> None:
    """Remove the sheet that is open on this page, if there is one."""
    take_away = _open.pop(context.client, None)
    if take_away is not None:
        take_away()


@contextmanager
def sheet(title: str, *, wide: bool = False) -> Iterator[Sheet]:
    """Build the content of a sheet inside this block; then it opens with the focus in it, replacing any open one.

    Esc, a click outside it or its Close button closes it; then the focus returns to where it was.
    """
    client = context.client
    close_sheets()
    with client.content, ui.element().props('hidden') as holder, Sheet().classes('sheetbox') as dialog:
        # deleting the holder also removes the marker that ui.dialog leaves beside it
        dialog.props('transition-duration=240')
        with ui.element('section').classes('sheet sheet--wide' if wide else 'sheet'):
            with ui.element('div').classes('sheet__head'):
                heading = words(title, 'h2', 'title')
                button(icon='x', classes='iconbtn', label='Close', on_click=dialog.close)
            yield dialog
    dialog.props['aria-labelledby'] = heading.html_id

    def take_away() -> None:
        if not dialog.is_deleted:
            dialog.delete()
            holder.delete()

    def hidden() -> None:
        if _open.get(client) is take_away:
            del _open[client]
        take_away()

    _open[client] = take_away
    dialog.on('hide', hidden, args=[])
    dialog.open()

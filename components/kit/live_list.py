"""A list whose rows are patched one by one in the browser: one element on the server, whatever the number of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset
from components.kit.live import push, refusals_told

Row = Mapping[str, Any]
ActHandler = Callable[[Any, Any], Any]


def encode_rows(rows: Iterable[Row]) -> str:
    """The rows as LiveList takes them. Encode once per version of a room and hand the string to every page."""
    return json.dumps(list(rows), ensure_ascii=False, separators=(',', ':'))


class LiveList(Element, component=asset('live_list.js')):
    """Keyed rows, drawn by a Vue template, kept current by patches.

    `row` is a template with one root element. It may use `row`, `prev` (the row before or null), and the
    helpers `act(name, value)`, `hhmm(ms)`, `day(ms)`, `newday` (by the field `at`), `ago(row)` (by `age_ms`, when it was
    sent), `left(row)` and `dash(row, radius)` (by `remaining_ms`, `total_ms`, `running`), `pref(name)`,
    `pref(name, value)`, `can(name)`, `icon(name)`, and the tags `<icon name="pin" small/>` and
    `<rich :text="row.text"/>`. `ms` are milliseconds since 1970.

    `follow`: rests at the newest row, counts what was not seen (rows without `counts: false`; `mine` scrolls down).
    `reorder`: rows with a `data-handle` button can be dragged or moved with arrow keys: act `move`, value the index.
    `sort`: rows are kept in the order of their field `sort`. `empty`: words or a template for a list without rows.
    """

    def __init__(
        self,
        row: str,
        rows: Iterable[Row] = (),
        *,
        key: str = 'id',
        rows_json: str | None = None,
        tag: str = 'ul',
        classes: str = '',
        follow: bool = False,
        reorder: bool = False,
        sort: bool = False,
        empty: str = '',
    ) -> None:
        super().__init__()
        self._handlers: dict[str, ActHandler] = {}
        self._snapshot: Callable[[], Iterable[Row]] | None = None
        self._key = key
        self.props['row'] = row
        self.props['row-key'] = key
        self.props['tag'] = tag
        self.props['rows'] = encode_rows(rows) if rows_json is None else rows_json
        for name, value in {'list-class': classes, 'empty': empty}.items():
            if value:
                self.props[name] = value
        for name, flag in {'follow': follow, 'reorder': reorder, 'sort': sort}.items():
            if flag:
                self.props[name] = True
        self.on('act', self._act)
        self.on('resync', self._resync)

    def on_act(self, name: str, handler: ActHandler) -> Self:
        """Call `handler(key, value)` when a row says `act(name, value)`. Both come from a browser: check them.

        May be async; a RoomError becomes a toast, and what was ticked meanwhile is drawn as it was.
        """
        self._handlers[name] = refusals_told(handler, lambda: push(self, 'refused'))
        return self

    def on_resync(self, rows: Callable[[], Iterable[Row]]) -> Self:
        """Where to read all rows again when the browser finds that it lost them."""
        self._snapshot = rows
        return self

    def reset(self, rows: Iterable[Row]) -> None:
        """Replace all rows; those with a known key keep their place in the page, focus included."""
        push(self, 'reset', list(rows))

    def upsert(self, row: Row, before: Any = None, *, at_end: bool = False) -> None:
        """Add the row at the end, or replace the one with its key in place; `before` (a key) or `at_end` moves it."""
        if before is None and not at_end:
            push(self, 'upsert', row)
        else:
            push(self, 'upsert', row, before, at_end)

    def patch(self, key: Any, **fields: Any) -> None:
        """Change some fields of a row; does nothing if there is no such row."""
        push(self, 'patch', key, fields)

    def remove(self, key: Any) -> None:
        """Take the row away, if it is there."""
        push(self, 'remove', key)

    def _to_dict(self) -> dict[str, Any]:
        # The snapshot travels once: patches keep the browser's rows current, so a later update must not bring it back.
        data = super()._to_dict()
        data['props'] = dict(self._props)
        dict.pop(self._props, 'rows', None)
        return data

    def _act(self, event: GenericEventArguments) -> Any:
        args = event.args if isinstance(event.args, dict) else {}
        name, key = args.get('name'), args.get('key')
        handler = self._handlers.get(name) if isinstance(name, str) else None
        if handler is None or not isinstance(key, (str, int)):
            return None
        return handler(key, args.get('value'))

    def _resync(self) -> None:
        if self._snapshot is not None:
            self.reset(self._snapshot())

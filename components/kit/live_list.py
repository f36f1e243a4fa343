"""A list whose rows are patched one by one in the browser: one element on the server, however many rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Self, TypeVar

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset
from components.kit.live import push, refusals_told
from components.kit.markup import Tag
from components.kit.row import brief, defaults, names, plain
from components.kit.tags import li, p
from components.kit.template import row_type, template

R = TypeVar('R')
ActHandler = Callable[[Any, Any], Any]


def encode_row(row: Mapping[str, Any]) -> str:
    """Return a row as it travels with a page."""
    return json.dumps(row, ensure_ascii=False, separators=(',', ':'))


class LiveList(Element, Generic[R], component=asset('live_list.js')):
    """Keyed rows, each a frozen dataclass, drawn by a function from components.kit.markup and updated by patches.

    `key` names the field that tells rows apart. `me` is the seat of the person looking, for `is_me`.
    `follow`: stay at the newest row and count unseen rows (except those with `counts: false`; one of the seat `me` scrolls down).
    `reorder`: rows with a `data-handle` button can be dragged or moved with arrow keys: act `move`, the index as value.
    `sort`: keep rows in the order of their field `sort`. `empty`: text, or a function, to draw when there are no rows.
    """

    def __init__(
        self,
        draw: Callable[[R], Tag],
        rows: Iterable[R] = (),
        *,
        key: str = 'id',
        rows_json: str = '',
        me: str = '',
        tag: str = 'ul',
        classes: str = '',
        follow: bool = False,
        reorder: bool = False,
        sort: bool = False,
        empty: str | Callable[[], Tag] = '',
    ) -> None:
        super().__init__()
        self._handlers: dict[str, ActHandler] = {}
        self._snapshot: Callable[[], Iterable[R]] | None = None
        kind = row_type(draw)
        self._fields = names(kind) if kind else set()
        self.props['row'] = _drawn(draw, me)
        self.props['row-key'] = key
        self.props['tag'] = tag
        self.props['rows'] = rows_json or f'[{",".join(encode_row(self._sent(row)) for row in rows)}]'
        given = {
            'list-class': classes,
            'empty': _empty(empty, tag) if isinstance(empty, str) else template(empty),
            'defaults': defaults(kind) if kind else None,
            'me': me,
        }
        for name, value in given.items():
            if value:
                self.props[name] = value
        for name, flag in {'follow': follow, 'reorder': reorder, 'sort': sort}.items():
            if flag:
                self.props[name] = True
        self.on('act', self._act)
        self.on('resync', self._resync)

    def on_act(self, name: str, handler: ActHandler) -> Self:
        """Call `handler(key, value)` when a row does `act(name, value)`. Both come from a browser: check them.

        It may be async; a RoomError becomes a toast, and a box that was ticked goes back to how it was.
        """
        self._handlers[name] = refusals_told(handler, lambda: push(self, 'refused'))
        return self

    def on_resync(self, rows: Callable[[], Iterable[R]]) -> Self:
        """Call `rows` to read all rows again when the browser finds that it lost them."""
        self._snapshot = rows
        return self

    def reset(self, rows: Iterable[R]) -> None:
        """Replace all rows; rows with a known key keep their elements, and with them the focus."""
        push(self, 'reset', [self._sent(row) for row in rows])

    def upsert(self, row: R, before: Any = None, *, at_end: bool = False) -> None:
        """Add the row at the end, or replace the one with its key in place; `before` (a key) or `at_end` moves it."""
        if before is None and not at_end:
            push(self, 'upsert', self._sent(row))
        else:
            push(self, 'upsert', self._sent(row), before, at_end)

    def patch(self, key: Any, **fields: Any) -> None:
        """Change some fields of a row; does nothing if there is no such row. Raises TypeError for an unknown field."""
        if not fields.keys() <= self._fields:
            raise TypeError(f'no such field: {", ".join(sorted(fields.keys() - self._fields))}')
        push(self, 'patch', key, {name: plain(value) for name, value in fields.items()})

    def remove(self, key: Any) -> None:
        """Remove the row, if there is one."""
        push(self, 'remove', key)

    def _sent(self, row: R) -> dict[str, Any]:
        """Return the row as it is sent."""
        return brief(row)

    def _to_dict(self) -> dict[str, Any]:
        # The snapshot is sent once: patches keep the browser's rows current, so a later update must not restore it.
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


def _empty(words: str, tag: str) -> str:
    line = p if tag == 'div' else li
    return line('quiet small')[words].write() if words else ''


def _drawn(draw: Callable[..., Tag], me: str) -> str:
    drawn = template(draw)
    if 'isMe(' in drawn and not me:
        raise TypeError(f'{draw!r} asks whose seat it is: pass me=... where it is placed')
    return drawn

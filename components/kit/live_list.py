"""A list whose rows are patched one by one in the browser: one element on the server, whatever the number of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Generic, Self, TypeVar

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset
from components.kit.live import push, refusals_told
from components.kit.markup import Tag
from components.kit.row import brief, defaults, names
from components.kit.tags import li, p
from components.kit.template import row_type, template

R = TypeVar('R')
ActHandler = Callable[[Any, Any], Any]


class LiveList(Element, Generic[R], component=asset('live_list.js')):
    """Keyed rows, each a frozen dataclass, drawn by a function of components.kit.markup and kept current by patches.

    `key` names the field that tells rows apart. `me` is the seat of who looks, for `is_me`.
    `follow`: rests at the newest row, counts what was not seen (rows without `counts: false`; `mine` scrolls down).
    `reorder`: rows with a `data-handle` button can be dragged or moved with arrow keys: act `move`, value the index.
    `sort`: rows are kept in the order of their field `sort`. `empty`: words, or a function that draws a list without rows.
    """

    def __init__(
        self,
        draw: Callable[[R], Tag],
        rows: Iterable[R] = (),
        *,
        key: str = 'id',
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
        self.props['rows'] = json.dumps([*map(self._sent, rows)], ensure_ascii=False, separators=(',', ':'))
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
        """Call `handler(key, value)` when a row says `act(name, value)`. Both come from a browser: check them.

        May be async; a RoomError becomes a toast, and what was ticked meanwhile is drawn as it was.
        """
        self._handlers[name] = refusals_told(handler, lambda: push(self, 'refused'))
        return self

    def on_resync(self, rows: Callable[[], Iterable[R]]) -> Self:
        """Where to read all rows again when the browser finds that it lost them."""
        self._snapshot = rows
        return self

    def reset(self, rows: Iterable[R]) -> None:
        """Replace all rows; those with a known key keep their place in the page, focus included."""
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
        push(self, 'patch', key, fields)

    def remove(self, key: Any) -> None:
        """Take the row away, if it is there."""
        push(self, 'remove', key)

    def _sent(self, row: R) -> dict[str, Any]:
        """The row as it travels."""
        return brief(row)

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


def _empty(words: str, tag: str) -> str:
    line = p if tag == 'div' else li
    return line('quiet small')[words].write() if words else ''


def _drawn(draw: Callable[..., Tag], me: str) -> str:
    drawn = template(draw)
    if 'isMe(' in drawn and not me:
        raise TypeError(f'{draw!r} asks whether a seat is of who looks: say me=... where it is placed')
    return drawn

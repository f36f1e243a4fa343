"""One thing on the screen that changes as a whole: a list with a single row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, overload

from components.kit.live import push
from components.kit.live_list import LiveList
from components.kit.markup import Tag
from components.kit.row import whole

R = TypeVar('R')
KEY = {'view': 'it'}


class LiveView(LiveList[R]):
    """Draws one row as LiveList does, or markup without a row; the elements stay in place.

    `show` sends only what has changed, which may be nothing.
    """

    @overload
    def __init__(self: LiveView[None], draw: Callable[[], Tag], /, *, tag: str = ..., classes: str = ...) -> None: ...
    @overload
    def __init__(
        self,
        draw: Callable[[R], Tag],
        row: R,
        /,
        *,
        me: str = ...,
        tag: str = ...,
        classes: str = ...,
        rows_json: str = ...,
    ) -> None: ...
    def __init__(
        self, draw: Any, row: Any = None, /, *, me: str = '', tag: str = 'div', classes: str = '', rows_json: str = ''
    ) -> None:
        self._shown: R = row
        super().__init__(
            draw, [self._shown], key='view', rows_json=rows_json, me=me, tag=tag, classes=classes or 'bare'
        )
        self.on_resync(lambda: [self._shown])

    def show(self, row: R) -> None:
        """Draw this row from now on."""
        former, self._shown = whole(self._shown), row
        changed = {name: value for name, value in whole(row).items() if former[name] != value}
        if changed:
            push(self, 'patch', KEY['view'], changed)

    def _sent(self, row: R) -> dict[str, Any]:
        return KEY if row is None else KEY | super()._sent(row)

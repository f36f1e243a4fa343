"""What is the same for everyone in a room: drawn once for each change, encoded once, handed to every page.

A `RoomPart` is the shared half of a panel. There is one for each room in which a page shows it, made for the first such
page and gone with the last. It hears the room's events once, as a visitor does, and changes its `SharedList`,
`SharedView` or `SharedCountdown`; `place` puts an element on a page that follows from then on. What belongs to one person
stays with `on` in the panel itself.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from nicegui.element import Element

from components.kit.countdown import Countdown, State, Variant
from components.kit.live import Channel, encode_call, until_gone
from components.kit.live_list import LiveList, encode_row
from components.kit.live_view import KEY, LiveView
from components.kit.markup import Tag
from components.kit.row import brief, whole
from studyroom.room.events import Event
from studyroom.room.room import Room

R = TypeVar('R')
PASSING_SECONDS = 0.05
"""How long a snapshot may be handed out in which something is so many milliseconds ago, or has so many left."""
E = TypeVar('E', bound=Event)
P = TypeVar('P', bound='RoomPart')
TOGETHER_SECONDS = 0.05
_within: ContextVar[float] = ContextVar('within', default=0.0)
_parts: WeakKeyDictionary[Room, dict[type[RoomPart], RoomPart]] = WeakKeyDictionary()


class Members:
    """Elements of many pages that all get the same calls, each with the seat of the person who looks at it."""

    def __init__(self) -> None:
        self._of: dict[Element, str] = {}

    def __len__(self) -> int:
        return len(self._of)

    def add(self, element: Element, seat: str) -> Callable[[], None]:
        """Have `element` get every call from now on; returns a function that ends this, harmless when called twice."""
        self._of[element] = seat

        def end() -> None:
            self._of.pop(element, None)

        return end

    def push(self, method: str, *args: Any, but: str = '') -> None:
        """Call a method of every element, but for those of the seat `but`. The call is encoded once."""
        within = _within.get()
        call = encode_call(method, args)
        texts: dict[int, str] = {}  # nearly all pages are built alike, so that one text serves them
        for element, seat in self._of.items():
            channel = None if element.is_deleted or (but and seat == but) else Channel.of(element.client)
            if channel is not None:
                text = texts.get(element.id) or texts.setdefault(element.id, f'[{element.id},{call}]')
                channel.add_encoded(text, within)


class RoomPart:
    """The shared half of a panel in one room. A subclass makes its lists and views in `__init__`, and calls `on`."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._pages = 0
        self._handlers: dict[type[Event], Callable[[Any], None]] = {}
        self._end: Callable[[], None] = lambda: None

    def on(self, *kinds: type[E], do: Callable[[E], None]) -> None:
        """Call `do` once with each such event of the room that everyone may hear."""
        self._handlers |= dict.fromkeys(kinds, do)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let what is changed in here wait up to 50 ms for more of its kind, as when a whole class sits down."""
        token = _within.set(TOGETHER_SECONDS)
        try:
            yield
        finally:
            _within.reset(token)

    def shown(self) -> Callable[[], None]:
        """Count one more page that shows it; returns a function that ends this, harmless when called twice."""
        if not self._pages:
            self._end = self.room.hub.subscribe(self.room.room_id, '', self._handlers)
        self._pages += 1
        open_pages = [self]

        def ended() -> None:
            if open_pages:
                open_pages.pop()
                self._pages -= 1
                if not self._pages:
                    self._end()
                    _parts.get(self.room, {}).pop(type(self), None)

        return ended


def part(room: Room, kind: type[P]) -> P:
    """Return that part of the room, for a panel on this page to place. It lives as long as a page shows it."""
    parts = _parts.setdefault(room, {})
    found = parts.get(kind)
    if found is None:
        found = parts[kind] = kind(room)
    until_gone(found.shown())
    return found  # type: ignore[return-value]


class SharedList(Generic[R]):
    """A list whose rows are the same for everyone. `read` gives all of them, for pages that are opened later."""

    def __init__(
        self, room: Room, draw: Callable[[R], Tag], read: Callable[[], Iterable[R]], *, key: str = 'id'
    ) -> None:
        self._room, self._draw, self._read, self._key = room, draw, read, key
        self._members = Members()
        self._encoded: dict[R, str] = {}
        self._snapshot, self._version, self._good_until = '', -1, 0.0

    @property
    def snapshot(self) -> str:
        """All rows as JSON: one string for every page that is opened at this version of the room."""
        now = asyncio.get_running_loop().time()
        if self._version != self._room.version or now > self._good_until:
            self._version = self._room.version
            self._encoded = {row: self._encoded.get(row) or encode_row(self._sent(row)) for row in self._read()}
            self._snapshot = f'[{",".join(self._encoded.values())}]'
            passing = any('_ms":' in text for text in self._encoded.values())
            self._good_until = now + PASSING_SECONDS if passing else math.inf
        return self._snapshot

    def place(self, me: str = '', **options: Any) -> LiveList[R]:
        """Put the list on this page; `options` are those of LiveList."""
        shown = LiveList(self._draw, rows_json=self.snapshot, key=self._key, me=me, **options)
        shown.on_resync(self._read)
        until_gone(self._members.add(shown, me))
        return shown

    def upsert(self, row: R, *, at_end: bool = False, but: str = '') -> None:
        """Add the row at the end, or replace the one with its key in place; `at_end` moves it there.

        Pages of the seat `but` are left out.
        """
        self._members.push('upsert', self._sent(row), *((None, True) if at_end else ()), but=but)

    def remove(self, key: Any) -> None:
        """Take the row away, if it is there."""
        self._members.push('remove', key)

    def _sent(self, row: R) -> dict[str, Any]:
        return brief(row)


class SharedView(SharedList[R]):
    """One row that is the same for everyone; `read` gives it. `show` sends what differs from what is shown."""

    def __init__(self, room: Room, draw: Callable[[R], Tag], read: Callable[[], R]) -> None:
        super().__init__(room, draw, lambda: [read()], key=next(iter(KEY)))
        self._shown = whole(read())
        self._read_one = read

    def show(self) -> None:
        """Read the row again, and draw it."""
        former, self._shown = self._shown, whole(self._read_one())
        changed = {name: value for name, value in self._shown.items() if former[name] != value}
        if changed:
            self._members.push('patch', *KEY.values(), changed)

    def place(self, me: str = '', **options: Any) -> LiveView[R]:
        """Put the view on this page; `options` are those of LiveView."""
        shown = LiveView(self._draw, self._read_one(), me=me, rows_json=self.snapshot, **options)
        shown.on_resync(self._read)
        until_gone(self._members.add(shown, me))
        return shown

    def _sent(self, row: R) -> dict[str, Any]:
        return KEY | super()._sent(row)


class SharedCountdown:
    """The room's time, the same for everyone. `read` gives its state at this moment."""

    def __init__(self, read: Callable[[], State]) -> None:
        self._read = read
        self._members = Members()

    def place(self, variant: Variant) -> Countdown:
        """Put it on this page, as the countdown that all others of the page follow."""
        shown = Countdown(self._read(), variant=variant, on_resync=self._read)
        until_gone(self._members.add(shown, ''))
        return shown

    def set(self, state: State) -> None:
        """Show this state from now on."""
        self._members.push('set', dict(state))

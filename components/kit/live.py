"""The only bridge from a room's events to a browser.

`on` delivers events for as long as the page lives. `push` sends one method call to one element. Each change costs each
browser one message, however much it touches: everything that an event changes on a page is sent together at the end of the
event loop's turn. On the page of the person who caused it, it is sent when the handler of their click ends, together with
whatever that handler pushes.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

from nicegui.client import Client
from nicegui.context import context
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from nicegui.json import dumps

from components.kit.assets import asset
from studyroom.room.errors import RoomError
from studyroom.room.events import Event
from studyroom.room.hub import Hub
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence

E = TypeVar('E', bound=Event)
TOASTS_REMEMBERED = 8
LONGEST_HOLD = 0.1
"""The most seconds that a waiting handler, for a dialog or a slow disk, can hold messages back."""
_heard: WeakKeyDictionary[Client, list[Callable[[], None]]] = WeakKeyDictionary()


def on(room: Room, me: Participant | None, *event_types: type[E], do: Callable[[E], None]) -> None:
    """Call `do` with each such event in the room that `me`, or a visitor (None), may hear, until this page is gone."""
    seat = me.seat if me else ''
    follow(lambda handler: room.hub.subscribe(room.room_id, seat, dict.fromkeys(event_types, handler)), do)


def on_any(hub: Hub, *event_types: type[E], do: Callable[[E], None]) -> None:
    """Call `do` with each such event in any room, until this page is gone."""
    follow(lambda handler: hub.subscribe_all(dict.fromkeys(event_types, handler)), do)


def follow(subscribe: Callable[[Callable[[Any], None]], Callable[[], None]], do: Callable[[Any], None]) -> None:
    """Call `do` with whatever `subscribe` delivers, until this page is gone; `subscribe` returns a function that ends it."""
    client = context.client
    if client.is_deleted:
        return

    def heard(event: Any) -> None:
        with client:
            do(event)

    until_gone(subscribe(heard))


def until_gone(end: Callable[[], None]) -> None:
    """Call `end` when this page is gone, or another view replaces this one."""
    client = context.client
    if client.is_deleted:
        end()
        return
    if client not in _heard:
        _heard[client] = []
        client.on_delete(hush)
    _heard[client].append(end)


def hush() -> None:
    """End every subscription of this page, as before another view replaces this one."""
    for unsubscribe in _heard.pop(context.client, ()):
        unsubscribe()


@dataclass(eq=False, slots=True)
class _Handling:
    """One run of a handler. Whatever it starts can see it too, such as the task in which a room stores a change."""

    client: Client
    ended: bool = False


_handling: ContextVar[_Handling | None] = ContextVar('_handling', default=None)


def _is_caused_by_handler_of(channel: Channel) -> bool:
    handling = _handling.get()
    return handling is not None and not handling.ended and handling.client is channel.client


@contextmanager
def handling(client: Client) -> Iterator[None]:
    """Run a handler of that page; whatever it causes to be pushed there is sent when it ends."""
    run = _Handling(client)
    token = _handling.set(run)
    try:
        yield
    finally:
        _handling.reset(token)
        run.ended = True
        channel = Channel.of(client)
        if channel is not None:
            channel.flush()


class Channel(Element, component=asset('live.js')):
    """Carries every push of a page, shows toasts and the connection notice, and speaks to screen readers."""

    _of: ClassVar[WeakKeyDictionary[Client, Channel]] = WeakKeyDictionary()

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[str] = []
        self._due: asyncio.Handle | None = None
        self._due_at_the_latest: asyncio.Handle | None = None
        self._actions: OrderedDict[int, Callable[[], Any]] = OrderedDict()
        self._action_ids = 0
        self._of[self.client] = self
        self.on('action', self._act)

    @classmethod
    def of(cls, client: Client) -> Channel | None:
        """Return the channel of that page, or None before `frame` has made one."""
        return cls._of.get(client)

    def add(self, element_id: int, method: str, args: tuple[Any, ...]) -> None:
        """Queue a call, sent when the handler running here ends, or otherwise at the end of this turn of the loop."""
        self.add_encoded(f'[{element_id},{encode_call(method, args)}]')

    def add_encoded(self, call: str, within: float = 0.0) -> None:
        """Queue a call that is JSON already: the element's id, a method and its arguments.

        It may wait `within` seconds for others; whatever is sent earlier takes it along.
        """
        self._calls.append(call)
        loop = asyncio.get_running_loop()
        if within:
            self._due_at_the_latest = self._due_at_the_latest or loop.call_later(within, self.flush)
        elif not _is_caused_by_handler_of(self):
            self._due = self._due or loop.call_soon(self.flush)
        else:
            self._due_at_the_latest = self._due_at_the_latest or loop.call_later(LONGEST_HOLD, self.flush)

    def flush(self) -> None:
        """Send everything queued in one message."""
        for due in filter(None, (self._due, self._due_at_the_latest)):
            due.cancel()
        self._due = self._due_at_the_latest = None
        calls, self._calls = self._calls, []
        if calls and not self.is_deleted:
            # As `run_javascript` does, but for a task of its own for each message, which waits for an answer.
            code = f'runMethod({self.id}, "patch", [[{",".join(calls)}]])'
            self.client.outbox.enqueue_message('run_javascript', {'code': code}, self.client.id)

    def remember(self, do: Callable[[], Any]) -> int:
        """Return an id with which the browser can call `do`; only the newest few are kept."""
        self._action_ids += 1
        self._actions[self._action_ids] = do
        while len(self._actions) > TOASTS_REMEMBERED:
            self._actions.popitem(last=False)
        return self._action_ids

    def _act(self, event: GenericEventArguments) -> Any:
        do = self._actions.pop(event.args, None) if isinstance(event.args, int) else None
        return do() if do else None


def encode_call(method: str, args: Sequence[Any]) -> str:
    """Return a method and its arguments as JSON without the brackets around both."""
    return f'"{method}",{dumps(args)}'


def push(element: Element, method: str, *args: Any) -> None:
    """Call a method of an element in its browser; calls keep their order, wait for the socket and end with the page."""
    if element.is_deleted:
        return
    try:
        channel = Channel.of(element.client)
    except RuntimeError:
        return
    if channel is None:
        raise RuntimeError('push needs a page built with components.kit.layout.frame')
    channel.add(element.id, method, args)


def toast(
    sentence: Sentence,
    icon: str = 'info',
    action: str = '',
    do: Callable[[], Any] | None = None,
    seconds: int = 5,
) -> None:
    """Show a sentence at the foot of this page for `seconds`; `action` (a word such as Undo) calls `do`."""
    channel = _here()
    action_id = channel.remember(refusals_told(do)) if do and action else 0
    push(channel, 'toast', sentence, icon, action if do else '', action_id, seconds)


def say(sentence: Sentence) -> None:
    """Have a screen reader say it politely; nothing is shown."""
    push(_here(), 'say', sentence)


def _here() -> Channel:
    channel = Channel.of(context.client)
    if channel is None:
        raise RuntimeError('this page was not built with components.kit.layout.frame')
    return channel


def refusals_told(handler: Callable[..., Any], then: Callable[[], Any] = lambda: None) -> Callable[..., Awaitable[Any]]:
    """Wrap a handler so that a RoomError it raises becomes a toast with the error's sentence and a call of `then`."""

    @functools.wraps(handler)
    async def told(*args: Any) -> Any:
        client = context.client
        with handling(client):
            try:
                result = handler(*args)
                waits = inspect.isawaitable(result) and not isinstance(result, Element)  # a dialog opens when awaited
                return await result if waits else result
            except RoomError as error:
                if not client.is_deleted:
                    toast(error.sentence, 'triangle-alert')
                    then()
                return None

    return told

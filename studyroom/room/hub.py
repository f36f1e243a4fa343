"""Hands a room's events, in order, to the subscribers who may hear them."""

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studyroom.room.events import Event
from studyroom.room.permissions import Audience

log = logging.getLogger(__name__)
Handler = Callable[[Any], None]


@dataclass(eq=False)
class _Subscription:
    seat: str
    handlers: Mapping[type[Event], Handler]
    live: bool = True


@dataclass(eq=False)
class Hub:
    """The one hub of the server. Handlers are called at once, in order of subscription; one that fails harms no other.

    An event published by a handler is handed out after the present one, so that everyone hears both in the same order.
    """

    _rooms: dict[str, list[_Subscription]] = field(default_factory=lambda: defaultdict(list))
    _everywhere: list[_Subscription] = field(default_factory=list)
    _waiting: deque[Event] = field(default_factory=deque)
    _handing_out: bool = False

    def subscribe(self, room_id: str, seat: str, handlers: Mapping[type[Event], Handler]) -> Callable[[], None]:
        """Hear exactly these types of event in a room, as the person in `seat` (empty: a visitor).

        Returns a function that ends the subscription; calling it twice does no harm.
        """
        return self._add(self._rooms[room_id], _Subscription(seat, handlers), room_id)

    def subscribe_all(self, handlers: Mapping[type[Event], Handler]) -> Callable[[], None]:
        """Hear what everyone may hear, from every room, as the lobby does."""
        return self._add(self._everywhere, _Subscription('', handlers), '')

    def publish(self, event: Event) -> None:
        """Hand `event` to everyone who may hear it. Only Room calls this, once the event is stored and applied."""
        self._waiting.append(event)
        if self._handing_out:
            return
        self._handing_out = True
        try:
            while self._waiting:
                self._hand_out(self._waiting.popleft())
        finally:
            self._handing_out = False

    def listeners(self, room_id: str | None = None) -> int:
        """Return how many subscriptions there are, in one room or in all."""
        if room_id is not None:
            return len(self._rooms.get(room_id, ()))
        return len(self._everywhere) + sum(map(len, self._rooms.values()))

    def _hand_out(self, event: Event) -> None:
        for subscription in (*self._rooms.get(event.room_id, ()), *self._everywhere):
            handler = subscription.handlers.get(type(event))
            if handler is not None and subscription.live and _may_hear(subscription.seat, event):
                _call(handler, event)

    def _add(self, group: list[_Subscription], subscription: _Subscription, room_id: str) -> Callable[[], None]:
        group.append(subscription)

        def end() -> None:
            if subscription.live:
                subscription.live = False
                group.remove(subscription)
            if room_id and not group and self._rooms.get(room_id) is group:
                del self._rooms[room_id]

        return end


def _may_hear(seat: str, event: Event) -> bool:
    if event.audience is Audience.ROOM:
        return True
    return bool(seat) and seat == getattr(event, 'seat', event.by)


def _call(handler: Handler, event: Event) -> None:
    try:
        handler(event)
    except Exception:
        log.exception('a listener failed', extra={'room': event.room_id, 'event': type(event).__name__})

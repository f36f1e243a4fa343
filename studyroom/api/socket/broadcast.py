"""Sends what happens in a room to its sockets: each frame is made and encoded once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from studyroom.api.contract.messages import ConnectionModel, StateModel
from studyroom.api.contract.room_state import state_now
from studyroom.api.socket.frames import can_share_state, delivered_notes, frame_of, is_followed_by_state
from studyroom.api.socket.outbox import Outbox
from studyroom.api.socket.periodic_state import PeriodicState
from studyroom.api.socket.state_pace import StatePace
from studyroom.room import events
from studyroom.room.events import Event
from studyroom.room.facts import RoomFacts
from studyroom.room.room import Room

GOING_AWAY: Final = 1001
HEARD: Final = tuple(kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event))


@dataclass(eq=False)
class Listener:
    """A socket that receives frames. `told` counts the acts of its own participant it was told of.

    `lacks_state`: the state that follows what it was sent last is still to come.
    """

    seat: str
    outbox: Outbox
    told: int = 0
    lacks_state: bool = False


@dataclass(eq=False)
class Broadcast:
    """The sockets of one room. It subscribes to the room once, as a visitor, for as long as there are any."""

    room: Room
    over: Callable[[], None] = lambda: None
    _listeners: dict[Listener, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._facts = self.room.facts
        self._periodic_state = PeriodicState(self.room, self._state_to_all)
        self._pace = StatePace(self.complete)
        self._end = self.room.hub.subscribe(self.room.room_id, '', dict.fromkeys(HEARD, self._heard))

    def __len__(self) -> int:
        return len(self._listeners)

    def add(self, listener: Listener) -> None:
        """Send `listener` what happens from now on."""
        self._listeners[listener] = None
        if len(self) == 1:
            self._periodic_state.follow()

    def remove(self, listener: Listener) -> None:
        """Send `listener` nothing more; harmless twice. After the last one, the broadcast is over."""
        if self._listeners.pop(listener, self) is None and not self._listeners:
            self._periodic_state.stop()
            self._pace.stop()
            self._end()
            self.over()

    def state(self, connection: ConnectionModel | None = None) -> str:
        """Return the `state` of the room at this moment, encoded."""
        return StateModel(data=state_now(self.room), connection=connection).encoded()

    def answer(self, listener: Listener) -> None:
        """Send `listener` the state: what it asked for changed nothing."""
        self._send_state([listener], by=listener.seat)

    def put(self, listener: Listener, text: str) -> None:
        """Send `listener` alone something, after a state that is still to come."""
        if listener.lacks_state:
            self._send_state([listener])
        listener.outbox.put(text)

    def complete(self) -> None:
        """Send the state to those whose state is still to come."""
        self._pace.rest(self._send_state([listener for listener in self._listeners if listener.lacks_state]))

    def _heard(self, event: Event) -> None:
        before, self._facts = self._facts, self.room.facts
        if isinstance(event, events.RoomSlept):
            self.complete()
            for listener in tuple(self._listeners):
                listener.outbox.close(GOING_AWAY, 'the room fell asleep')
            return
        frame = frame_of(event, self._facts)
        has_state = is_followed_by_state(event) and not self._is_unseen(event)
        notes = delivered_notes(before, self._facts)
        alone = is_private(event, before)
        hearers = [listener for listener in self._listeners if listener.seat == event.by or not alone]
        if frame is not None:
            if not has_state:
                self._send_state([listener for listener in self._own(event) if listener.lacks_state])
            _put(hearers, frame.encoded())
        if has_state:
            self._follow_with_state(event)
        for note in notes:
            _put(hearers, note.encoded())
        if frame is not None or has_state or notes:
            for listener in self._own(event):
                listener.told += 1
        self._periodic_state.follow()

    def _is_unseen(self, event: Event) -> bool:
        """Return whether somebody was renamed who is not among the participants."""
        return isinstance(event, events.Renamed) and event.by not in self.room.presence

    def _follow_with_state(self, event: Event) -> None:
        """Send the state at once to whoever acted; to the others at the end of the rest, if they can wait."""
        if not can_share_state(event):
            self._pace.rest(self._send_state(self._listeners, can_be_skipped=False))
        elif not self._pace.is_resting:
            self._pace.rest(self._send_state(self._listeners, by=event.by))
        else:
            for listener in self._listeners:
                listener.lacks_state = True
            self._send_state(self._own(event), by=event.by)
            self._pace.send_after_rest()

    def _state_to_all(self) -> None:
        self._pace.rest(self._send_state(self._listeners))

    def _send_state(self, listeners: Collection[Listener], by: str = '', can_be_skipped: bool = True) -> int:
        """Send them the state, encoded once, and return how many characters that took in all.

        One that is still waiting when the next state comes is skipped if it can be; that of `by` cannot.
        """
        if not listeners:
            return 0
        text = self.state()
        for listener in listeners:
            listener.outbox.put_state(text, can_be_skipped and listener.seat != by)
            listener.lacks_state = False
        return len(text) * len(listeners)

    def _own(self, event: Event) -> list[Listener]:
        """Return the socket of whoever acted, if it has one here."""
        return [listener for listener in self._listeners if listener.seat == event.by]


class Broadcasts:
    """The broadcasts of this server."""

    def __init__(self) -> None:
        self._of: dict[Room, Broadcast] = {}

    def of(self, room: Room) -> Broadcast:
        """Return the broadcast of `room`. Add a listener to a new one at once: it would keep the room awake."""
        broadcast = self._of.get(room)
        if broadcast is None:
            broadcast = self._of[room] = Broadcast(room, lambda: self._drop(room))
        return broadcast

    def __len__(self) -> int:
        return len(self._of)

    def complete(self) -> None:
        """Send the states that are still to come."""
        for broadcast in self._of.values():
            broadcast.complete()

    def _drop(self, room: Room) -> None:
        self._of.pop(room, None)


def is_private(event: Event, before: RoomFacts) -> bool:
    """Return whether only its author may know: a message that waits for the bell, or its deletion."""
    if isinstance(event, events.MessageDeleted):
        return event.line_id in {line.line_id for line in before.chat.held}
    return isinstance(event, events.MessageSent) and event.held


def _put(listeners: Collection[Listener], text: str) -> None:
    for listener in listeners:
        listener.outbox.put(text)

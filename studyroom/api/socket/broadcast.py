"""Sends what happens in a room to its sockets: each frame is made and encoded once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from studyroom.api.contract.messages import ConnectionModel, StateModel
from studyroom.api.contract.room_state import state_now
from studyroom.api.socket.frames import delivered_notes, frame_of, is_followed_by_state
from studyroom.api.socket.periodic_state import PeriodicState
from studyroom.room import events
from studyroom.room.events import Event
from studyroom.room.facts import RoomFacts
from studyroom.room.room import Room

GOING_AWAY: Final = 1001
HEARD: Final = tuple(kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event))


@dataclass(eq=False)
class Listener:
    """A socket that receives frames. `told` counts the frames about acts of its own participant."""

    seat: str
    put: Callable[[str], None]
    close: Callable[[int, str], None]
    told: int = 0


@dataclass(eq=False)
class Broadcast:
    """The sockets of one room. It subscribes to the room once, as a visitor, for as long as there are any."""

    room: Room
    over: Callable[[], None] = lambda: None
    _listeners: dict[Listener, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._facts = self.room.facts
        self._periodic_state = PeriodicState(self.room, self._send_state)
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
            self._end()
            self.over()

    def state(self, connection: ConnectionModel | None = None) -> str:
        """Return the `state` of the room at this moment, encoded."""
        return StateModel(data=state_now(self.room), connection=connection).encoded()

    def _heard(self, event: Event) -> None:
        before, self._facts = self._facts, self.room.facts
        if isinstance(event, events.RoomSlept):
            for listener in tuple(self._listeners):
                listener.close(GOING_AWAY, 'the room fell asleep')
            return
        frame = frame_of(event, self._facts)
        texts = [frame.encoded()] if frame is not None else []
        if is_followed_by_state(event) and not self._is_unseen(event):
            texts.append(self.state())
        texts += (note.encoded() for note in delivered_notes(before, self._facts))
        self._tell(texts, event.by, is_private(event, before))
        self._periodic_state.follow()

    def _is_unseen(self, event: Event) -> bool:
        """Return whether somebody was renamed who is not among the participants."""
        return isinstance(event, events.Renamed) and event.by not in self.room.presence

    def _tell(self, texts: list[str], by: str, alone: bool) -> None:
        if not texts:
            return
        for listener in tuple(self._listeners):
            if alone and listener.seat != by:
                continue
            for text in texts:
                listener.put(text)
            if listener.seat == by:
                listener.told += 1

    def _send_state(self) -> None:
        self._tell([self.state()], '', False)


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

    def _drop(self, room: Room) -> None:
        self._of.pop(room, None)


def is_private(event: Event, before: RoomFacts) -> bool:
    """Return whether only its author may know: a message that waits for the bell, or its deletion."""
    if isinstance(event, events.MessageDeleted):
        return event.line_id in {line.line_id for line in before.chat.held}
    return isinstance(event, events.MessageSent) and event.held

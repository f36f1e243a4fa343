"""Who is in the room right now, which is true only while connections last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from studyroom.room.event import PresenceEvent
from studyroom.room.media import MediaChanged, MediaState
from studyroom.room.permissions import Audience
from studyroom.room.scene import Scene
from studyroom.room.status import PersonStatus, StatusSet


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCame(PresenceEvent):
    """The first page of a seat connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReconnecting(PresenceEvent):
    """No page of the seat is connected; the seat is kept for a while (90 s unless set otherwise)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReturned(PresenceEvent):
    """A page of the seat is connected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGone(PresenceEvent):
    """The last page of the seat will not come back, or the person left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHeld(PresenceEvent):
    """Another tab of the same person holds the seat now."""

    audience: ClassVar[Audience] = Audience.SELF
    tab: str


@dataclass
class Attendance:
    """The clients of one seat; only clients of the tab that holds the seat count. `in_call`: they are in the call."""

    tab: str
    since: float
    clients: dict[str, bool] = field(default_factory=dict)
    status: PersonStatus = PersonStatus.FOLLOWS
    status_since: float = 0.0
    media: MediaState = MediaState()
    in_call: bool = False

    @property
    def connected(self) -> bool:
        """Whether any client is connected right now."""
        return any(self.clients.values())


@dataclass
class Presence:
    """Seats with at least one client, in the order they came, and seats whose page is still loading.

    `expected` holds the instant until which nobody else gets the name of a seat whose page is still loading.
    """

    attendances: dict[str, Attendance] = field(default_factory=dict)
    expected: dict[str, float] = field(default_factory=dict)

    def __contains__(self, seat: object) -> bool:
        return seat in self.attendances

    def __len__(self) -> int:
        return len(self.attendances)

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats that are present."""
        return tuple(self.attendances)

    def connected(self, seat: str) -> bool:
        """Whether a page of the seat is connected right now."""
        return seat in self.attendances and self.attendances[seat].connected

    def held_elsewhere(self, seat: str, tab: str) -> bool:
        """Whether another tab is connected and holds the seat."""
        return self.connected(seat) and self.attendances[seat].tab != tab

    def holds(self, seat: str, client: str) -> bool:
        """Whether that page is connected and holds the seat."""
        return seat in self.attendances and self.attendances[seat].clients.get(client, False)

    def status(self, seat: str) -> PersonStatus:
        """Return the status that the person in a seat has set."""
        attendance = self.attendances.get(seat)
        return attendance.status if attendance else PersonStatus.FOLLOWS

    def expect(self, seat: str, until: float, now: float) -> None:
        """Keep the name of a seat whose page is still loading."""
        self.expected = {other: last for other, last in self.expected.items() if last > now}
        self.expected[seat] = until

    def coming(self, now: float) -> list[str]:
        """Return the seats whose page is still loading."""
        return [seat for seat, until in self.expected.items() if until > now]

    def apply(self, event: PresenceEvent) -> None:
        """Apply an event to a seat that is present. The functions below keep track of its clients."""
        attendance = self.attendances[event.seat]
        match event:
            case StatusSet():
                attendance.status, attendance.status_since = event.status, event.at
            case MediaChanged():
                attendance.media = event.state
            case SeatHeld():
                attendance.tab = event.tab
            case PersonGone():
                del self.attendances[event.seat]


def connect(scene: Scene, client: str, tab: str) -> Sequence[PresenceEvent]:
    """Report that a page of the seat connected: PersonCame or PersonReturned.

    Does nothing for a visitor, or while another tab holds the seat.
    """
    presence, seat = scene.presence, scene.by
    if scene.person is None or presence.held_elsewhere(seat, tab):
        return []
    presence.expected.pop(seat, None)
    attendance = presence.attendances.get(seat)
    if attendance is None:
        presence.attendances[seat] = Attendance(tab, scene.now, {client: True})
        return [PersonCame(**scene.seat_stamp)]
    returned = not attendance.connected
    attendance.tab = tab
    attendance.clients[client] = True
    return [PersonReturned(**scene.seat_stamp)] if returned else []


def disconnect(scene: Scene, client: str) -> Sequence[PresenceEvent]:
    """Report that a page lost its connection: PersonReconnecting when it was the last one."""
    attendance = scene.presence.attendances.get(scene.by)
    if attendance is None or not attendance.clients.get(client):
        return []
    attendance.clients[client] = False
    return [] if attendance.connected else [PersonReconnecting(**scene.seat_stamp)]


def forget(scene: Scene, client: str) -> Sequence[PresenceEvent]:
    """Report that a page will not come back: PersonGone when it was the last one."""
    attendance = scene.presence.attendances.get(scene.by)
    if attendance is None or client not in attendance.clients:
        return []
    live = attendance.clients.pop(client)
    if not attendance.clients:
        return gone(scene)
    return [PersonReconnecting(**scene.seat_stamp)] if live and not attendance.connected else []


def take_over(scene: Scene, client: str, tab: str) -> Sequence[PresenceEvent]:
    """Let this page and its tab hold the seat: SeatHeld tells the other tab; nobody else notices."""
    attendance = scene.presence.attendances.get(scene.by)
    if attendance is None or attendance.tab == tab:
        return []
    returned = not attendance.connected
    attendance.clients = dict.fromkeys(attendance.clients, False) | {client: True}
    held = SeatHeld(**scene.seat_stamp, tab=tab)
    return [held, PersonReturned(**scene.seat_stamp)] if returned else [held]


def gone(scene: Scene) -> Sequence[PresenceEvent]:
    """Report that the person is no longer here, even if they still have pages open: PersonGone."""
    return [PersonGone(**scene.seat_stamp)] if scene.by in scene.presence else []

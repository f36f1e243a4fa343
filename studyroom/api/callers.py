"""Who calls: each connection is one participant, and its secret lets REST calls act as it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.text import clean_name, look

SHORT_ID_BYTES = 3


@dataclass(eq=False)
class Caller:
    """One WebSocket connection as a participant of one room: present once it joined, gone with its socket.

    `asked` is the name it asked for, empty until it did; the room may have given it another.
    """

    room: Room
    person: str = field(default_factory=lambda: f'api:{secrets.token_urlsafe(16)}')
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    asked: str = ''

    @property
    def seat(self) -> str:
        return self.room.seat_of(self.person)

    @property
    def participant(self) -> Participant | None:
        """Its seat in the room; None until it acted under a name, and after it left."""
        return self.room.person(self.seat)

    def is_called(self, name: str) -> bool:
        """Whether it may call itself that: its own name, asked or given; any name until it asked for one or joined."""
        if not self.asked and self.seat not in self.room.presence:
            return True
        here = self.participant
        return look(clean_name(name)) in {look(self.asked), look(here.name if here else '')} - {''}

    async def sit(self, name: str | None = None) -> str:
        """Its seat, taken under `name` (or `guest-` and a short id) unless it has one. RoomError `name_*`."""
        newly_named = bool(name) and not self.asked
        if self.participant is None or newly_named:
            wish = name or self.asked or f'guest-{secrets.token_hex(SHORT_ID_BYTES)}'
            await self.room.sit_down(self.person, wish, guest=True)
            self.asked = name or self.asked
        return self.seat

    async def join(self, name: str | None = None) -> None:
        """Sit, and be present: events.PersonCame. Nothing for who is present."""
        seat = await self.sit(name)
        self.room.connect(seat, self.person, self.person)

    async def leave(self) -> None:
        """Be gone: events.PersonGone, events.SeatLeft. Its secret is still good until the connection ends."""
        self.asked = ''
        if self.participant is not None:
            await self.room.leave(self.seat)


@dataclass
class Callers:
    """The connections of this server, by their secrets."""

    _by_secret: dict[str, Caller] = field(default_factory=dict)

    def add(self, caller: Caller) -> None:
        self._by_secret[caller.secret] = caller

    def drop(self, caller: Caller) -> None:
        self._by_secret.pop(caller.secret, None)

    def find(self, secret: str) -> Caller | None:
        """Whose secret that is, while its connection lasts. Secrets are random: looking one up tells nothing."""
        return self._by_secret.get(secret)

    def __len__(self) -> int:
        return len(self._by_secret)

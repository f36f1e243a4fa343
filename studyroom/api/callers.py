"""Programs that call: each connection is one participant, and its secret lets REST calls act as that one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.text import clean_name, look

SHORT_ID_BYTES = 3


@dataclass(eq=False)
class Caller:
    """One WebSocket connection as a participant of one room: present once it has joined, gone with its socket.

    `asked` is the name it asked for, empty until then; the room may have given it another.
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
        """Return its seat in the room; None until it has acted under a name, and after it has left."""
        return self.room.person(self.seat)

    def is_called(self, name: str) -> bool:
        """Return whether it may use `name`: the one it asked for or was given, or any before it has either."""
        if not self.asked and self.seat not in self.room.presence:
            return True
        here = self.participant
        return look(clean_name(name)) in {look(self.asked), look(here.name if here else '')} - {''}

    async def sit(self, name: str | None = None) -> str:
        """Return its seat, taken under `name` (else `guest-` and a short id) if need be. Raises RoomError `name_*`."""
        newly_named = bool(name) and not self.asked
        if self.participant is None or newly_named:
            wish = name or self.asked or f'guest-{secrets.token_hex(SHORT_ID_BYTES)}'
            await self.room.sit_down(self.person, wish, guest=True)
            self.asked = name or self.asked
        return self.seat

    async def join(self, name: str | None = None) -> None:
        """Take a seat and be present: events.PersonCame. Does nothing if it is present already."""
        seat = await self.sit(name)
        self.room.connect(seat, self.person, self.person)

    async def leave(self) -> None:
        """Leave the room: events.PersonGone, events.SeatLeft. The secret stays valid until the connection ends."""
        self.asked = ''
        if self.participant is not None:
            await self.room.leave(self.seat)


@dataclass
class Callers:
    """The connections to this server, by their secrets."""

    _by_secret: dict[str, Caller] = field(default_factory=dict)

    def add(self, caller: Caller) -> None:
        self._by_secret[caller.secret] = caller

    def drop(self, caller: Caller) -> None:
        self._by_secret.pop(caller.secret, None)

    def find(self, secret: str) -> Caller | None:
        """Return the caller with this secret, while connected. Secrets are random: a look-up reveals nothing."""
        return self._by_secret.get(secret)

    def __len__(self) -> int:
        return len(self._by_secret)

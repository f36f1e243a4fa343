"""Sitting down, being here, leaving."""

import math
from collections.abc import Iterable

from studyroom.room import events, permissions
from studyroom.room.core import RoomCore
from studyroom.room.errors import RoomError
from studyroom.room.permissions import Act, Role
from studyroom.room.presence import Attendance, Participant, PersonStatus
from studyroom.room.text import NAME_LENGTH, clean_name, look

EXPECTED_SECONDS = 30.0


class SeatVerbs(RoomCore):
    """`person` is an identity, `seat` what `seat_of` makes of it, `client` a live connection, `tab` a browser's tab.

    What connections do is no act of a person and asks no permission: `connect`, `disconnect`, `forget`, `take_over`.
    They keep the clients of a seat themselves, and tell only what the seat as a whole became.
    """

    async def sit_down(self, person: str, name: object, *, guest: bool = False) -> Participant:
        """Take a seat, or come back to one: events.SeatTaken. A name in use becomes "Ann (2)". RoomError `name_*`.

        A `guest` keeps its name from here until it leaves; anybody else until 30 s passed without their page.
        """
        wish, seat = clean_name(name, what='Your name'), self.seat_of(person)

        def decide() -> list[events.Fact]:
            self._expect(seat, math.inf if guest else EXPECTED_SECONDS)
            here = self.person(seat)
            permissions.require(here.role if here else Role.MEMBER, Act.SIT_DOWN)
            free = self._free_name(wish, seat)
            if here is None:
                return [self._fact(events.SeatTaken, seat, name=free, guest=guest)]
            return [] if here.name == free else [self._fact(events.Renamed, seat, name=free)]

        await self._commit(decide)
        return self.facts.seats[seat]

    async def visit(self, person: str, label: object) -> Participant:
        """Take a guest's seat for one act, then `leave`: events.SeatTaken. RoomError `name_*`.

        The label is no name: any number of visitors bear the same one. " (api)" follows where somebody here bears it.
        """
        wish, seat = clean_name(label, what='Your name'), self.seat_of(person)

        def decide() -> list[events.Fact]:
            permissions.require(Role.MEMBER, Act.SIT_DOWN)
            free = self._free_name(wish, seat)
            if free != wish:
                free = self._free_name(_with(wish, ' (api)'), seat)
            return [self._fact(events.SeatTaken, seat, name=free, guest=True)]

        await self._commit(decide)
        return self.facts.seats[seat]

    async def come_back(self, seat: str) -> Participant | None:
        """Who sits in `seat`, under a name that nobody present has by now (events.Renamed); None without a seat."""

        def decide() -> list[events.Fact]:
            here = self.person(seat)
            if here is None or seat in self.presence:
                return []
            permissions.require(here.role, Act.SIT_DOWN)
            self._expect(seat)
            free = self._free_name(here.name, seat)
            return [] if free == here.name else [self._fact(events.Renamed, seat, name=free)]

        await self._commit(decide)
        return self.person(seat)

    async def rename(self, by: str, name: object) -> None:
        """events.Renamed; nothing if it is the same. RoomError `name_*`."""
        wish = clean_name(name, what='Your name')

        def decide() -> list[events.Fact]:
            person, free = self._actor(by, Act.RENAME), self._free_name(wish, by)
            return [] if free == person.name else [self._fact(events.Renamed, by, name=free)]

        await self._commit(decide)

    def is_of_a_browser(self, name: str) -> bool:
        """Whether somebody here at a browser, or on the way, bears a name that looks like this one."""
        return any(look(person.name) == look(name) for person in self._near() if not person.guest)

    async def leave(self, by: str) -> None:
        """Give the seat up: events.SeatLeft, then events.PersonGone. Goals stay for the next time.

        A guest, whose connection ended, is gone even when that cannot be stored.
        """

        def decide() -> list[events.Fact]:
            here = self.person(by)
            if here is None:
                return []
            permissions.require(here.role, Act.LEAVE)
            return [self._fact(events.SeatLeft, by)]

        try:
            await self._commit(decide)
        finally:
            here = self.person(by)
            if here is None or here.guest:
                self.expected.pop(by, None)
                self._gone(by)

    def connect(self, seat: str, client: str, tab: str) -> bool:
        """A page of `seat` came to life: events.PersonCame or PersonReturned. False if another tab holds the seat."""
        if self.person(seat) is None or self.presence.held_elsewhere(seat, tab):
            return False
        now = self.clock.now()
        self.expected.pop(seat, None)
        attendance = self.presence.attendances.get(seat)
        if attendance is None:
            self.presence.attendances[seat] = Attendance(tab, now, {client: True})
            self.announce(events.PersonCame(room_id=self.room_id, at=now, by=seat, seat=seat))
            return True
        returned = not attendance.connected
        attendance.tab = tab
        attendance.clients[client] = True
        if returned:
            self.announce(events.PersonReturned(room_id=self.room_id, at=now, by=seat, seat=seat))
        return True

    def disconnect(self, seat: str, client: str) -> None:
        """The page lost its connection: events.PersonReconnecting when it was the last one."""
        attendance = self.presence.attendances.get(seat)
        if attendance is None or not attendance.clients.get(client):
            return
        attendance.clients[client] = False
        if not attendance.connected:
            self.announce(events.PersonReconnecting(room_id=self.room_id, at=self.clock.now(), by=seat, seat=seat))

    def forget(self, seat: str, client: str) -> None:
        """The page will not come back: events.PersonGone when it was the last one."""
        attendance = self.presence.attendances.get(seat)
        if attendance is None or client not in attendance.clients:
            return
        live = attendance.clients.pop(client)
        if not attendance.clients:
            self._gone(seat)
        elif live and not attendance.connected:
            self.announce(events.PersonReconnecting(room_id=self.room_id, at=self.clock.now(), by=seat, seat=seat))

    def take_over(self, seat: str, client: str, tab: str) -> None:
        """Hold the seat from this page and tab on: events.SeatHeld tells the other one; nobody else notices."""
        attendance = self.presence.attendances.get(seat)
        if attendance is None or attendance.tab == tab:
            return
        now, returned = self.clock.now(), not attendance.connected
        attendance.clients = dict.fromkeys(attendance.clients, False) | {client: True}
        self.announce(events.SeatHeld(room_id=self.room_id, at=now, by=seat, seat=seat, tab=tab))
        if returned:
            self.announce(events.PersonReturned(room_id=self.room_id, at=now, by=seat, seat=seat))

    async def set_status(self, by: str, status: object) -> None:
        """Say focusing, on a break, away, or follow the room: events.StatusSet. RoomError `bad_status`."""
        self._actor(by, Act.SET_STATUS)
        if not isinstance(status, str) or status not in set(PersonStatus):
            raise RoomError('bad_status', 'You can be focusing, on a break or away.')
        if by in self.presence and self.presence.status(by) != status:
            chosen = PersonStatus(status)
            self.announce(events.StatusSet(room_id=self.room_id, at=self.clock.now(), by=by, seat=by, status=chosen))

    def _gone(self, seat: str) -> None:
        if seat in self.presence:
            self.announce(events.PersonGone(room_id=self.room_id, at=self.clock.now(), by=seat, seat=seat))

    def _expect(self, seat: str, seconds: float = EXPECTED_SECONDS) -> None:
        """Their page is on its way: until it is here, nobody else gets their name."""
        now = self.clock.now()
        self.expected = {other: until for other, until in self.expected.items() if until > now}
        self.expected[seat] = now + seconds

    def _free_name(self, wish: str, seat: str) -> str:
        taken = {look(person.name) for person in self._near() if person.seat != seat}
        return next(name for name in _numbered(wish) if look(name) not in taken)

    def _near(self) -> list[Participant]:
        """Who is here, or on the way."""
        now = self.clock.now()
        coming = [seat for seat, until in self.expected.items() if until > now]
        return [person for person in map(self.person, {*self.presence.seats, *coming}) if person is not None]


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in range(2, 100_000):
        yield _with(name, f' ({number})')


def _with(name: str, suffix: str) -> str:
    return name[: NAME_LENGTH - len(suffix)].rstrip() + suffix

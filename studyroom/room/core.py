"""The way from a verb to every screen: decide, store, apply, publish."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studyroom.clock import Clock
from studyroom.room import events, permissions
from studyroom.room.config import RoomState
from studyroom.room.errors import Conflict, LogUnavailable, RoomError
from studyroom.room.events import Event, Fact
from studyroom.room.facts import RoomFacts, applied, ends
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.permissions import Act
from studyroom.room.ports import FactLog
from studyroom.room.presence import Participant, PersonStatus, Presence
from studyroom.room.timer import FocusTimer, Status

log = logging.getLogger(__name__)

Decision = Callable[[], Sequence[Fact]]


class RoomCore:
    """State of one room, and the single path that changes what is stored of it.

    Verbs raise RoomError when they refuse; a verb that has nothing left to do returns without an event.
    """

    def __init__(self, room_id: str, facts: RoomFacts, log: FactLog, hub: Hub, clock: Clock) -> None:
        self.room_id = room_id
        self.facts = facts
        self.presence = Presence()
        self.hub = hub
        self.clock = clock
        self.empty_since = clock.now()
        self.expected: dict[str, float] = {}
        self._log = log
        self._lock = asyncio.Lock()
        self._refused = False

    def seat_of(self, person: str) -> str:
        """The seat id of a person in this room: stable, and telling nothing of the person's identity."""
        digest = hashlib.blake2s(f'{self.room_id}\n{person}'.encode(), digest_size=10)
        return f'seat:{digest.hexdigest()}'

    def person(self, seat: str) -> Participant | None:
        """Who sits in `seat`; None for a visitor and for whoever left."""
        participant = self.facts.seats.get(seat)
        return None if participant is None or participant.left else participant

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everyone present, in the order in which they came."""
        present = (self.facts.seats.get(seat) for seat in self.presence.seats)
        return tuple(person for person in present if person is not None and not person.left)

    @property
    def media(self) -> Mapping[str, MediaState]:
        """What each seat sends that is present and sends anything."""
        sending = ((seat, attendance.media) for seat, attendance in self.presence.attendances.items())
        return {seat: state for seat, state in sending if state != MediaState()}

    @property
    def deadline(self) -> float | None:
        """The instant at which the running phase ends."""
        timer = self.facts.timer
        return timer.ends_at if timer.status is Status.RUNNING else None

    def state(self) -> RoomState:
        sends = {person.name: self.presence.attendances[person.seat].media for person in self.people}
        return self.facts.state(self.room_id, sends)

    async def bring_forward(self) -> None:
        """Announce each phase end that is due: events.PhaseEnded, `at` its deadline."""
        await self._commit(lambda: ())

    async def wake(self) -> None:
        """Bring it forward after a time out of memory; a clock that was set back since: events.ClockWentBack.

        Guests are gone with the connections they had: events.SeatLeft.
        """

        def decide() -> list[Fact]:
            before = self.facts.timer
            after = before.bounded(self.clock.now())
            guests = [seat for seat, person in self.facts.seats.items() if person.guest and not person.left]
            left = [self._fact(events.SeatLeft, seat) for seat in guests]
            return left if after is before else [*left, self._fact(events.ClockWentBack, '', timer=after)]

        await self._commit(decide)

    def apply(self, event: Event) -> None:
        """Take over what happened. Facts change the durable state; presence events status, tab, media, and who is gone.

        Which clients of a seat live is known only where they come and go: `connect` and its like keep that.
        """
        if isinstance(event, Fact):
            self.facts = applied(self.facts, event)
        elif isinstance(event, events.PresenceEvent) and event.seat in self.presence:
            self._apply_presence(event)

    def _apply_presence(self, event: events.PresenceEvent) -> None:
        attendance = self.presence.attendances[event.seat]
        match event:
            case events.StatusSet():
                attendance.status, attendance.status_since = event.status, event.at
            case events.MediaChanged():
                attendance.media = event.state
            case events.SeatHeld():
                attendance.tab = event.tab
            case events.PersonGone():
                del self.presence.attendances[event.seat]
                self.empty_since = self.empty_since if self.presence else event.at

    def announce(self, event: Event) -> None:
        """Apply an event and hand it to everyone who may hear it."""
        self.apply(event)
        self.hub.publish(event)

    async def _commit(self, decide: Decision, erase: Callable[[], Sequence[int]] = tuple) -> Sequence[Fact]:
        work = asyncio.ensure_future(self._decide_and_store(decide, erase))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            # A page that closes cancels what it asked for; what was stored is applied and told all the same.
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    async def _decide_and_store(self, decide: Decision, erase: Callable[[], Sequence[int]]) -> Sequence[Fact]:
        async with self._lock:
            while True:
                try:
                    await self._store(self._ends(self.facts.timer), ())
                    return await self._store(decide(), erase())
                except Conflict:
                    await self._catch_up()

    async def _catch_up(self) -> None:
        """Take over what another writer stored."""
        try:
            came = await self._log.read(self.room_id, self.facts.seq)
        except LogUnavailable as problem:
            raise self._not_stored(problem) from problem
        if not came:
            raise self._not_stored('the log is behind this room')
        self._announce_facts(came)

    async def _store(self, facts: Sequence[Fact], erase: Sequence[int]) -> Sequence[Fact]:
        if not facts:
            return ()
        try:
            stored = await self._log.append(self.room_id, facts, self.facts.seq, erase)
        except LogUnavailable as problem:
            raise self._not_stored(problem) from problem
        if self._refused:
            self._refused = False
            log.warning('facts are stored again', extra={'room': self.room_id})
        self._announce_facts(stored)
        return stored

    def _announce_facts(self, facts: Sequence[Fact]) -> None:
        phase = self.facts.timer.phase
        for fact in facts:
            self.announce(fact)
        if self.facts.timer.phase is not phase:
            self._follow_phase()

    def _not_stored(self, problem: object) -> RoomError:
        """Written down once, until something is stored again: a full disk is not made fuller."""
        if not self._refused:
            log.error('nothing was stored: %s', problem, extra={'room': self.room_id})
        self._refused = True
        return RoomError('not_stored', 'The server could not save that just now. Nothing was lost; try again.')

    def _follow_phase(self) -> None:
        """Who said focusing or on a break follows the room again; who is away stays away."""
        for seat in self.presence.chosen:
            follows = PersonStatus.FOLLOWS
            self.announce(
                events.StatusSet(room_id=self.room_id, at=self.clock.now(), by=seat, seat=seat, status=follows)
            )

    def _ends(self, timer: FocusTimer) -> list[Fact]:
        return ends(self.room_id, timer, self.clock.now())

    def _actor(self, seat: str, act: Act) -> Participant:
        """Who acts, if they may: RoomError `not_seated` or `not_allowed`."""
        person = self.person(seat)
        if person is None:
            raise RoomError('not_seated', 'Sit down in the room first.')
        permissions.require(person.role, act)
        return person

    def _fact(self, kind: type[Fact], by: str, at: float | None = None, **fields: Any) -> Fact:
        """`at`: the instant for which its contents were computed; else now."""
        return kind(room_id=self.room_id, at=self.clock.now() if at is None else at, by=by, **fields)

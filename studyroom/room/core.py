"""The way from a verb to every screen: decide, store, apply, publish."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from studyroom.clock import Clock
from studyroom.room import seats, status, timer
from studyroom.room.errors import BadInput, Conflict, LogUnavailable, RoomError
from studyroom.room.events import Event, Fact, PersonGone, PresenceEvent
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.focus_timer import Status
from studyroom.room.hub import Hub
from studyroom.room.media import MediaState
from studyroom.room.presence import Presence
from studyroom.room.scene import Scene
from studyroom.room.seats import Participant
from studyroom.room.state import RoomState

log = logging.getLogger(__name__)

Decision = Callable[[], Sequence[Fact]]


class FactLog(Protocol):
    """What a Room needs from the log; RoomLog in `studyroom.log` offers more."""

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> Sequence[Fact]:
        """Store facts after the one numbered `after_seq`, and overwrite those numbered in `erase`."""

    async def read(self, room_id: str, after_seq: int = 0) -> Sequence[Fact]:
        """Return the facts after the one numbered `after_seq`."""


class RoomCore:
    """The state of one room, and the single path by which its stored part changes."""

    def __init__(self, room_id: str, facts: RoomFacts, log: FactLog, hub: Hub, clock: Clock) -> None:
        self.room_id = room_id
        self.facts = facts
        self.presence = Presence()
        self.hub = hub
        self.clock = clock
        self.empty_since = clock.now()
        self.version = 0
        """How many events were announced since the room is in memory: what was drawn at one version stays true."""
        self._log = log
        self._lock = asyncio.Lock()
        self._refused = False

    def seat_of(self, person: str) -> str:
        """Return the seat id of a person in this room. It is stable, and reveals nothing about who they are."""
        digest = hashlib.blake2s(f'{self.room_id}\n{person}'.encode(), digest_size=10)
        return f'seat:{digest.hexdigest()}'

    def person(self, seat: str) -> Participant | None:
        """Return the person who sits in `seat`; None for a visitor and for a person who left."""
        return self.facts.person(seat)

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everyone present, in the order they came."""
        return tuple(person for person in map(self.person, self.presence.seats) if person is not None)

    @property
    def media(self) -> Mapping[str, MediaState]:
        """Media of everyone present who is sending any, by seat."""
        sending = ((seat, attendance.media) for seat, attendance in self.presence.attendances.items())
        return {seat: state for seat, state in sending if state != MediaState()}

    @property
    def deadline(self) -> float | None:
        """The instant at which the running phase ends."""
        timer = self.facts.timer
        return timer.ends_at if timer.status is Status.RUNNING else None

    def state(self) -> RoomState:
        """Return what the public may see."""
        present = {person: self.presence.attendances[person.seat].media for person in self.people}
        return self.facts.state(self.room_id, present)

    def scene(self, by: str = '') -> Scene:
        """Return the room as it is now, with the seat that acts."""
        return Scene(self.room_id, self.facts, self.presence, by, self.clock.now())

    async def bring_forward(self) -> None:
        """Announce each phase end that is due: PhaseEnded, with its deadline as `at`. Raises RoomError `not_stored`."""
        await self.commit(lambda: ())

    async def wake(self) -> None:
        """Bring the room forward after a time out of memory. Raises RoomError `not_stored`.

        Guests are gone with the connections they had (SeatLeft); the clock may have been set back (ClockWentBack).
        """
        await self.commit(lambda: [*seats.guests_left(self.scene()), *timer.follow_clock(self.scene())])

    async def commit(self, decide: Decision) -> None:
        """Store, apply and publish what `decide` returns, under the lock of the room, after phase ends that are due.

        `decide` is called again if another writer was faster. Raises what `decide` raises, and RoomError
        `not_stored`.
        """
        work = asyncio.ensure_future(self._decide_and_store(decide))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            # A page that closes cancels what it asked for; what was stored is still applied and announced.
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    def tell(self, events: Sequence[PresenceEvent]) -> None:
        """Announce presence events at once."""
        for event in events:
            self.announce(event)

    def announce(self, event: Event) -> None:
        """Apply an event and hand it to everyone who may hear it."""
        self.apply(event)
        self.version += 1
        self.hub.publish(event)

    def apply(self, event: Event) -> None:
        """Apply an event: facts change the durable state, presence events change who is here and how."""
        if isinstance(event, Fact):
            self.facts = applied(self.facts, event)
        elif isinstance(event, PresenceEvent) and event.seat in self.presence:
            self.presence.apply(event)
            if isinstance(event, PersonGone) and not self.presence:
                self.empty_since = event.at

    async def _decide_and_store(self, decide: Decision) -> None:
        async with self._lock:
            while True:
                try:
                    await self._store(timer.phase_ends(self.room_id, self.facts.timer, self.clock.now()))
                    await self._store(decide())
                    return
                except Conflict:
                    await self._catch_up()

    async def _catch_up(self) -> None:
        """Apply and announce what another writer stored."""
        try:
            came = await self._log.read(self.room_id, self.facts.seq)
        except LogUnavailable as problem:
            raise self._not_stored(problem) from problem
        if not came:
            raise self._not_stored('the log is behind this room')
        self._announce_facts(came)

    async def _store(self, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        self._try(facts)
        erase = [seq for fact in facts for seq in fact.erases]
        try:
            stored = await self._log.append(self.room_id, facts, self.facts.seq, erase)
        except LogUnavailable as problem:
            raise self._not_stored(problem) from problem
        if self._refused:
            self._refused = False
            log.warning('facts are stored again', extra={'room': self.room_id})
        self._announce_facts(stored)

    def _try(self, facts: Sequence[Fact]) -> None:
        """Raise what the rules raise for these facts before they are stored: a log that cannot be read is lost."""
        after = self.facts
        for fact in facts:
            after = applied(after, replace(fact, seq=after.seq + 1))

    def _announce_facts(self, facts: Sequence[Fact]) -> None:
        phase = self.facts.timer.phase
        for fact in facts:
            self.announce(fact)
        if self.facts.timer.phase is not phase:
            self.tell(status.follow_phase(self.scene()))

    def _not_stored(self, problem: object) -> RoomError:
        """Return the refusal. Log it once until something is stored again: a full disk must not get fuller."""
        if not self._refused:
            log.error('nothing was stored: %s', problem, extra={'room': self.room_id})
        self._refused = True
        return RoomError('not_stored', 'The server could not save that just now. Nothing was lost; try again.')


def refuse_bad_input(decide: Decision) -> None:
    """Raise the BadInput that `decide` raises, before anything waits for the lock or the disk, or is written.

    Whatever else it says counts only when its turn comes.
    """
    try:
        decide()
    except BadInput:
        raise
    except RoomError:
        return

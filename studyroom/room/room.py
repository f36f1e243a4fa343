"""A study room: a table of everything that people do in it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studyroom.room import answers, chat, config, goals, help, media, names, presence, seats, status, timer
from studyroom.room.core import RoomCore, refuse_bad_input
from studyroom.room.event import Fact
from studyroom.room.seats import EXPECTED_SECONDS, Participant
from studyroom.room.text import look
from studyroom.room.verb import live_verb, report, verb


class Room(RoomCore):
    """The timer, goals, chat and people of one room; `facts` is its durable state, `presence` says who is here now.

    A verb takes the seat that acts. It refuses with RoomError: `not_seated`, `not_allowed`, or a code that its noun
    documents. A verb that has nothing to do returns without an event.
    """

    configure = verb(config.configure)
    set_goal = verb(config.set_goal)

    rename = verb(seats.rename)
    set_status = live_verb(status.set_status)
    connect = report(presence.connect)
    disconnect = report(presence.disconnect)
    forget = report(presence.forget)
    take_over = report(presence.take_over)

    start = verb(timer.start)
    pause = verb(timer.pause)
    resume = verb(timer.resume)
    skip = verb(timer.skip)
    reset = verb(timer.reset)
    undo = verb(timer.undo)
    add_minutes = verb(timer.add_minutes)
    set_rhythm = verb(timer.set_rhythm)
    set_lengths = verb(timer.set_lengths)

    say = verb(chat.say)
    delete_message = verb(chat.delete_message)
    ask_help = verb(help.ask_help)
    end_help = verb(help.end_help)

    add_goal = verb(goals.add_goal)
    edit_goal = verb(goals.edit_goal)
    check_goal = verb(goals.check_goal)
    move_goal = verb(goals.move_goal)
    delete_goal = verb(goals.delete_goal)
    restore_goal = verb(goals.restore_goal)
    work_on = verb(goals.work_on)
    intend = verb(goals.intend)
    answer = verb(answers.answer)

    claim_media = live_verb(media.claim_media)
    set_media = report(media.set_media)
    left_call = report(media.left_call)

    async def sit_down(self, person: str, name: object, *, guest: bool = False) -> Participant:
        """Seat a person, and return them as a participant: SeatTaken or Renamed. Raises RoomError `name_*`.

        A `guest` keeps its name until it leaves; anybody else keeps theirs for 30 s while their page is on its way.
        """
        seat = self.seat_of(person)

        def decide() -> Sequence[Fact]:
            decided = seats.sit_down(self.scene(seat), name, guest=guest)
            self._expect(seat, math.inf if guest else EXPECTED_SECONDS)
            return decided

        refuse_bad_input(lambda: seats.sit_down(self.scene(seat), name, guest=guest))
        await self.commit(decide)
        return self.facts.seats[seat]

    async def visit(self, person: str, label: object) -> Participant:
        """Seat a guest for one act, and return it; it must `leave` afterwards: SeatTaken. Raises RoomError `name_*`."""
        seat = self.seat_of(person)
        refuse_bad_input(lambda: seats.visit(self.scene(seat), label))
        await self.commit(lambda: seats.visit(self.scene(seat), label))
        return self.facts.seats[seat]

    async def come_back(self, seat: str) -> Participant | None:
        """Return the person in `seat`, Renamed if somebody present now has their name; None without a seat."""

        def decide() -> Sequence[Fact]:
            decided = seats.come_back(self.scene(seat))
            if self.person(seat) is not None and seat not in self.presence:
                self._expect(seat, EXPECTED_SECONDS)
            return decided

        await self.commit(decide)
        return self.person(seat)

    async def leave(self, by: str) -> None:
        """Give up one's seat: SeatLeft, then PersonGone. Goals are kept for the next time.

        A guest whose connection has ended is gone even if that cannot be stored.
        """
        try:
            await self.commit(lambda: seats.leave(self.scene(by)))
        finally:
            here = self.person(by)
            if here is None or here.guest:
                self.presence.expected.pop(by, None)
                self.tell(presence.gone(self.scene(by)))

    def is_of_a_browser(self, name: str) -> bool:
        """Return whether somebody at a browser, here or on their way, has a name that looks like this one."""
        people = names.present_or_coming(self.scene())
        return any(look(person.name) == look(name) for person in people if not person.guest)

    def _expect(self, seat: str, seconds: float) -> None:
        """Keep the name of a seat whose page is on its way."""
        now = self.clock.now()
        self.presence.expect(seat, now + seconds, now)

"""Seats: who has sat down in a room, under which name, and who has left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studyroom.room import names
from studyroom.room.event import Fact
from studyroom.room.permissions import Act, Role, require
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene
from studyroom.room.text import clean_name

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts

SIT_DOWN, LEAVE, RENAME = Act('sit down'), Act('leave'), Act('change a name')
GUESTS_KEPT = 100
EXPECTED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Participant:
    """What a room remembers about a person: name, call for help, goal worked on now, and answer to the last focus.

    A `guest` came by the API and is not remembered for long after it has left.
    """

    seat: str
    name: str
    since: float
    role: Role = Role.MEMBER
    left: bool = False
    needs_help: bool = False
    help_about: str = ''
    now: str = ''
    answer: str = ''
    answered: str = ''
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Fact):
    """A person sat down, for the first time or again after leaving; `by` is their seat and `name` their name."""

    name: str
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft(Fact):
    """A person gave up their seat; their goals are kept for when they sit down again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Fact):
    """The person in seat `by` has a new name."""

    name: str


@rule(SeatTaken)
def _seat_taken(fact: SeatTaken, before: RoomFacts) -> Changes:
    if fact.by in before.seats:
        return {'people': {fact.by: {'name': fact.name, 'since': fact.at, 'left': False}}}
    return {'seats': {**before.seats, fact.by: Participant(fact.by, fact.name, fact.at, guest=fact.guest)}}


@rule(SeatLeft)
def _seat_left(fact: SeatLeft, before: RoomFacts) -> Changes:
    """The last to leave comes last. Guests who left long ago are forgotten, with their goals."""
    seats = {seat: other for seat, other in before.seats.items() if seat != fact.by}
    seats[fact.by] = replace(before.seats[fact.by], left=True)
    old = _old_guests(seats) - {before.timer_by}
    if not old:
        return {'seats': seats}
    return {'seats': _without(seats, old), 'goals': _without(before.goals, old)}


def _old_guests(seats: Mapping[str, Participant]) -> set[str]:
    """Return the guests who have left, except the last 100."""
    return set([seat for seat, person in seats.items() if person.guest and person.left][:-GUESTS_KEPT])


def _without(kept: Mapping[str, object], seats: set[str]) -> dict[str, Any]:
    return {seat: value for seat, value in kept.items() if seat not in seats}


@rule(Renamed)
def _renamed(fact: Renamed, before: RoomFacts) -> Changes:
    return {'people': {fact.by: {'name': fact.name}}}


def sit_down(scene: Scene, name: object, *, guest: bool = False) -> Sequence[Fact]:
    """Take a seat or come back to one: SeatTaken or Renamed. A name in use becomes "Ann (2)".

    Raises RoomError `name_*`.
    """
    wish, here = clean_name(name, what='Your name'), scene.person
    require(here.role if here else Role.MEMBER, SIT_DOWN)
    free = names.free(wish, names.taken(scene))
    if here is None:
        return [SeatTaken(**scene.stamp, name=free, guest=guest)]
    return [] if here.name == free else [Renamed(**scene.stamp, name=free)]


def visit(scene: Scene, label: object) -> Sequence[Fact]:
    """Take a guest's seat for one act: SeatTaken. The label is not a name: any number of visitors may share it.

    " (api)" follows if somebody present has it as a name. Raises RoomError `name_*`.
    """
    require(Role.MEMBER, SIT_DOWN)
    wish, taken = clean_name(label, what='Your name'), names.taken(scene)
    free = names.free(wish, taken)
    if free != wish:
        free = names.free(names.with_suffix(wish, ' (api)'), taken)
    return [SeatTaken(**scene.stamp, name=free, guest=True)]


def come_back(scene: Scene) -> Sequence[Fact]:
    """Return to one's seat, under a new name if somebody present now has the old one: Renamed."""
    here = scene.person
    if here is None or scene.by in scene.presence:
        return []
    require(here.role, SIT_DOWN)
    free = names.free(here.name, names.taken(scene))
    return [] if free == here.name else [Renamed(**scene.stamp, name=free)]


def rename(scene: Scene, name: object) -> Sequence[Fact]:
    """Take another name: Renamed. Does nothing if it is the same. Raises RoomError `name_*`."""
    wish, person = clean_name(name, what='Your name'), scene.actor(RENAME)
    free = names.free(wish, names.taken(scene))
    return [] if free == person.name else [Renamed(**scene.stamp, name=free)]


def leave(scene: Scene) -> Sequence[Fact]:
    """Give up one's seat: SeatLeft. Goals are kept for the next time. Does nothing for a visitor."""
    here = scene.person
    if here is None:
        return []
    require(here.role, LEAVE)
    return [SeatLeft(**scene.stamp)]


def guests_left(scene: Scene) -> Sequence[Fact]:
    """Remove guests after a time out of memory, which ended their connections: SeatLeft for each."""
    guests = [seat for seat, person in scene.facts.seats.items() if person.guest and not person.left]
    return [SeatLeft(room_id=scene.room_id, at=scene.now, by=seat) for seat in guests]

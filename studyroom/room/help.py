"""Calls for help, which appear beside a person's name until help has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studyroom.room.event import Fact
from studyroom.room.permissions import Act
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene
from studyroom.room.seats import SeatLeft
from studyroom.room.text import HELP_LENGTH, clean

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts


ASK = Act('ask for help')


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Fact):
    """A person called for help; `about` says in up to 140 code points what it is about."""

    about: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnded(Fact):
    """The person who called for help ended the call."""


@rule(HelpAsked)
def _help_asked(fact: HelpAsked, before: RoomFacts) -> Changes:
    return {'people': {fact.by: {'needs_help': True, 'help_about': fact.about}}}


@rule(HelpEnded, SeatLeft)
def _help_ended(fact: Fact, before: RoomFacts) -> Changes:
    return {'people': {fact.by: {'needs_help': False, 'help_about': ''}}}


def ask_help(scene: Scene, about: object = '') -> Sequence[Fact]:
    """Call for help, and say in up to 140 code points what it is about: HelpAsked. Does nothing if nothing changes.

    Raises RoomError `help_*`.
    """
    words = clean(about, what='What it is about', code='help', limit=HELP_LENGTH, empty=True)
    person = scene.actor(ASK)
    if person.needs_help and person.help_about == words:
        return []
    return [HelpAsked(**scene.stamp, about=words)]


def end_help(scene: Scene) -> Sequence[Fact]:
    """Take the call for help back: HelpEnded. Does nothing if there is none."""
    return [HelpEnded(**scene.stamp)] if scene.actor(ASK).needs_help else []

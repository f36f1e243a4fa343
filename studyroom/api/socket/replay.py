"""Replays what a client missed that comes back with `?since=`: the same frames in the same order, from the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from studyroom.api.contract.messages import FromServerModel
from studyroom.api.socket.broadcast import is_private
from studyroom.api.socket.frames import delivered_notes, frame_of
from studyroom.room import events
from studyroom.room.chat import ChatLog
from studyroom.room.events import Fact, TimerFact
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import Phase
from studyroom.room.seats import Participant

MOST_FACTS: Final = 1_000
LOOK_BACK: Final = 1_000  # for notes written before `since` and delivered after it


def first_needed(since: int) -> int:
    """Return the number of the fact after which to read the log."""
    return max(0, since - LOOK_BACK)


def replayed(facts: Sequence[Fact], since: int, now: RoomFacts) -> list[FromServerModel]:
    """Return the frames for the facts after `since` that `now` contains; `facts` begin after `first_needed`.

    Messages that were deleted or are held are left out; who came and went is in the state.
    """
    room, frames = _at_the_start(now), list[FromServerModel]()
    for fact in facts:
        if fact.seq > now.seq:
            break
        before, room = room, _after(fact, room)
        if fact.seq > since:
            frames += _frames(fact, before, room)
    return frames


def _frames(fact: Fact, before: RoomFacts, after: RoomFacts) -> list[FromServerModel]:
    frame = None if _is_erased(fact) or is_private(fact, before) else frame_of(fact, after)
    return [*([frame] if frame else []), *delivered_notes(before, after)]


def _at_the_start(now: RoomFacts) -> RoomFacts:
    """Return a room that holds notes: each fact says whether its note was held, and every bell delivers."""
    timer = replace(now.timer, phase=Phase.FOCUS, status=Status.RUNNING)
    return replace(now, timer=timer, chat=ChatLog(), config=replace(now.config, hold_notes=True))


def _after(fact: Fact, room: RoomFacts) -> RoomFacts:
    """Apply only what frames are made of: names, the timer, the chat."""
    match fact:
        case events.SeatTaken() | events.Renamed():
            return replace(room, seats={**room.seats, fact.by: Participant(fact.by, fact.name, fact.at)})
        case events.MessageSent() if _is_erased(fact):
            return room
        case TimerFact() | events.MessageSent() | events.MessageDeleted() | events.RoomConfigured():
            return applied(room, fact)
    return room


def _is_erased(fact: Fact) -> bool:
    return isinstance(fact, events.MessageSent) and not fact.text

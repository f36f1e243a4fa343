"""Turns events of a room into frames for its sockets. A `state` follows if something shown in it changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import singledispatch

from studyroom.api.contract.messages import (
    ChatDeletedModel,
    ChatMessageModel,
    EventName,
    FromServerModel,
    MediaUpdateModel,
    RoomEventModel,
)
from studyroom.api.contract.room_state import cycle_of, ends_at, media_of
from studyroom.room import events
from studyroom.room.chat import ChatMessage
from studyroom.room.events import Event, TimerFact
from studyroom.room.facts import RoomFacts
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import Phase

NOT_IN_A_STATE = (
    *(events.MessageSent, events.MessageDeleted),
    *(events.HelpAsked, events.HelpEnded, events.NowSet, events.FocusAnswered, events.StatusSet),
    *(events.SeatTaken, events.SeatLeft, events.PersonReconnecting, events.PersonReturned),
)

ABOUT_PEOPLE = (events.PersonCame, events.PersonGone, events.MediaChanged, events.Renamed)


def is_followed_by_state(event: Event) -> bool:
    """Return whether a `state` follows, because something in it has changed."""
    return not isinstance(event, NOT_IN_A_STATE)


def can_share_state(event: Event) -> bool:
    """Return whether that `state` may come a little later and follow several such events: it is about who is here."""
    return isinstance(event, ABOUT_PEOPLE)


@singledispatch
def frame_of(event: Event, after: RoomFacts) -> FromServerModel | None:
    """Return the frame for an event; None if no message is defined for it and the `state` says everything.

    `after` is what the room remembers after the event. A held message is for its author alone.
    """
    return None


@frame_of.register
def _(event: events.PersonCame, after: RoomFacts) -> FromServerModel:
    return RoomEventModel(event='user:join', user=_name(event.seat, after), by=event.seat, at=event.at)


@frame_of.register
def _(event: events.PersonGone, after: RoomFacts) -> FromServerModel:
    return RoomEventModel(event='user:leave', user=_name(event.seat, after), by=event.seat, at=event.at)


@frame_of.register
def _(event: events.MediaChanged, after: RoomFacts) -> FromServerModel | None:
    name = _name(event.seat, after)
    return MediaUpdateModel(user=name, media=media_of(event.state)) if name else None


@frame_of.register
def _(event: events.RoomGoalSet, after: RoomFacts) -> FromServerModel:
    name = _name(event.by, after)
    return RoomEventModel(event='goal:update', user=name, by=event.by, goal=event.goal, at=event.at, seq=event.seq)


@frame_of.register
def _(event: events.MessageSent, after: RoomFacts) -> FromServerModel:
    return ChatMessageModel(
        user=event.name,
        by=event.by,
        text=event.text,
        ts=event.at,
        id=f'm{event.seq}',
        seq=event.seq,
        held=event.held or None,
    )


@frame_of.register
def _(event: events.MessageDeleted, after: RoomFacts) -> FromServerModel:
    return ChatDeletedModel(id=event.line_id, seq=event.seq)


@frame_of.register
def _(event: TimerFact, after: RoomFacts) -> FromServerModel | None:
    name, timer = _timer_event(event), event.timer
    if name is None:
        return None
    return RoomEventModel(
        event=name,
        user=_name(event.by, after),
        by=event.by or None,
        at=event.at,
        seq=event.seq,
        status=timer.status.value,
        cycle=cycle_of(timer),
        remaining_ms=math.ceil(timer.remaining(event.at) * 1000),
        ends_at=ends_at(timer),
    )


def _timer_event(fact: TimerFact) -> EventName | None:
    match fact:
        case events.TimerStarted() | events.TimerResumed():
            return _started(fact.timer)
        case events.TimerPaused():
            return 'timer:pause'
        case events.TimerReset():
            return 'timer:reset'
        case events.PhaseSkipped():
            return _skipped(fact)
        case events.PhaseEnded():
            return _ended(fact)
    return None


def _started(timer: FocusTimer) -> EventName:
    return 'timer:start_focus' if timer.phase is Phase.FOCUS else 'timer:start_break'


def _skipped(fact: events.PhaseSkipped) -> EventName | None:
    """Return the event for a skip; for a focus skipped in a browser, that of the break it started, if any."""
    if fact.skipped is not Phase.FOCUS:
        return 'timer:skip_break'
    return 'timer:start_break' if fact.timer.status is Status.RUNNING else None


def _ended(fact: events.PhaseEnded) -> EventName | None:
    if fact.ended is not Phase.FOCUS:
        return 'timer:cycle_complete'
    return 'timer:break_auto' if fact.timer.status is Status.RUNNING else None


def delivered_notes(before: RoomFacts, after: RoomFacts) -> Sequence[ChatMessageModel]:
    """Return the notes that no longer wait for the bell; they are sent after the `state`."""
    waiting = {line.line_id for line in after.chat.held}
    there = {line.line_id for line in after.chat.lines}
    return [chat_frame(line) for line in before.chat.held if line.line_id not in waiting and line.line_id in there]


def chat_frame(line: ChatMessage) -> ChatMessageModel:
    """Return a message of the log as a frame."""
    return ChatMessageModel(user=line.name, by=line.seat, text=line.text, ts=line.at, id=line.line_id, seq=line.seq)


def _name(seat: str, facts: RoomFacts) -> str | None:
    person = facts.seats.get(seat)
    return person.name if person else None

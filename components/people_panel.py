"""Everyone in the room: name, goal for now, status, call for help."""

from __future__ import annotations

import json
from typing import Any

from nicegui import ui

from components.live import on
from components.live_list import LiveList
from components.live_view import LiveView
from components.timer_state import ms
from studyroom.events import (
    Event,
    FocusAnswered,
    HelpAsked,
    HelpEnded,
    NowSet,
    PersonCame,
    PersonGone,
    PhaseEnded,
    PhaseSkipped,
    Renamed,
    SeatTaken,
    StatusSet,
    TimerStarted,
)
from studyroom.presence import Participant
from studyroom.room import Room

ROW = """
<li class="person" :data-status="row.status" :aria-label="row.label + (row.id === ME ? ', you' : '')">
  <span class="seat" :class="{'seat--away': row.status === 'away', 'seat--help': row.help}" aria-hidden="true">{{ row.initials }}</span>
  <div style="min-width:0">
    <div class="person__name"><span>{{ row.name }}</span><span v-if="row.id === ME" class="quiet small" style="font-weight:400;flex:none">you</span></div>
    <div class="person__goal" :title="row.away ? null : row.line">{{ row.away ? 'Away for ' + ago(row.away) : row.line }}</div>
  </div>
  <span class="person__media"><span v-if="row.help" style="color:var(--danger)"><icon name="hand" small/></span></span>
</li>
"""
HEADING = '<h2 class="heading">In the room <span class="count">{{ row.count }}</span></h2>'
ANSWERS = {'done': 'done', 'partly': 'partly', 'not_yet': 'not yet'}


def people_panel(room: Room, me: Participant) -> None:
    """One row a person, in the order in which they came."""
    with ui.element('section').classes('people'):
        heading = LiveView(HEADING, {'count': len(room.people)})
        rows = LiveList(ROW.replace('ME', json.dumps(me.seat).replace('"', "'")), person_rows(room))

    def counted() -> None:
        heading.show({'count': len(room.people)})

    def changed(event: Event) -> None:
        person = room.person(event.by)
        if person is not None and event.by in room.presence:
            rows.upsert(person_row(room, person))

    def came(event: PersonCame) -> None:
        changed(event)
        counted()

    def gone(event: PersonGone) -> None:
        rows.remove(event.seat)
        counted()

    kinds = (Renamed, SeatTaken, NowSet, HelpAsked, HelpEnded, StatusSet, FocusAnswered)
    on(room.hub, room.room_id, me.seat, *kinds, do=changed)
    on(room.hub, room.room_id, me.seat, PersonCame, do=came)
    on(room.hub, room.room_id, me.seat, PersonGone, do=gone)
    on(
        room.hub,
        room.room_id,
        me.seat,
        *(TimerStarted, PhaseEnded, PhaseSkipped),
        do=lambda _: rows.reset(person_rows(room)),
    )


def person_rows(room: Room) -> list[dict[str, Any]]:
    return [person_row(room, person) for person in room.people]


def person_row(room: Room, person: Participant) -> dict[str, Any]:
    """What everyone may see of a person."""
    attendance = room.presence.attendances.get(person.seat)
    status = room.presence.status(person.seat).value
    away = ms(attendance.status_since) if attendance and status == 'away' else 0
    line = _line(person)
    label = ', '.join(filter(None, [person.name, 'away' if away else '', line]))
    row = {
        'id': person.seat,
        'name': person.name,
        'initials': initials(person.name),
        'status': status,
        'line': line,
        'label': label,
    }
    return row | ({'away': away} if away else {}) | ({'help': True} if person.needs_help else {})


def initials(name: str) -> str:
    """At most two: "MB" for Mr Brandt, "A2" for Ann (2)."""
    letters = [word.lstrip('(')[:1] for word in name.split() if word.strip('()')]
    return ''.join(letters[:1] + letters[1:][-1:]).upper()


def _line(person: Participant) -> str:
    if person.needs_help:
        return f'Needs help: {person.help_about}' if person.help_about else 'Needs help'
    if person.answer:
        said = ANSWERS[person.answer]
        return f'{person.answered}: {said}' if person.answered else f'The focus: {said}'
    return person.now

"""Everyone in the room: name, goal for now, status, call for help."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.kit.initials import initials
from components.kit.live import on
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.timer_state import ms
from studyroom.room.events import (
    Event,
    FocusAnswered,
    HelpAsked,
    HelpEnded,
    MediaChanged,
    NowSet,
    PersonCame,
    PersonGone,
    Renamed,
    SeatTaken,
    StatusSet,
)
from studyroom.room.media import MediaState
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.status import PersonStatus

ROW = """
<li class="person" :data-status="row.status" :aria-label="[row.name, row.help ? 'needs' + row.line.slice(5) : row.line, row.words, row.sends].filter(Boolean).join(', ')">
  <span class="seat" :class="{'seat--away': row.away, 'seat--help': row.help, 'seat--speaking': media.speaking.includes(row.id)}" aria-hidden="true">{{ row.initials }}</span>
  <div style="min-width:0">
    <div class="person__name"><span>{{ row.name }}</span><span v-if="row.id === MY_SEAT" class="quiet small" style="font-weight:400;flex:none">you</span></div>
    <div v-if="row.away && !row.help" class="person__goal">{{ ago(row) === 'just now' ? 'Away' : 'Away for ' + ago(row) }}</div>
    <template v-else><div v-if="row.said" class="person__goal person__goal--said" :title="row.said">{{ row.said }}</div>
    <div class="person__goal person__goal--now" :title="row.line">{{ row.line }}</div></template>
  </div>
  <span class="person__media"><span v-if="row.help" style="color:var(--danger)"><icon name="hand" small/></span>
    <icon v-if="row.signs" v-for="sign in row.signs" :key="sign" :name="sign" small/>
    <span v-if="row.words" class="visually-hidden">{{ row.words }}</span></span>
</li>
"""
HEADING = '<h2 class="heading">In the room <span class="count">{{ row.count }}</span></h2>'
STATUS_WORDS = {PersonStatus.FOCUSING: 'focusing', PersonStatus.BREAK: 'on a break', PersonStatus.AWAY: 'away'}
ANSWERS = {'done': 'done', 'partly': 'partly', 'not_yet': 'not yet'}


def people_panel(room: Room, me: Participant) -> None:
    """One row a person, in the order in which they came."""
    with ui.element('section').classes('people'):
        heading = LiveView(HEADING, {'count': len(room.people)})
        rows = LiveList(ROW.replace('MY_SEAT', f"'{me.seat}'"), person_rows(room)).on_resync(lambda: person_rows(room))

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

    kinds = (Renamed, SeatTaken, NowSet, HelpAsked, HelpEnded, StatusSet, FocusAnswered, MediaChanged)
    on(room, me, *kinds, do=changed)
    on(room, me, PersonCame, do=came)
    on(room, me, PersonGone, do=gone)


def person_rows(room: Room) -> list[dict[str, Any]]:
    return [person_row(room, person) for person in room.people]


def person_row(room: Room, person: Participant) -> dict[str, Any]:
    """What everyone may see of a person. Dots and answers follow the phase in the browser's stylesheet."""
    attendance = room.presence.attendances.get(person.seat)
    status = room.presence.status(person.seat)
    row: dict[str, Any] = {
        'id': person.seat,
        'name': person.name,
        'initials': initials(person.name),
    }
    if line := _line(person):
        row['line'] = line
    if status is not PersonStatus.FOLLOWS:
        row |= {'status': status.value, 'words': STATUS_WORDS[status]}
    if attendance and status is PersonStatus.AWAY:
        row |= {'away': True, 'age_ms': ms(room.clock.now() - attendance.status_since)}
    if person.needs_help:
        row['help'] = True
    elif person.answer:
        row['said'] = f'{person.answered or "The focus"}: {ANSWERS[person.answer]}'
    if sends := room.media.get(person.seat):
        row |= _sending(sends)
    return row


def _sending(media: MediaState) -> dict[str, Any]:
    sound = ['mic'] if media.audio else ['mic-off'] if media.video else []
    signs = [*sound, *(['video'] if media.video else []), *(['monitor-up'] if media.screen else [])]
    words = {'mic': 'microphone on', 'mic-off': 'microphone off', 'video': 'camera on', 'monitor-up': 'shows a screen'}
    return {'signs': signs, 'sends': ', '.join(words[sign] for sign in signs)}


def _line(person: Participant) -> str:
    if person.needs_help:
        return f'Needs help: {person.help_about}' if person.help_about else 'Needs help'
    return person.now

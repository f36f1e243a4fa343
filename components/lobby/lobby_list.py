"""The rooms that are open now: phase, time left and who is inside, live."""

from __future__ import annotations

from typing import Any

from components.kit.live import on_any
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.timer_state import lobby_row
from studyroom.clock import Clock
from studyroom.room.events import (
    TIMER_FACTS,
    Event,
    PersonCame,
    PersonGone,
    Renamed,
    RoomConfigured,
    RoomOpened,
    RoomSlept,
    RoomWoke,
)
from studyroom.room.hub import Hub
from studyroom.room.ports import Rooms

ROW = """
<li class="roomrow" :data-phase="row.phase">
  <span class="ring-s"><svg class="ring" viewBox="0 0 44 44" aria-hidden="true"><circle class="track" cx="22" cy="22" r="19"/>
    <circle class="arc" cx="22" cy="22" r="19" :stroke-dasharray="dash(row, 19).dasharray" :transform="'rotate(' + dash(row, 19).turn + ' 22 22)'"/></svg>
    <icon :name="row.status === 'paused' ? 'pause' : {focus: 'lamp-desk', break: 'coffee', long: 'trees'}[row.phase]" small/></span>
  <div style="min-width:0">
    <h3 class="title roomrow__title"><a :href="'/room/' + encodeURIComponent(row.id)">{{ row.title }}</a></h3>
    <div class="num"><span class="strong accent">{{ {focus: 'Focus', break: 'Break', long: 'Long break'}[row.phase] }}</span><span class="quiet">{{
      row.status === 'idle' ? ', not started' : row.status === 'paused' ? ', paused at ' + left(row) : ', ' + left(row) + ' left' }}</span></div>
    <div class="small quiet">{{ row.people === 0 ? 'Nobody inside' : (row.people === 1 ? '1 person: ' : row.people + ' people: ') + row.names.join(', ')
      + (row.people > row.names.length ? ' and ' + (row.people - row.names.length) + ' more' : '') }}</div>
  </div>
  <span class="go"><icon name="chevron-right"/></span>
</li>
"""
HEADING = """<h2 class="heading lobby__heading">Open now <span class="count" v-if="row.rooms">{{ row.rooms === 1 ? '1 room' : row.rooms + ' rooms' }},
  {{ row.people === 1 ? '1 person' : row.people + ' people' }}</span></h2>"""
EMPTY = """
<li class="empty"><span class="accent"><svg class="icon empty__icon" aria-hidden="true"><use :href="icon('lamp-desk')"/></svg></span>
  <p class="title">No room is open yet</p>
  <p class="quiet" style="max-width:26rem">Give one a name and be the first to sit down. You get a link and a QR code for the others.</p>
  <a class="btn" href="#room-name">Name a room <icon name="arrow-right" small/></a></li>
"""


def lobby_list(rooms: Rooms, hub: Hub, clock: Clock) -> None:
    """Listed rooms, the fullest first."""

    def read() -> list[dict[str, Any]]:
        return [lobby_row(state, clock.now()) for state in rooms.listed()]

    now = read()
    people = {row['id']: row['people'] for row in now}
    heading = LiveView(HEADING, _counts(people))
    shown = LiveList(ROW, now, classes='rooms', sort=True, empty=EMPTY).on_resync(read)

    def changed(event: Event) -> None:
        state = rooms.seen(event.room_id)
        before = dict(people)
        if state is None:
            if people.pop(event.room_id, None) is not None:  # nobody is told of a room that was never listed
                shown.remove(event.room_id)
        else:
            people[event.room_id] = len(state.people)
            shown.upsert(lobby_row(state, clock.now()))
        if people != before:
            heading.show(_counts(people))

    kinds = (RoomOpened, RoomConfigured, RoomWoke, RoomSlept, PersonCame, PersonGone, Renamed, *TIMER_FACTS)
    on_any(hub, *kinds, do=changed)


def _counts(people: dict[str, int]) -> dict[str, int]:
    return {'rooms': len(people), 'people': sum(people.values())}

"""The live list of open rooms: phase, time left and who is inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from components.kit.addresses import own_address
from components.kit.browser import arc, left
from components.kit.live import on_any
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.sentences import sentence
from components.kit.tags import a, circle, div, h2, h3, icon, li, p, span, svg
from components.kit.timer_state import ms
from components.kit.traced import choose
from components.lobby.people_inside import IN_THE_LIST
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
from studyroom.room.focus_timer import Status
from studyroom.room.hub import Hub
from studyroom.room.ports import Rooms
from studyroom.room.rhythm import Phase
from studyroom.room.sentences import Sentence
from studyroom.room.state import RoomState

NAMES = {Phase.FOCUS: 'Focus', Phase.BREAK: 'Break', Phase.LONG: 'Long break'}
PICTURES = {Phase.FOCUS: 'lamp-desk', Phase.BREAK: 'coffee', Phase.LONG: 'trees'}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """A room in the list; `people` says who is inside, `sort` decides its place."""

    id: str
    title: str
    address: str
    phase: Phase
    phase_name: str
    picture: str
    status: Status
    running: bool
    remaining_ms: int
    total_ms: int
    people: str
    sort: tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class RoomsHeading:
    """How many rooms are open and how many people are in them; empty without a room."""

    counts: str = ''


def draw_room(row: RoomRow) -> Tag:
    """Draw a ring with the time left, the name as a link, the phase and the people."""
    return li('roomrow', data_phase=row.phase)[
        span('ring-s')[
            svg('ring', viewBox='0 0 44 44', aria_hidden=True)[
                circle('track', cx=22, cy=22, r=19), arc(row, 'arc', radius=19, centre=22)
            ],
            icon(row.picture, small=True),
        ],
        div(style='min-width:0')[
            h3('title roomrow__title')[a(href=own_address(row.address))[row.title]],
            div('num')[span('strong accent')[row.phase_name], span('quiet')[_time(row)]],
            div('small quiet')[row.people],
        ],
        span('go')[icon('chevron-right')],
    ]


def draw_heading(row: RoomsHeading) -> Tag:
    """Draw the heading, with counts as soon as a room is open."""
    return h2('heading lobby__heading')['Open now ', when(row.counts)[span('count')[row.counts]]]


def draw_no_room() -> Tag:
    """Draw what replaces an empty list, and say where to begin."""
    return li('empty')[
        span('accent')[icon('lamp-desk', 'empty__icon')],
        p('title')['No room is open yet'],
        p('quiet', style='max-width:26rem')[
            'Give one a name and be the first to sit down. You get a link and a QR code for the others.'
        ],
        a('btn', href='#room-name')['Name a room ', icon('arrow-right', small=True)],
    ]


def _time(row: RoomRow) -> str:
    standing = choose(
        row.status == Status.PAUSED, sentence('paused_at', ', paused at {time}', time=left(row)), _left(row)
    )
    return choose(row.status == Status.IDLE, ', not started', standing)


def _left(row: RoomRow) -> str:
    return sentence('time_left', ', {time} left', time=left(row))


def lobby_list(rooms: Rooms, hub: Hub, clock: Clock) -> None:
    """Show the listed rooms, the fullest first."""

    def read() -> list[RoomRow]:
        return [room_row(state, clock.now()) for state in rooms.listed()]

    people = {state.room_id: len(state.people) for state in rooms.listed()}
    heading = LiveView(draw_heading, _heading(people))
    shown = LiveList(draw_room, read(), classes='rooms', sort=True, empty=draw_no_room).on_resync(read)

    def changed(event: Event) -> None:
        state = rooms.seen(event.room_id)
        before = dict(people)
        if state is None:
            if people.pop(event.room_id, None) is not None:  # an unlisted room was never shown
                shown.remove(event.room_id)
        else:
            people[event.room_id] = len(state.people)
            shown.upsert(room_row(state, clock.now()))
        if people != before:
            heading.show(_heading(people))

    kinds = (RoomOpened, RoomConfigured, RoomWoke, RoomSlept, PersonCame, PersonGone, Renamed, *TIMER_FACTS)
    on_any(hub, *kinds, do=changed)


def room_row(state: RoomState, now: float) -> RoomRow:
    """Return the row of a room at this instant; the fullest room comes first."""
    timer, title = state.timer, state.config.title
    return RoomRow(
        id=state.room_id,
        title=title,
        address=f'/room/{quote(state.room_id)}',
        phase=timer.phase,
        phase_name=NAMES[timer.phase],
        picture='pause' if timer.status is Status.PAUSED else PICTURES[timer.phase],
        status=timer.status,
        running=timer.status is Status.RUNNING,
        remaining_ms=ms(timer.remaining(now)),
        total_ms=ms(timer.total),
        people=IN_THE_LIST.sentence(state.people),
        sort=(-len(state.people), title.casefold(), state.room_id),
    )


def _heading(people: Mapping[str, int]) -> RoomsHeading:
    if not people:
        return RoomsHeading()
    rooms, inside = len(people), sum(people.values())
    return RoomsHeading(
        Sentence(
            'open_now',
            '{rooms}, {people}',
            rooms=Sentence('one_room', '1 room') if rooms == 1 else Sentence('rooms', '{count} rooms', count=rooms),
            people=Sentence('one', '1 person') if inside == 1 else Sentence('many', '{count} people', count=inside),
        )
    )

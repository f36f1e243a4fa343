"""Everyone in the room: name, current goal, status, call for help."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from components.kit.browser import ago, is_me, speaking
from components.kit.initials import initials
from components.kit.markup import Tag, each, when
from components.kit.room_part import RoomPart, SharedList, SharedView, part
from components.kit.sentences import sentence
from components.kit.tags import div, h2, icon, li, span
from components.kit.timer_state import ms
from components.kit.traced import all_of, choose, either, negate
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
from studyroom.room.sentences import Sentence
from studyroom.room.status import PersonStatus


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What everyone may see of a person. The stylesheet makes dots and answers follow the phase."""

    id: str
    name: str
    initials: str
    label: str
    line: str = ''
    said: str = ''
    status: str | None = None
    words: str = ''
    away: bool = False
    age_ms: int | None = None
    help: bool = False
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleHeading:
    """How many people are in the room."""

    count: int


def draw_person(row: PersonRow) -> Tag:
    """Draw the seat, the name, what they are working on or saying, and icons for what they send."""
    states = {'seat--away': row.away, 'seat--help': row.help, 'seat--speaking': speaking(row.id)}
    return li('person', data_status=row.status, aria_label=row.label)[
        span('seat', toggles=states, aria_hidden=True)[row.initials],
        div(style='min-width:0')[
            div('person__name')[
                span[row.name], when(is_me(row.id))[span('quiet small', style='font-weight:400;flex:none')['you']]
            ],
            when(all_of(row.away, negate(row.help)))[div('person__goal')[_away(row)]].otherwise[
                when(row.said)[div('person__goal person__goal--said', title=row.said)[row.said]],
                div('person__goal person__goal--now', title=either(row.line, None))[row.line],
            ],
        ],
        span('person__media')[
            when(row.help)[span(style='color:var(--danger)')[icon('hand', small=True)]],
            each(row.signs, lambda sign: icon(sign, small=True)),
            when(row.words)[span('visually-hidden')[row.words]],
        ],
    ]


def draw_heading(row: PeopleHeading) -> Tag:
    """Draw the heading with the count beside it."""
    return h2('heading')['In the room ', span('count')[row.count]]


def _away(row: PersonRow) -> str:
    return choose(ago(row) == 'just now', 'Away', sentence('away_for', 'Away for {time}', time=ago(row)))


STATUS_WORDS = {PersonStatus.FOCUSING: 'focusing', PersonStatus.BREAK: 'on a break', PersonStatus.AWAY: 'away'}
ANSWERS = {'done': 'done', 'partly': 'partly', 'not_yet': 'not yet'}


def people_panel(room: Room, me: Participant) -> None:
    """Place one row per person, in the order in which they arrived."""
    people = part(room, People)
    with ui.element('section').classes('people'):
        people.heading.place()
        people.rows.place(me.seat)


class People(RoomPart):
    """The people of a room, as everyone sees them."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.heading = SharedView(room, draw_heading, lambda: PeopleHeading(len(room.people)))
        self.rows = SharedList(room, draw_person, lambda: person_rows(room))
        kinds = (Renamed, SeatTaken, NowSet, HelpAsked, HelpEnded, StatusSet, FocusAnswered, MediaChanged)
        self.on(*kinds, do=self._changed)
        self.on(PersonCame, do=self._came)
        self.on(PersonGone, do=self._gone)

    def _changed(self, event: Event) -> None:
        person = self.room.person(event.by)
        if person is not None and event.by in self.room.presence:
            self.rows.upsert(person_row(self.room, person))

    def _came(self, event: PersonCame) -> None:
        with self.together():
            self._changed(event)
            self.heading.show()

    def _gone(self, event: PersonGone) -> None:
        self.rows.remove(event.seat)
        self.heading.show()


def person_rows(room: Room) -> list[PersonRow]:
    """Return the rows of everyone present, in the order in which they arrived."""
    return [person_row(room, person) for person in room.people]


def person_row(room: Room, person: Participant) -> PersonRow:
    """Return the row of someone who is present."""
    attendance, status = room.presence.attendances.get(person.seat), room.presence.status(person.seat)
    media = attendance.media if attendance else MediaState()
    away_since = attendance.status_since if attendance and status is PersonStatus.AWAY else None
    words, sends = STATUS_WORDS.get(status, ''), _sending(media)
    line = _line(person)
    spoken = f'n{line[1:]}' if person.needs_help else line
    return PersonRow(
        id=person.seat,
        name=person.name,
        initials=initials(person.name),
        label=', '.join(filter(None, [person.name, spoken, words, *sends.values()])),
        line=line,
        said=_said(person),
        status=None if status is PersonStatus.FOLLOWS else status.value,
        words=words,
        away=away_since is not None,
        age_ms=None if away_since is None else ms(room.clock.now() - away_since),
        help=person.needs_help,
        signs=tuple(sends),
    )


def _sending(media: MediaState) -> dict[str, str]:
    """Return the icon and the text for each thing that someone sends."""
    sends = {
        ('mic', 'microphone on'): media.audio,
        ('mic-off', 'microphone off'): media.video and not media.audio,
        ('video', 'camera on'): media.video,
        ('monitor-up', 'showing a screen'): media.screen,
    }
    return dict(sign for sign, sent in sends.items() if sent)


def _said(person: Participant) -> str:
    if person.needs_help or not person.answer:
        return ''
    return Sentence('answered', '{goal}: {answer}', goal=person.answered or 'The focus', answer=ANSWERS[person.answer])


def _line(person: Participant) -> str:
    if person.needs_help and person.help_about:
        return Sentence('help_about', 'Needs help: {about}', about=person.help_about)
    return Sentence('help', 'Needs help') if person.needs_help else person.now

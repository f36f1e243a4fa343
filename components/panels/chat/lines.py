"""The lines of the chat: notes, and messages from the room itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.kit.acts import act
from components.kit.browser import day, hhmm, is_me, iso, new_day, previous, soon_after_previous
from components.kit.markup import Tag, when
from components.kit.sentences import sentence
from components.kit.tags import button, div, icon, li, rich, span, time
from components.kit.timer_state import ms
from components.kit.traced import all_of, choose, negate
from studyroom.room.chat import ChatMessage, LineKind
from studyroom.room.sentences import Sentence

PRESENCE = 'presence'


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A line: a note, or a message from the room. `kind` is a LineKind or PRESENCE.

    The list scrolls down to a line of the person who looks, and counts only those that have `counts` as unread.
    """

    id: str
    kind: str
    at: int
    seat: str = ''
    name: str = ''
    text: str = ''
    icon: str = ''
    waits: bool = False
    counts: bool = True


def draw_line(row: ChatRow) -> Tag:
    """Draw a line, under the name of its day if it is the day's first."""
    rule = div('line line--rule')
    note = row.kind == LineKind.MESSAGE
    return li(toggles={'note': note, 'note--same': all_of(note, _goes_on(row)), 'note--waits': row.waits})[
        when(new_day(row))[rule[span[day(row.at)]]],
        when(note)[_by(row), rich(row.text)]
        .elsewhen(row.kind == LineKind.FOCUS_BEGAN)[
            rule[span[sentence('focus_began', 'Focus began at {time}', time=hhmm(row.at))]]
        ]
        .elsewhen(row.kind == LineKind.FOCUS_ENDED)[
            rule[span[sentence('focus_ended', 'Focus ended at {time}', time=hhmm(row.at))]]
        ]
        .otherwise[
            div('line', aria_hidden=choose(row.kind == PRESENCE, True, None))[
                icon(row.icon, small=True), span[row.text]
            ]
        ],
    ]


def line_row(line: ChatMessage, *, waits: bool = False) -> ChatRow:
    """Return a line as the list draws it; the browser writes its instant in its own time zone."""
    counts = line.kind in {LineKind.MESSAGE, LineKind.HELP} and not waits
    row = ChatRow(line.line_id, line.kind.value, ms(line.at), waits=waits, counts=counts)
    if line.kind is LineKind.MESSAGE:
        return replace(row, seat=line.seat, name=line.name, text=line.text)
    if line.kind is LineKind.NOTES:
        return replace(row, icon='mail', text=_delivered(line.text))
    if line.kind is LineKind.HELP:
        return replace(row, seat=line.seat, icon='hand', text=call_for_help(line))
    return row


def _delivered(count: str) -> Sentence:
    if count == '1':
        return Sentence('one_note_delivered', '1 note from the focus')
    return Sentence('notes_delivered', '{count} notes from the focus', count=count)


def call_for_help(line: ChatMessage) -> Sentence:
    """Say who needs help, and with what."""
    if line.text:
        return Sentence('needs_help_about', '{name} needs help: {about}', name=line.name, about=line.text)
    return Sentence('needs_help', '{name} needs help', name=line.name)


def _goes_on(row: ChatRow) -> bool:
    """Return whether a note follows one by the same person so closely that it needs no name."""
    before = previous(row)
    return all_of(
        negate(new_day(row)),
        before.kind == LineKind.MESSAGE,
        before.seat == row.seat,
        before.waits == row.waits,
        soon_after_previous(row, minutes=5),
    )


def _by(row: ChatRow) -> Tag:
    delete = button('note__delete', on_click=act('delete'), aria_label='Delete your message', title='Delete')
    return div('note__by')[
        span('note__name')[row.name],
        when(is_me(row.seat))[delete['Delete']],
        time(datetime=iso(row.at))[choose(row.waits, 'waiting', hhmm(row.at))],
    ]

"""The chat panel, and what keeps it current."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from components.kit.browser import hhmm_in
from components.kit.live import on, say
from components.kit.live_list import LiveList
from components.kit.markup import Tag, when
from components.kit.room_part import RoomPart, SharedList, SharedView, part
from components.kit.sentences import sentence
from components.kit.tags import div, h2, icon, span
from components.kit.text_entry import TextEntry
from components.kit.timer_state import ms
from components.kit.traced import choose
from components.panels.chat.lines import PRESENCE, ChatRow, call_for_help, draw_line, line_row
from studyroom.room.chat import HISTORY, ChatMessage, LineKind
from studyroom.room.events import (
    TIMER_FACTS,
    Fact,
    HelpAsked,
    MessageDeleted,
    MessageSent,
    PersonCame,
    PersonGone,
    RoomConfigured,
)
from studyroom.room.facts import RoomFacts
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Head:
    """What is shown beside the heading."""

    hint: str = ''


@dataclass(frozen=True, slots=True)
class Held:
    """The notes waiting for the bell, which rings in `left_ms` if the focus is running."""

    count: int = 0
    words: str = ''
    left_ms: int = 0


def draw_head(row: Head) -> Tag:
    """Draw the heading, and say whether notes are held."""
    return div('panelhead')[h2('heading', style='font-size:var(--body)')['Chat'], span('small quiet')[row.hint]]


def draw_held(row: Held) -> Tag:
    """Draw the chip above the message field."""
    at_the_bell = sentence('notes_arrive_at', 'They arrive at the bell, at {time}', time=hhmm_in(row.left_ms))
    return div[
        when(row.count)[
            div('held')[
                icon('hourglass'),
                div[
                    div('strong')[row.words],
                    div('small quiet')[choose(row.left_ms, at_the_bell, 'They arrive at the bell')],
                ],
            ]
        ]
    ]


QUIET_LINES = 50
"""How many lines about people coming and going a page shows; they are not stored."""


def chat_panel(room: Room, me: Participant) -> None:
    """Place the last 100 lines, the notes that wait for the bell, and the field to write in."""
    chat = part(room, Chat)
    chat.head.place()
    rows = chat.rows.place(me.seat, classes='notes', follow=True)
    rows.props['role'] = 'log'
    rows.props['aria-label'] = 'Messages'
    for note in _own(room.facts, me):
        rows.upsert(line_row(note, waits=True))
    rows.on_resync(lambda: _rows(room.facts, me)).on_act(
        'delete', lambda line_id, _: room.delete_message(me.seat, line_id)
    )
    chat.held.place()
    _follow_own(room, me, rows, _composer(room, me))


def _composer(room: Room, me: Participant) -> TextEntry:
    return TextEntry(
        'Message',
        placeholder=_placeholder(room.facts),
        multiline=True,
        keep=f'{room.room_id}:message',
        classes='composer',
        send_icon=True,
        submit_label='Send',
        on_submit=lambda text: room.say(me.seat, text),
    )


def _follow_own(room: Room, me: Participant, rows: LiveList[ChatRow], composer: TextEntry) -> None:
    """Show a person their own waiting notes, tell them of calls for help, and say what the empty field is for."""
    shown = _placeholder(room.facts)

    def said(fact: MessageSent) -> None:
        if fact.held and fact.by == me.seat:
            rows.upsert(line_row(room.facts.chat.held[-1], waits=True))

    def asked(fact: HelpAsked) -> None:
        if fact.by != me.seat and _focus_runs(room):
            say(call_for_help(room.facts.chat.lines[-1]))  # the list is silent in a focus

    def changed(_: Fact) -> None:
        nonlocal shown
        former, shown = shown, _placeholder(room.facts)
        if shown != former:
            composer.set_placeholder(shown)

    on(room, me, MessageSent, do=said)
    on(room, me, HelpAsked, do=asked)
    on(room, me, RoomConfigured, *TIMER_FACTS, do=changed)


class Chat(RoomPart):
    """The chat of a room, as everyone sees it; a message costs its own row and those that it pushed out."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.head = SharedView(room, draw_head, lambda: _head(room.facts))
        self.held = SharedView(room, draw_held, lambda: _held(room))
        self.rows = SharedList(room, draw_line, lambda: map(line_row, room.facts.chat.lines))
        self._lines = {line.line_id: line.kind for line in room.facts.chat.lines}
        self._messages = deque(line_id for line_id, kind in self._lines.items() if kind is LineKind.MESSAGE)
        self._came_and_went = 0
        self.on(MessageSent, do=self._said)
        self.on(MessageDeleted, do=self._deleted)
        self.on(HelpAsked, RoomConfigured, *TIMER_FACTS, do=self._catch_up)
        self.on(PersonCame, do=lambda event: self._tell(event, 'sat_down', '{name} sat down', 'armchair'))
        self.on(PersonGone, do=lambda event: self._tell(event, 'left', '{name} left', 'log-out'))

    def _said(self, fact: MessageSent) -> None:
        if fact.held:
            self.held.show()
            return
        self._add(self.room.facts.chat.lines[-1])
        while len(self._messages) > HISTORY:
            self._drop(self._messages[0])

    def _deleted(self, fact: MessageDeleted) -> None:
        if fact.line_id in self._lines:
            self._drop(fact.line_id)
        else:
            self.rows.remove(fact.line_id)
            self.held.show()

    def _catch_up(self, _: Fact) -> None:
        """Draw what a bell, an undo or a call for help added, and take away what it removed."""
        lines = {line.line_id for line in self.room.facts.chat.lines}
        for line_id in [line_id for line_id in self._lines if line_id not in lines]:
            self._drop(line_id)
        for line in self.room.facts.chat.lines:
            if line.line_id not in self._lines:
                self._add(line, at_end=True)
        self.head.show()
        self.held.show()

    def _add(self, line: ChatMessage, *, at_end: bool = False) -> None:
        self.rows.upsert(line_row(line), at_end=at_end)
        self._lines[line.line_id] = line.kind
        if line.kind is LineKind.MESSAGE:
            self._messages.append(line.line_id)

    def _drop(self, line_id: str) -> None:
        self.rows.remove(line_id)
        if self._lines.pop(line_id) is LineKind.MESSAGE:
            self._messages.remove(line_id)

    def _tell(self, event: PersonCame | PersonGone, code: str, words: str, icon: str) -> None:
        """Say quietly who came and who went, to everyone else."""
        person = self.room.facts.seats.get(event.seat)
        if person is None:
            return
        self._came_and_went += 1
        row_id, told = f'p{self._came_and_went}', Sentence(code, words, name=person.name)
        row = ChatRow(row_id, PRESENCE, ms(event.at), text=told, icon=icon, counts=False)
        with self.together():
            self.rows.upsert(row, but=event.seat)
            if self._came_and_went > QUIET_LINES:
                self.rows.remove(f'p{self._came_and_went - QUIET_LINES}')


def _own(facts: RoomFacts, me: Participant) -> list[ChatMessage]:
    return [line for line in facts.chat.held if line.seat == me.seat]


def _rows(facts: RoomFacts, me: Participant) -> list[ChatRow]:
    return [line_row(line) for line in facts.chat.lines] + [line_row(line, waits=True) for line in _own(facts, me)]


def _head(facts: RoomFacts) -> Head:
    if not facts.config.hold_notes:
        return Head()
    return Head('Quiet until the break' if facts.holding else 'Open until the next focus')


def _placeholder(facts: RoomFacts) -> str:
    return 'Leave a note for the break' if facts.holding else 'Write to the room'


def _held(room: Room) -> Held:
    count = len(room.facts.chat.held)
    if not count:
        return Held()
    left = ms(room.facts.timer.remaining(room.clock.now())) if _focus_runs(room) else 0
    return Held(count, _waiting(count), left)


def _waiting(count: int) -> str:
    if count == 1:
        return Sentence('one_note_waits', '1 note waits for the break')
    return Sentence('notes_wait', '{count} notes wait for the break', count=count)


def _focus_runs(room: Room) -> bool:
    timer = room.facts.timer
    return timer.phase is Phase.FOCUS and timer.status is Status.RUNNING

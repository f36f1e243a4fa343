"""The chat panel, and what keeps it current."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from components.kit.browser import hhmm_in
from components.kit.live import on, say
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
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
    """Place the last 100 messages, the notes waiting for the bell, and the message field."""
    facts = room.facts
    head = LiveView(draw_head, _head(facts))
    rows = LiveList(draw_line, _rows(facts, me), me=me.seat, classes='notes', follow=True)
    rows.props['role'] = 'log'
    rows.props['aria-label'] = 'Messages'
    held = LiveView(draw_held, _held(room))
    composer = _composer(room, me)
    rows.on_resync(lambda: _rows(room.facts, me)).on_act(
        'delete', lambda line_id, _: room.delete_message(me.seat, line_id)
    )
    _follow(room, me, rows, head)
    _hold(room, me, held, composer)
    _come_and_go(room, me, rows)


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


class _Shown:
    """Keeps the browser's rows the same as the room's lines: a message costs its own row and those that it displaces."""

    def __init__(self, room: Room, me: Participant, rows: LiveList[ChatRow]) -> None:
        self.room, self.seat, self.rows = room, me.seat, rows
        self.lines = {line.line_id: line.kind for line in room.facts.chat.lines}
        self.messages = deque(line_id for line_id, kind in self.lines.items() if kind is LineKind.MESSAGE)

    def said(self, fact: MessageSent) -> None:
        chat, mine = self.room.facts.chat, fact.by == self.seat
        if not fact.held:
            self._add(chat.lines[-1], mine=mine)
            while len(self.messages) > HISTORY:
                self._drop(self.messages[0])
        elif mine:
            self.rows.upsert(replace(line_row(chat.held[-1], waits=True), mine=True))

    def deleted(self, fact: MessageDeleted) -> None:
        if fact.line_id in self.lines:
            self._drop(fact.line_id)
        else:
            self.rows.remove(fact.line_id)

    def catch_up(self, fact: Fact) -> None:
        """Add and remove whatever lines a bell, an undo or a call for help added and removed."""
        lines = {line.line_id for line in self.room.facts.chat.lines}
        for line_id in [line_id for line_id in self.lines if line_id not in lines]:
            self._drop(line_id)
        mine = isinstance(fact, HelpAsked) and fact.by == self.seat
        for line in self.room.facts.chat.lines:
            if line.line_id not in self.lines:
                self._add(line, mine=mine, at_end=True)

    def _add(self, line: ChatMessage, *, mine: bool, at_end: bool = False) -> None:
        self.rows.upsert(replace(line_row(line), mine=mine), at_end=at_end)
        self.lines[line.line_id] = line.kind
        if line.kind is LineKind.MESSAGE:
            self.messages.append(line.line_id)

    def _drop(self, line_id: str) -> None:
        self.rows.remove(line_id)
        if self.lines.pop(line_id) is LineKind.MESSAGE:
            self.messages.remove(line_id)


def _follow(room: Room, me: Participant, rows: LiveList[ChatRow], head: LiveView[Head]) -> None:
    shown = _Shown(room, me, rows)

    def changed(fact: Fact) -> None:
        shown.catch_up(fact)
        head.show(_head(room.facts))
        if isinstance(fact, HelpAsked) and fact.by != me.seat and _focus_runs(room):
            say(call_for_help(room.facts.chat.lines[-1]))  # the list is silent during a focus

    on(room, me, MessageSent, do=shown.said)
    on(room, me, MessageDeleted, do=shown.deleted)
    on(room, me, HelpAsked, RoomConfigured, *TIMER_FACTS, do=changed)


def _hold(room: Room, me: Participant, held: LiveView[Held], composer: TextEntry) -> None:
    """Keep the chip that counts the notes, and the placeholder of the message field, current."""
    shown = (_held(room), _placeholder(room.facts))

    def changed(_: Fact) -> None:
        nonlocal shown
        former, shown = shown, (_held(room), _placeholder(room.facts))
        if shown[0] != former[0]:
            held.show(shown[0])
        if shown[1] != former[1]:
            composer.set_placeholder(shown[1])

    on(room, me, MessageSent, MessageDeleted, RoomConfigured, *TIMER_FACTS, do=changed)


def _come_and_go(room: Room, me: Participant, rows: LiveList[ChatRow]) -> None:
    count = 0

    def tell(event: PersonCame | PersonGone, code: str, words: str, icon: str) -> None:
        nonlocal count
        if event.seat == me.seat or event.seat not in room.facts.seats:
            return
        count += 1
        told = Sentence(code, words, name=room.facts.seats[event.seat].name)
        rows.upsert(ChatRow(f'p{count}', PRESENCE, ms(event.at), text=told, icon=icon, counts=False))
        if count > QUIET_LINES:
            rows.remove(f'p{count - QUIET_LINES}')

    on(room, me, PersonCame, do=lambda event: tell(event, 'sat_down', '{name} sat down', 'armchair'))
    on(room, me, PersonGone, do=lambda event: tell(event, 'left', '{name} left', 'log-out'))


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

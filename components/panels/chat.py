"""The chat: notes in a margin, quiet while people work."""

from __future__ import annotations

from collections import deque
from typing import Any

from components.kit.live import on, say
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.text_entry import TextEntry
from components.kit.timer_state import ms
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

ROW = """
<li :class="{note: row.kind === 'message', 'note--same': row.kind === 'message' && !newday && prev.kind === 'message' && prev.seat === row.seat && row.at - prev.at < 300000 && !!row.waits === !!prev.waits, 'note--waits': row.waits}">
  <div v-if="newday" class="line line--rule"><span>{{ day(row.at) }}</span></div>
  <template v-if="row.kind === 'message'">
    <div class="note__by"><span class="note__name">{{ row.name }}</span>
      <button v-if="row.seat === MY_SEAT" type="button" class="note__delete" @click="act('delete')" aria-label="Delete your message" title="Delete">Delete</button>
      <time :datetime="new Date(row.at).toISOString()">{{ row.waits ? 'waits' : hhmm(row.at) }}</time></div>
    <rich :text="row.text"/>
  </template>
  <div v-else-if="row.kind === 'focus_began'" class="line line--rule"><span>Focus began at {{ hhmm(row.at) }}</span></div>
  <div v-else-if="row.kind === 'focus_ended'" class="line line--rule"><span>Focus ended at {{ hhmm(row.at) }}</span></div>
  <div v-else class="line" :aria-hidden="row.kind === 'presence' || null"><icon :name="row.icon" small/><span>{{ row.text }}</span></div>
</li>
"""
HEAD = '<h2 class="heading" style="font-size:var(--body)">Chat</h2><span class="small quiet">{{ row.hint }}</span>'
HELD = """
<div><div class="held" v-if="row.count"><icon name="hourglass"/><div>
  <div class="strong">{{ row.count === 1 ? '1 note waits' : row.count + ' notes wait' }} for the break</div>
  <div class="small quiet">{{ row.left_ms ? 'They arrive at the bell, at ' + hhmm(Date.now() + row.left_ms) : 'They arrive at the bell' }}</div>
</div></div></div>
"""

QUIET_LINES = 50
"""Of people who came and went: told while the page lives, and not kept."""


def chat_panel(room: Room, me: Participant) -> None:
    """The last 100 lines, the notes that wait for the bell, and the place to write."""
    facts = room.facts
    head = LiveView(f'<div class="panelhead">{HEAD}</div>', _head(facts))
    me_in = ROW.replace('MY_SEAT', f"'{me.seat}'")
    rows = LiveList(me_in, _rows(facts, me), classes='notes', follow=True)
    rows.props['role'] = 'log'
    rows.props['aria-label'] = 'Messages'
    held = LiveView(HELD, _held(room))
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
    """Keeps the browser's rows to the lines that the room holds: a message costs its own row and those it pushed out."""

    def __init__(self, room: Room, me: Participant, rows: LiveList) -> None:
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
            self.rows.upsert(line_row(chat.held[-1], waits=True) | {'mine': True})

    def deleted(self, fact: MessageDeleted) -> None:
        if fact.line_id in self.lines:
            self._drop(fact.line_id)
        else:
            self.rows.remove(fact.line_id)

    def catch_up(self, fact: Fact) -> None:
        """What a bell, an undo or a call for help brought and took away, whatever it is."""
        lines = {line.line_id for line in self.room.facts.chat.lines}
        for line_id in [line_id for line_id in self.lines if line_id not in lines]:
            self._drop(line_id)
        mine = isinstance(fact, HelpAsked) and fact.by == self.seat
        for line in self.room.facts.chat.lines:
            if line.line_id not in self.lines:
                self._add(line, mine=mine, at_end=True)

    def _add(self, line: ChatMessage, *, mine: bool, at_end: bool = False) -> None:
        self.rows.upsert(line_row(line) | ({'mine': True} if mine else {}), at_end=at_end)
        self.lines[line.line_id] = line.kind
        if line.kind is LineKind.MESSAGE:
            self.messages.append(line.line_id)

    def _drop(self, line_id: str) -> None:
        self.rows.remove(line_id)
        if self.lines.pop(line_id) is LineKind.MESSAGE:
            self.messages.remove(line_id)


def _follow(room: Room, me: Participant, rows: LiveList, head: LiveView) -> None:
    shown = _Shown(room, me, rows)

    def changed(fact: Fact) -> None:
        shown.catch_up(fact)
        head.show(_head(room.facts))
        if isinstance(fact, HelpAsked) and fact.by != me.seat and _focus_runs(room):
            say(_call_for_help(room.facts.chat.lines[-1]))  # the list is silent in a focus

    on(room, me, MessageSent, do=shown.said)
    on(room, me, MessageDeleted, do=shown.deleted)
    on(room, me, HelpAsked, RoomConfigured, *TIMER_FACTS, do=changed)


def _hold(room: Room, me: Participant, held: LiveView, composer: TextEntry) -> None:
    """The chip that counts the notes, and what the empty field says."""
    shown = (_held(room), _placeholder(room.facts))

    def changed(_: Fact) -> None:
        nonlocal shown
        former, shown = shown, (_held(room), _placeholder(room.facts))
        if shown[0] != former[0]:
            held.show(shown[0])
        if shown[1] != former[1]:
            composer.set_placeholder(shown[1])

    on(room, me, MessageSent, MessageDeleted, RoomConfigured, *TIMER_FACTS, do=changed)


def _come_and_go(room: Room, me: Participant, rows: LiveList) -> None:
    count = 0

    def tell(event: PersonCame | PersonGone, words: str, icon: str) -> None:
        nonlocal count
        if event.seat == me.seat or event.seat not in room.facts.seats:
            return
        count += 1
        name = room.facts.seats[event.seat].name
        row = {'id': f'p{count}', 'kind': 'presence', 'at': ms(event.at), 'icon': icon, 'text': f'{name} {words}'}
        rows.upsert(row | {'counts': False})
        if count > QUIET_LINES:
            rows.remove(f'p{count - QUIET_LINES}')

    on(room, me, PersonCame, do=lambda event: tell(event, 'sat down', 'armchair'))
    on(room, me, PersonGone, do=lambda event: tell(event, 'left', 'log-out'))


def _own(facts: RoomFacts, me: Participant) -> list[ChatMessage]:
    return [line for line in facts.chat.held if line.seat == me.seat]


def _rows(facts: RoomFacts, me: Participant) -> list[dict[str, Any]]:
    return [line_row(line) for line in facts.chat.lines] + [line_row(line, waits=True) for line in _own(facts, me)]


def line_row(line: ChatMessage, *, waits: bool = False) -> dict[str, Any]:
    """A line as the list draws it; times are instants, written by the browser in its own time zone."""
    row: dict[str, Any] = {'id': line.line_id, 'kind': line.kind.value, 'at': ms(line.at)}
    if line.kind is LineKind.MESSAGE:
        row |= {'seat': line.seat, 'name': line.name, 'text': line.text}
    elif line.kind is LineKind.NOTES:
        row |= {
            'icon': 'mail',
            'text': '1 note from the focus' if line.text == '1' else f'{line.text} notes from the focus',
        }
    elif line.kind is LineKind.HELP:
        row |= {'icon': 'hand', 'text': _call_for_help(line)}
    counts = line.kind in {LineKind.MESSAGE, LineKind.HELP} and not waits
    return row | ({'waits': True} if waits else {}) | ({} if counts else {'counts': False})


def _call_for_help(line: ChatMessage) -> Sentence:
    if line.text:
        return Sentence('needs_help_with', '{name} needs help: {about}', name=line.name, about=line.text)
    return Sentence('needs_help', '{name} needs help', name=line.name)


def _head(facts: RoomFacts) -> dict[str, Any]:
    if not facts.config.hold_notes:
        return {'hint': ''}
    return {'hint': 'Quiet until the break' if facts.holding else 'Open until the focus'}


def _placeholder(facts: RoomFacts) -> str:
    return 'Leave a note for the break' if facts.holding else 'Write to the room'


def _held(room: Room) -> dict[str, Any]:
    count = len(room.facts.chat.held)
    left = round(room.facts.timer.remaining(room.clock.now()) * 1000) if _focus_runs(room) and count else 0
    return {'count': count, 'left_ms': left}


def _focus_runs(room: Room) -> bool:
    timer = room.facts.timer
    return timer.phase is Phase.FOCUS and timer.status is Status.RUNNING

"""The chat of a room: its latest lines, the notes that wait for the bell, and what people do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from studyroom.room.config import RoomConfigured
from studyroom.room.errors import RoomError
from studyroom.room.event import Fact
from studyroom.room.help import HelpAsked
from studyroom.room.permissions import Act
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene
from studyroom.room.text import MESSAGE_LENGTH, clean
from studyroom.room.timer import TimerFact, TimerRestored, enters_focus, leaves_focus

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts

WRITE = Act('write in the chat')
HISTORY = 100
NOTES_HELD = 500


class LineKind(StrEnum):
    """What a line of the chat is about."""

    MESSAGE = 'message'
    FOCUS_BEGAN = 'focus_began'
    FOCUS_ENDED = 'focus_ended'
    NOTES = 'notes'
    HELP = 'help'


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One line: a message, or something the room says; `text` then holds what that kind needs, such as a count."""

    line_id: str
    kind: LineKind
    at: float
    seat: str = ''
    name: str = ''
    text: str = ''

    @property
    def seq(self) -> int:
        """The number of the fact that this line comes from."""
        return int(self.line_id[1:])


@dataclass(frozen=True, slots=True)
class ChatLog:
    """The last 100 messages and the last 100 lines by the room, oldest first, and at most 500 held notes.

    Right after a bell all its notes are included, however many: nobody has seen them yet.
    """

    lines: tuple[ChatMessage, ...] = ()
    held: tuple[ChatMessage, ...] = ()

    def find(self, line_id: object) -> ChatMessage:
        """Return a message or a held note. Raises RoomError `no_such_message`."""
        for line in (*self.lines, *self.held):
            if line.line_id == line_id and line.kind is LineKind.MESSAGE:
                return line
        raise RoomError('no_such_message', 'That message is no longer there.')

    def said(self, line: ChatMessage) -> ChatLog:
        """Return the chat with one more line."""
        return replace(self, lines=_newest((*self.lines, line)))

    def holding(self, line: ChatMessage) -> ChatLog:
        """Return the chat with one more note that waits for the bell."""
        return replace(self, held=(*self.held, line))

    def delivered(self, seq: int, at: float) -> ChatLog:
        """Return the chat after a bell: the held notes follow under a line that counts them."""
        if not self.held:
            return self
        count = ChatMessage(f'n{seq}', LineKind.NOTES, at, text=str(len(self.held)))
        return ChatLog((*_newest((*self.lines, count)), *self.held))

    def without(self, line_id: str) -> ChatLog:
        """Return the chat without that line or note."""
        keep = tuple(line for line in self.lines if line.line_id != line_id)
        return ChatLog(keep, tuple(line for line in self.held if line.line_id != line_id))

    def check_room(self) -> None:
        """Raise RoomError `too_many_notes` when 500 notes are already waiting."""
        if len(self.held) >= NOTES_HELD:
            raise RoomError('too_many_notes', 'Too many notes are already waiting for the bell.')


def _newest(lines: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    # Counted separately, so that the bells of a room left running do not push messages out.
    dropped: set[str] = set()
    for of_people in (True, False):
        kind = [line.line_id for line in lines if (line.kind is LineKind.MESSAGE) is of_people]
        dropped.update(kind[:-HISTORY])
    return tuple(line for line in lines if line.line_id not in dropped) if dropped else lines


def clean_message(value: object) -> str:
    """Return a message of 1 to 2,000 code points, line feeds kept. Raises RoomError `message_*`."""
    return clean(value, what='A message', code='message', limit=MESSAGE_LENGTH, lines=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Fact):
    """A person wrote a message; `name` is what they were called then. A `held` message waits for the bell."""

    name: str
    text: str
    held: bool = False

    def erased(self) -> Self:
        return replace(self, text='')


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Fact):
    """The person who wrote a message deleted it; its stored words are overwritten."""

    line_id: str

    @property
    def erases(self) -> tuple[int, ...]:
        return (int(self.line_id[1:]),)


@rule(MessageSent)
def _message_sent(fact: MessageSent, before: RoomFacts) -> Changes:
    line = ChatMessage(f'm{fact.seq}', LineKind.MESSAGE, fact.at, fact.by, fact.name, fact.text)
    return {'chat': before.chat.holding(line) if fact.held else before.chat.said(line)}


@rule(MessageDeleted)
def _message_deleted(fact: MessageDeleted, before: RoomFacts) -> Changes:
    return {'chat': before.chat.without(fact.line_id)}


@rule(HelpAsked)
def _call_for_help_appears_in_the_chat(fact: HelpAsked, before: RoomFacts) -> Changes:
    name = before.seats[fact.by].name
    return {'chat': before.chat.said(ChatMessage(f'h{fact.seq}', LineKind.HELP, fact.at, fact.by, name, fact.about))}


@rule(RoomConfigured)
def _notes_no_longer_held_are_delivered(fact: RoomConfigured, before: RoomFacts) -> Changes:
    released = before.config.hold_notes and not fact.config.hold_notes
    return {'chat': before.chat.delivered(fact.seq, fact.at)} if released else {}


@rule(TimerFact)
def _bells(fact: TimerFact, before: RoomFacts) -> Changes:
    """The end of a focus delivers the notes that waited for it."""
    if isinstance(fact, TimerRestored):
        return {'chat': _without_bells(fact, before)}
    if leaves_focus(fact, before):
        line = ChatMessage(f'e{fact.seq}', LineKind.FOCUS_ENDED, fact.at)
        return {'chat': before.chat.said(line).delivered(fact.seq, fact.at)}
    if enters_focus(fact, before):
        return {'chat': before.chat.said(ChatMessage(f'b{fact.seq}', LineKind.FOCUS_BEGAN, fact.at))}
    return {}


def _without_bells(fact: TimerRestored, before: RoomFacts) -> ChatLog:
    """Return the chat without the bells of what was undone, and deliver notes if no focus is left to wait for."""
    quiet = before.chat.without(f'e{before.timer_seq}').without(f'b{before.timer_seq}')
    return quiet if fact.timer.in_focus else quiet.delivered(fact.seq, fact.at)


def say(scene: Scene, text: object) -> Sequence[Fact]:
    """Write a message of 1 to 2,000 code points: MessageSent. It is held until the bell if the room holds notes.

    Raises RoomError `message_*` or `too_many_notes`.
    """
    words, person, held = clean_message(text), scene.actor(WRITE), scene.facts.holding
    if held:
        scene.facts.chat.check_room()
    return [MessageSent(**scene.stamp, name=person.name, text=words, held=held)]


def delete_message(scene: Scene, line_id: object) -> Sequence[Fact]:
    """Delete a message of one's own and overwrite its stored words: MessageDeleted.

    Raises RoomError `no_such_message` or `not_yours`.
    """
    scene.actor(WRITE)
    line = scene.facts.chat.find(line_id)
    if line.seat != scene.by:
        raise RoomError('not_yours', 'You can delete your own messages only.')
    return [MessageDeleted(**scene.stamp, line_id=line.line_id)]

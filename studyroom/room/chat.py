"""The last lines of the chat, and the notes that wait for the bell."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studyroom.room.errors import RoomError
from studyroom.room.text import MESSAGE_LENGTH, clean

HISTORY = 100
NOTES_HELD = 500


class LineKind(StrEnum):
    MESSAGE = 'message'
    FOCUS_BEGAN = 'focus_began'
    FOCUS_ENDED = 'focus_ended'
    NOTES = 'notes'
    HELP = 'help'


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One line: a message, or something the room says (then `text` belongs to the kind: a count, a name)."""

    line_id: str
    kind: LineKind
    at: float
    seat: str = ''
    name: str = ''
    text: str = ''

    @property
    def seq(self) -> int:
        """Number of the fact that this line comes from."""
        return int(self.line_id[1:])


@dataclass(frozen=True, slots=True)
class ChatLog:
    """The last 100 messages and the last 100 lines of the room, oldest first, and at most 500 held notes.

    Right after a bell all its notes are there, however many: nobody has seen them yet.
    """

    lines: tuple[ChatMessage, ...] = ()
    held: tuple[ChatMessage, ...] = ()

    def find(self, line_id: object) -> ChatMessage:
        """A message or held note, or RoomError `no_such_message`."""
        for line in (*self.lines, *self.held):
            if line.line_id == line_id and line.kind is LineKind.MESSAGE:
                return line
        raise RoomError('no_such_message', 'That message is no longer there.')

    def said(self, line: ChatMessage) -> 'ChatLog':
        return replace(self, lines=_newest((*self.lines, line)))

    def holding(self, line: ChatMessage) -> 'ChatLog':
        return replace(self, held=(*self.held, line))

    def delivered(self, seq: int, at: float) -> 'ChatLog':
        """The held notes follow the bell, under a line that counts them."""
        if not self.held:
            return self
        count = ChatMessage(f'n{seq}', LineKind.NOTES, at, text=str(len(self.held)))
        return ChatLog((*_newest((*self.lines, count)), *self.held))

    def without(self, line_id: str) -> 'ChatLog':
        keep = tuple(line for line in self.lines if line.line_id != line_id)
        return ChatLog(keep, tuple(line for line in self.held if line.line_id != line_id))

    def check_room(self) -> None:
        """Raise RoomError `too_many_notes` when 500 notes wait already."""
        if len(self.held) >= NOTES_HELD:
            raise RoomError('too_many_notes', 'So many notes wait already that no more fit before the bell.')


def _newest(lines: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    # Counted apart, so that the bells of a room that went on alone push no message out.
    dropped: set[str] = set()
    for of_people in (True, False):
        kind = [line.line_id for line in lines if (line.kind is LineKind.MESSAGE) is of_people]
        dropped.update(kind[:-HISTORY])
    return tuple(line for line in lines if line.line_id not in dropped) if dropped else lines


def clean_message(value: object) -> str:
    return clean(value, what='A message', code='message', limit=MESSAGE_LENGTH, lines=True)

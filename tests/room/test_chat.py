import pytest

from studyroom.room.chat import HISTORY, NOTES_HELD, ChatLog, ChatMessage, LineKind
from studyroom.room.errors import RoomError


def message(number: int, text: str = 'hello') -> ChatMessage:
    return ChatMessage(f'm{number}', LineKind.MESSAGE, float(number), 'seat:ann', 'Ann', text)


def bell(number: int) -> ChatMessage:
    return ChatMessage(f'b{number}', LineKind.FOCUS_BEGAN, float(number))


def chat_of(count: int) -> ChatLog:
    chat = ChatLog()
    for number in range(1, count + 1):
        chat = chat.said(message(number))
    return chat


def test_the_last_hundred_messages_are_kept() -> None:
    lines = chat_of(HISTORY + 5).lines
    assert len(lines) == HISTORY
    assert lines[0].line_id == 'm6'


def test_bells_do_not_push_messages_out() -> None:
    chat = chat_of(HISTORY)
    for number in range(1_000, 1_000 + 3 * HISTORY):
        chat = chat.said(bell(number))
    assert sum(line.kind is LineKind.MESSAGE for line in chat.lines) == HISTORY
    assert len(chat.lines) == 2 * HISTORY


def test_held_notes_wait_until_they_are_delivered_under_a_line_that_counts_them() -> None:
    chat = chat_of(1).holding(message(2)).holding(message(3))
    assert [line.line_id for line in chat.lines] == ['m1']
    delivered = chat.delivered(9, 900.0)
    assert [line.line_id for line in delivered.lines] == ['m1', 'n9', 'm2', 'm3']
    assert delivered.lines[1].text == '2'
    assert delivered.held == ()


def test_the_bell_drops_no_note_that_nobody_has_seen() -> None:
    chat = chat_of(HISTORY)
    for number in range(1_000, 1_000 + NOTES_HELD):
        chat = chat.holding(message(number))
    delivered = chat.delivered(9, 900.0)
    assert [line for line in delivered.lines if line.seq >= 1_000] == list(chat.held)
    assert len(delivered.said(message(5_000)).lines) <= 2 * HISTORY


def test_without_notes_there_is_nothing_to_deliver() -> None:
    chat = chat_of(2)
    assert chat.delivered(9, 900.0) is chat


def test_the_number_of_held_notes_is_limited() -> None:
    chat = ChatLog(held=tuple(message(number) for number in range(NOTES_HELD - 1)))
    chat.check_room()
    with pytest.raises(RoomError) as refusal:
        chat.holding(message(NOTES_HELD)).check_room()
    assert refusal.value.code == 'too_many_notes'


def test_only_messages_and_notes_can_be_found() -> None:
    chat = chat_of(1).said(bell(2)).holding(message(3))
    assert chat.find('m1').seq == 1
    assert chat.find('m3').seq == 3
    for missing in ('b2', 'm9', None, 1):
        with pytest.raises(RoomError) as refusal:
            chat.find(missing)
        assert refusal.value.code == 'no_such_message'


def test_a_message_can_be_removed_from_the_lines_and_from_the_held_notes() -> None:
    chat = chat_of(2).holding(message(3)).without('m1').without('m3')
    assert [line.line_id for line in chat.lines] == ['m2']
    assert chat.held == ()

"""The lines of the chat, in each of their states."""

from __future__ import annotations

from dataclasses import replace

from components.kit.template import render
from components.panels.chat.lines import PRESENCE, ChatRow, draw_line, line_row
from components.panels.chat.panel import Head, Held, draw_head, draw_held
from studyroom.room.chat import ChatMessage, LineKind

NOON = 1_790_000_000_000 - 1_790_000_000_000 % 86_400_000 + 43_200_000
NOTE = ChatRow('m1', 'message', NOON, 'seat:1', 'Ann', 'Page <3>')
TODAY = '<div class="line line--rule"><span>Today</span></div>'
BY_ANN = '<div class="note__by"><span class="note__name">Ann</span>'
DELETE = '<button class="note__delete" type="button" aria-label="Delete your message" title="Delete">Delete</button>'


def drawn(row: ChatRow, previous: ChatRow | None = NOTE, me: str = '') -> str:
    return render(draw_line, row, previous=previous, me=me, now_ms=NOON)


def time(words: str) -> str:
    return f'<time datetime="2026-09-21T12:00:00.000Z">{words}</time></div>'


def test_the_first_note_of_a_day_is_under_its_name() -> None:
    assert drawn(NOTE, None) == f'<li class="note">{TODAY}{BY_ANN}{time("12:00")}<p>Page &lt;3&gt;</p></li>'


def test_your_own_note_can_be_deleted() -> None:
    assert f'{BY_ANN}{DELETE}{time("12:00")}' in drawn(NOTE, me='seat:1')
    assert DELETE not in drawn(NOTE, me='seat:2')


def test_a_note_follows_one_by_the_same_person_without_a_name() -> None:
    same = '<li class="note note--same">'
    assert drawn(replace(NOTE, at=NOON + 299_999)).startswith(same)
    for other in (
        replace(NOTE, at=NOON + 300_000), replace(NOTE, seat='seat:2'), replace(NOTE, waits=True),
        replace(NOTE, at=NOON + 86_400_000),
    ):  # fmt: skip
        assert not drawn(other).startswith(same)
    assert not drawn(NOTE, replace(NOTE, kind='help')).startswith(same)


def test_a_waiting_note_says_so_instead_of_a_time() -> None:
    waiting = drawn(replace(NOTE, waits=True))
    assert waiting.startswith('<li class="note note--waits">')
    assert time('waiting') in waiting


def test_the_room_says_when_a_focus_began_and_ended() -> None:
    for kind, words in (('focus_began', 'Focus began at 12:00'), ('focus_ended', 'Focus ended at 12:00')):
        rule = f'<div class="line line--rule"><span>{words}</span></div>'
        assert drawn(ChatRow('b1', kind, NOON)) == f'<li class="">{rule}</li>'


def test_arrivals_are_shown_and_not_read_out() -> None:
    assert drawn(ChatRow('p1', PRESENCE, NOON, icon='armchair', text='Ben sat down')) == (
        '<li class=""><div class="line" aria-hidden="true"><svg class="icon icon--s" aria-hidden="true">'
        '<use href="#armchair"></use></svg><span>Ben sat down</span></div></li>'
    )
    assert '<div class="line"><svg' in drawn(ChatRow('h1', 'help', NOON, icon='hand', text='Ben needs help'))


def test_a_line_of_the_log_becomes_a_row() -> None:
    def row(kind: LineKind, text: str = '', *, waits: bool = False) -> tuple[str, str, bool, bool]:
        made = line_row(ChatMessage('x1', kind, 1.0, 'seat:1', 'Ann', text), waits=waits)
        return made.text, made.icon, made.counts, made.waits

    assert row(LineKind.MESSAGE, 'Hi') == ('Hi', '', True, False)
    assert row(LineKind.MESSAGE, 'Hi', waits=True) == ('Hi', '', False, True)
    assert row(LineKind.NOTES, '1') == ('1 note from the focus', 'mail', False, False)
    assert row(LineKind.NOTES, '2') == ('2 notes from the focus', 'mail', False, False)
    assert row(LineKind.HELP) == ('Ann needs help', 'hand', True, False)
    assert row(LineKind.HELP, '3b') == ('Ann needs help: 3b', 'hand', True, False)
    assert row(LineKind.FOCUS_BEGAN) == ('', '', False, False)


def test_the_chip_counts_waiting_notes() -> None:
    assert render(draw_held, Held()) == '<div></div>'
    assert '>They arrive at the bell</div>' in render(draw_held, Held(1, '1 note waits for the break'))
    ringing = render(draw_held, Held(2, '2 notes wait for the break', 60_000), now_ms=NOON)
    assert '<div class="strong">2 notes wait for the break</div>' in ringing
    assert '<div class="small quiet">They arrive at the bell, at 12:01</div>' in ringing


def test_the_heading_says_whether_notes_are_held() -> None:
    assert '<span class="small quiet">Quiet until the break</span>' in render(draw_head, Head('Quiet until the break'))

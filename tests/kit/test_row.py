"""Which parts of a row are sent."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from components.kit.form import form_sent
from components.kit.row import brief, defaults, names, plain, whole
from studyroom.room.chat import LineKind
from studyroom.room.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One of several values."""

    words: str = ''


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose defaults are easily mistaken for each other."""

    id: int
    text: str = ''
    count: int = 5
    on: bool = True
    kind: LineKind = LineKind.HELP
    parts: tuple[Part, ...] = ()


def test_default_values_are_not_sent() -> None:
    assert brief(Row(1)) == {'id': 1}
    assert brief(Row(1, count=0, on=False)) == {'id': 1, 'count': 0, 'on': False}
    assert defaults(Row) == {'text': '', 'count': 5, 'on': True, 'kind': 'help', 'parts': []}
    assert names(Row) == {'id', 'text', 'count', 'on', 'kind', 'parts'}


def test_what_is_sent_is_plain() -> None:
    row = Row(1, Sentence('hello', 'Hello {name}', name='Ann'), kind=LineKind.NOTES, parts=(Part(), Part('x')))
    sent = brief(row)
    assert sent == {'id': 1, 'text': 'Hello Ann', 'kind': 'notes', 'parts': [{'words': ''}, {'words': 'x'}]}
    assert {type(sent['text']), type(sent['kind'])} == {str}
    assert whole(row) == sent | {'count': 5, 'on': True}


def test_a_patched_field_is_as_plain_as_a_row() -> None:
    values = (Sentence('hello', 'Hello {name}', name='Ann'), LineKind.NOTES, (Part('x'),), None, 3)
    sent = [plain(value) for value in values]
    assert sent == ['Hello Ann', 'notes', [{'words': 'x'}], None, 3]
    assert {type(one) for one in sent[:2]} == {str}


def test_only_a_dataclass_is_a_row() -> None:
    for nonsense in (Row, {'id': 1}, None, 'row'):
        with pytest.raises(TypeError, match='frozen dataclass'):
            whole(nonsense)
        with pytest.raises(TypeError, match='frozen dataclass'):
            brief(nonsense)


def test_a_form_is_read_whatever_it_holds() -> None:
    for nonsense in (None, 3, 'x', [1], {1: 'x', 'a': None, 'b': {}, 'c': 2}):
        assert form_sent(nonsense) == {}
    form = form_sent({'title': 'Thesis', 'listed': False, 'title_is': True})
    assert (form.text('title'), form.text('listed'), form.text('none')) == ('Thesis', '', '')
    assert (form.ticked('listed', otherwise=True), form.ticked('none', otherwise=True), form.ticked('title')) == (
        False, True, False,
    )  # fmt: skip

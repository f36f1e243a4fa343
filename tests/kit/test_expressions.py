"""Expressions in a template mean in JavaScript what they mean in Python."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from components.kit.browser import previous, soon_after_previous
from components.kit.markup import Child, Tag, each, when
from components.kit.sentences import filled, sentence
from components.kit.tags import div, p
from components.kit.template import render, template
from components.kit.traced import NotKnownHere, choose, either, found, negate
from studyroom.room.sentences import Sentence


@dataclass(frozen=True, slots=True)
class One:
    """One of several values."""

    code: str = ''
    label: str = ''
    at: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row with values that may be missing, and others that are easily written wrongly."""

    a: One = One('a', 'First')
    b: One = One('b', 'Second')
    flag: bool = False
    at: int = 0
    length: int = 0
    note: str | None = None
    other: str | None = None
    word: str = ''
    share: float = 0.5
    words: tuple[str, ...] = ()
    more: tuple[str, ...] | None = None
    ones: tuple[One, ...] = (One('a', 'First'),)
    counts: dict[str, int] = field(default_factory=dict)
    inner: One | None = None
    either_way: int | str = ''


WRITTEN: dict[str, tuple[Callable[[Any], Child], str]] = {
    'a field of a choice': (lambda row: choose(row.flag, row.a, row.b).label, '{{ (row.flag ? row.a : row.b).label }}'),
    'a field of either': (lambda row: either(row.inner, row.b).label, '{{ (row.inner || row.b).label }}'),
    'a field that may be missing': (lambda row: row.inner.label, '{{ row.inner?.label }}'),
    'negated comparison': (
        lambda row: when(negate(row.at == row.length))['x'],
        '<template v-if="!(row.at === row.length)">x</template>',
    ),
    'negated list': (lambda row: when(negate(row.words))['x'], '<template v-if="!row.words.length">x</template>'),
    'one of a chosen list': (
        lambda row: found(choose(row.flag, row.ones, row.ones), row.word).label,
        '{{ (row.flag ? row.ones : row.ones).find((one) =&gt; one.code === row.word)?.label }}',
    ),
    'whether one is found': (
        lambda row: when(found(row.ones, row.word))['x'],
        '<template v-if="row.ones.find((one) =&gt; one.code === row.word)">x</template>',
    ),
    'whether a row is above': (lambda row: when(previous(row))['x'], '<template v-if="prev">x</template>'),
    'list that may be missing': (lambda row: when(row.more)['x'], '<template v-if="row.more?.length">x</template>'),
    'list or another': (
        lambda row: each(either(row.words, row.more), lambda word: p[word]),
        '<p v-for="one1 in row.words.length ? row.words : row.more" :key="one1">{{ one1 }}</p>',
    ),
    'two that may be missing': (
        lambda row: when(row.note == row.other)['x'],
        '<template v-if="(row.note ?? null) === (row.other ?? null)">x</template>',
    ),
    'soon after, by its own instant': (
        lambda row: when(soon_after_previous(choose(row.flag, row.a, row.a), minutes=1))['x'],
        '<template v-if="(row.flag ? row.a : row.a).at - prev?.at &lt; 60000">x</template>',
    ),
    'number or text': (lambda row: row.either_way, '{{ row.either_way }}'),
}
REFUSED: dict[str, tuple[Callable[[Any], Child], str]] = {
    'bool in a sentence': (lambda row: sentence('x', 'It is {flag}', flag=row.flag), 'text or a whole number'),
    'list in a sentence': (lambda row: filled('{words}', words=row.words), 'text or a whole number'),
    'fraction in a sentence': (lambda row: filled('{share}', share=row.share), 'text or a whole number'),
    'nothing in a sentence': (lambda row: filled('{note}', note=row.note), 'something else'),
    'dataclass as text': (lambda row: row.a, 'not text'),
    'fraction as text': (lambda row: row.share, 'not text'),
    'dict as text': (lambda row: row.counts, 'not text'),
    'dict as a condition': (lambda row: when(row.counts)['x'], 'even if it is empty'),
    'decided toggle': (lambda row: p(toggles={'on': row.flag is True}), 'for every row'),
}
ASKED: list[Callable[[Any], Child]] = []


def traced(ask: Callable[[Any], Child]) -> str:
    """Return the template of a row function that draws this."""

    def draw(row: Row) -> Tag:
        return div[ASKED[0](row)]

    ASKED[:] = [ask]
    return template(draw)


@pytest.mark.parametrize('case', WRITTEN)
def test_an_expression_is_written_for_the_browser(case: str) -> None:
    ask, written = WRITTEN[case]
    assert traced(ask) == f'<div>{written}</div>'


@pytest.mark.parametrize('case', REFUSED)
def test_what_would_differ_in_the_browser_is_refused(case: str) -> None:
    ask, mend = REFUSED[case]
    with pytest.raises(NotKnownHere, match=mend):
        traced(ask)


@pytest.mark.parametrize('template_', ['{n:03d}', '{n!r}', '{n:>3}'])
def test_a_format_is_refused_with_and_without_a_browser(template_: str) -> None:
    with pytest.raises(ValueError, match='format it where the row is made'):
        filled(template_, n=1)
    with pytest.raises(ValueError, match='format it where the row is made'):
        traced(lambda row: filled(template_, n=row.at))


@pytest.mark.parametrize('value', [True, 0.5, None, [], {}, One()])
def test_only_text_and_whole_numbers_stand_among_words(value: object) -> None:
    with pytest.raises(TypeError, match='text or a whole number'):
        sentence('x', '{value}', value=value)
    if value is not None and value != []:
        with pytest.raises(TypeError, match='text or a whole number'):
            div[value].write()  # type: ignore[index]


def test_a_sentence_in_a_row_has_a_code_as_any_other() -> None:
    said = sentence('began', 'Began at {time}', time='12:00')
    assert isinstance(said, Sentence)
    assert (said, said.code, said.template) == ('Began at 12:00', 'began', 'Began at {time}')


def draw_missing(row: Row) -> Tag:
    return div[when(previous(row))['above'], when(found(row.ones, 'z'))['found'], when(previous(row) == None)['first']]  # noqa: E711


def test_a_row_above_the_first_and_a_value_that_is_not_found_are_false_and_nothing() -> None:
    assert render(draw_missing, Row()) == '<div>first</div>'
    assert render(draw_missing, Row(), previous=Row()) == '<div>above</div>'
    assert ' v-if="prev == null"' in template(draw_missing)


class Panel:
    """What a template must not remember."""

    def draw(self, row: Row) -> Tag:
        return div[row.word]


def draw_more(row: Row, more: str = '') -> Tag:
    return div[row.word, more]


def test_only_a_plain_function_is_a_template() -> None:
    for draw in (Panel().draw, functools.partial(draw_more, more='x')):
        with pytest.raises(TypeError, match='plain function'):
            template(draw)


@dataclass(frozen=True, slots=True)
class Taken:
    """A row with a field that an expression keeps for itself."""

    type: str = ''


def draw_taken(row: Taken) -> Tag:
    return div[row.word]  # type: ignore[attr-defined]


def test_a_field_that_would_be_lost_is_reported() -> None:
    with pytest.raises(TypeError, match='name the field otherwise'):
        template(draw_taken)

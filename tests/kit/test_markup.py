"""What a row function writes as a template and as HTML, and what it must not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from components.kit.acts import act, checked, focus, form_values, mark_around, number, set_pref, typed
from components.kit.in_place import in_place
from components.kit.markup import Tag, each, when
from components.kit.sentences import sentence
from components.kit.tags import a, button, div, form, icon, input_, li, option, p, rich, select_, span, ul
from components.kit.template import render, template
from components.kit.traced import NotKnownHere, all_of, any_of, choose, either, negate


@dataclass(frozen=True, slots=True)
class Part:
    """One of several values."""

    id: int
    words: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a field of each kind."""

    id: str = 'r1'
    name: str = ''
    note: str | None = None
    count: int = 0
    away: bool = False
    help: bool = False
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


FULL = Row(name='Ann <b> "x"', note='n', count=2, away=True, words=('one', 'two'), parts=(Part(7, 'seven', ('t',)),))


def text(row: Row) -> Tag:
    return p('quiet', title=row.name)['Hello ', row.name, ', ', row.count, row.note]


def fixed() -> Tag:
    return div('a "b"', title='<"&\'>', data_mark='', hidden=True, draggable=None, aria_hidden=True)[
        '{{ 1 + 1 }} <i> & "', ' ', span[' '], input_(required=True, disabled=False, value='{{ 2 }}')
    ]


def bound(row: Row) -> Tag:
    return button('btn', data_away=row.away, aria_pressed=row.away, disabled=row.help, title=either(row.note, None))[
        icon('pin', small=True), icon(choose(row.away, 'mic', 'mic-off'), 'big', large=True)
    ]


def toggled(row: Row) -> Tag:
    return li('seat', toggles={'seat--away': row.away, 'some': row.words, 'note': all_of(row.note, negate(row.help))})


def only_toggled(row: Row) -> Tag:
    return li(toggles={'note': row.away})


def cases(row: Row) -> Tag:
    return div[
        when(row.away)['Away', span].elsewhen(row.words)[span['Words']].otherwise['Here'],
        when(any_of(row.note == 'n', row.count != 2))[span['any']],
        when(negate(row.note == None))[span['not none']],  # noqa: E711  (a traced row has no `is`)
    ]


def listed(row: Row) -> Tag:
    return ul[
        each(row.words, lambda word: li[word]),
        each(row.parts, lambda part: [li[part.words], each(part.tags, lambda tag: when(tag == row.name)[li[tag]])]),
        [option(value=n)[n] for n in range(2)],
    ]


def said(row: Row) -> Tag:
    return p(title=sentence('count', '{count} of {name}', count=row.count, name=row.name))[
        sentence('its', 'It’s {name}, {count} times', name=row.name, count=row.count)
    ]


def heard(row: Row) -> Tag:
    return form(on_submit=act('save', form_values()), on_redrawn=mark_around('.desk', 'ask', row.name))[
        button(on_click=act('now', negate(row.away)).not_twice(), type='submit'),
        input_(on_change=act('check', checked()), on_input=act('typed', typed()), on_drawn=focus()),
        input_(on_change=set_pref('volume', number()), on_enter=act('done'), on_escape=act("it's")),
        in_place('edit', row.name, saves='edit'),
    ]


def test_text_and_attributes_are_filled_in_by_the_browser_and_escaped_in_a_test() -> None:
    assert template(text) == (
        '<p class="quiet" :title="row.name">Hello {{ row.name }}, {{ row.count }}{{ row.note }}</p>'
    )
    assert render(text, FULL) == (
        '<p class="quiet" title="Ann <b> &quot;x&quot;">Hello Ann &lt;b&gt; "x", 2n</p>'.replace('<b>', '&lt;b&gt;')
    )
    assert render(text, Row()) == '<p class="quiet" title="">Hello , 0</p>'


def test_fixed_text_is_never_interpolated_and_its_spaces_stay() -> None:
    start = '<div class="a &quot;b&quot;" title="&lt;&quot;&amp;\'&gt;" data-mark="" hidden aria-hidden="true">'
    words = '&#123;&#123; 1 + 1 }} &lt;i&gt; &amp; "'
    end = '<input required value="{{ 2 }}"></div>'
    assert render(fixed) == f'{start}{words} <span> </span>{end}'
    assert template(fixed) == f"{start}{words}{{{{ ' ' }}}}<span>{{{{ ' ' }}}}</span>{end}"


def test_true_and_false_are_words_for_aria_and_mean_presence_elsewhere() -> None:
    assert render(bound, Row()) == (
        '<button class="btn" type="button" aria-pressed="false"><svg class="icon icon--s" aria-hidden="true">'
        '<use href="#pin"></use></svg><svg class="icon icon--l big" aria-hidden="true"><use href="#mic-off"></use>'
        '</svg></button>'
    )
    assert '<button class="btn" type="button" data-away aria-pressed="true" title="n">' in render(bound, FULL)
    assert template(bound) == (
        '<button class="btn" type="button" :data-away="(row.away) ? \'\' : null" :aria-pressed="row.away"'
        ' :disabled="row.help" :title="row.note || null"><icon name="pin" small></icon>'
        '<icon class="big" :name="row.away ? \'mic\' : \'mic-off\'" large></icon></button>'
    )


def test_classes_come_and_go() -> None:
    assert render(toggled, Row()) == '<li class="seat"></li>'
    assert render(toggled, FULL) == '<li class="seat seat--away some note"></li>'
    assert render(only_toggled, Row()) == '<li class=""></li>'
    assert template(toggled) == (
        "<li class=\"seat\" :class=\"{'seat--away': row.away, 'some': row.words.length,"
        " 'note': !!row.note &amp;&amp; !row.help}\"></li>"
    )


def test_the_first_true_case_is_drawn() -> None:
    assert render(cases, FULL) == '<div>Away<span></span><span>any</span><span>not none</span></div>'
    assert render(cases, Row(words=('w',), count=2)) == '<div><span>Words</span></div>'
    assert render(cases, Row()) == '<div>Here<span>any</span></div>'
    assert template(cases) == (
        '<div><template v-if="row.away">Away<span></span></template><span v-else-if="row.words.length">Words</span>'
        '<template v-else>Here</template><span v-if="(row.note === \'n\') || (row.count !== 2)">any</span>'
        '<span v-if="!(row.note == null)">not none</span></div>'
    )


def test_lists_are_drawn_one_by_one_with_their_keys() -> None:
    assert render(listed, FULL) == (
        '<ul><li>one</li><li>two</li><li>seven</li><option value="0">0</option><option value="1">1</option></ul>'
    )
    assert template(listed) == (
        '<ul><li v-for="one1 in row.words" :key="one1">{{ one1 }}</li>'
        '<template v-for="one1 in row.parts" :key="one1.id"><li>{{ one1.words }}</li>'
        '<template v-for="one2 in one1.tags" :key="one2"><li v-if="one2 === row.name">{{ one2 }}</li></template>'
        '</template><option value="0">0</option><option value="1">1</option></ul>'
    )


def test_a_sentence_keeps_its_order() -> None:
    assert render(said, Row(name='Ann', count=2)) == '<p title="2 of Ann">It’s Ann, 2 times</p>'
    assert template(said) == (
        "<p :title=\"'' + row.count + ' of ' + row.name\">{{ 'It’s ' + row.name + ', ' + row.count + ' times' }}</p>"
    )
    with pytest.raises(KeyError):
        sentence('at', '{at}')


def test_what_a_tag_listens_to_is_in_the_template_alone() -> None:
    assert '@' not in render(heard, FULL)
    assert 'value="Ann' in render(heard, FULL)
    assert template(heard) == (
        '<form @redrawn="$event.el.closest(\'.desk\').dataset.ask = row.name"'
        ' @submit.prevent="act(\'save\', formValues($event.target))">'
        '<button type="submit" @click="$event.detail > 1 || act(\'now\', !row.away)"></button>'
        '<input @change="act(\'check\', $event.target.checked)" @vue:mounted="$event.el.focus()"'
        ' @input="act(\'typed\', $event.target.value)">'
        '<input @change="pref(\'volume\', Number($event.target.value))" @keydown.enter="act(\'done\')"'
        " @keydown.esc.stop=\"act('it\\'s')\">"
        '<input class="edit" :defaultValue.prop="row.name" @blur="edited($event, \'edit\')"'
        ' @input="edited($event, \'edit\')" @keydown="edited($event, \'edit\')"></form>'
    ).replace('@redrawn', '@vue:updated').replace('> 1', '&gt; 1')


def test_a_string_in_an_expression_cannot_end_it() -> None:
    def hostile(row: Row) -> Tag:
        return a(title=choose(row.away, '\'"\\ }} <', ''))[choose(row.away, '\'"\\ }} &lt;', '')]

    assert template(hostile) == (
        "<a :title=\"row.away ? '\\'\\&quot;\\\\ }\\x7d &lt;' : ''\">"
        "{{ row.away ? '\\'\\\"\\\\ }\\x7d &amp;lt;' : '' }}</a>"
    )


REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    'if': (lambda row: 1 if row.away else 2, 'when('),
    'and': (lambda row: row.name == 'x' and row.away, 'all_of'),
    'not': (lambda row: not row.away, 'negate'),
    'in': (lambda row: row.name in ('a', 'b'), 'any_of'),
    'in a field': (lambda row: 'a' in row.words, 'where the row is made'),
    'f-string': (lambda row: f'{row.name}', 'sentence('),
    'str': (lambda row: str(row.name), 'sentence('),
    'join': (lambda row: ', '.join(row.words), 'each('),
    'len': (lambda row: len(row.words), 'where the row is made'),
    'for': (lambda row: list(row.words), 'each('),
    'less': (lambda row: row.count < 3, 'where the row is made'),
    'plus': (lambda row: 'a' + row.name, 'where the row is made'),
    'index': (lambda row: row.words[0], 'where the row is made'),
    'look-up': (lambda row: {'a': 1}[row.name], 'Look it up'),
    'method': (lambda row: row.name.upper(), 'where the row is made'),
    'is': (lambda row: div[when(row.note is None)['x']], '=='),
    'bool as text': (lambda row: div[row.away], 'when('),
    'list as text': (lambda row: div[row.words], 'each('),
    'list in an attribute': (lambda row: div(title=row.words), 'join it'),
}


@pytest.mark.parametrize('case', REFUSED)
def test_what_python_would_decide_for_every_row_is_refused_with_a_remedy(case: str) -> None:
    ask, mend = REFUSED[case]

    def draw(row: Row) -> Tag:
        return ASKED[0](row)  # type: ignore[no-any-return]

    ASKED[:] = [ask]
    with pytest.raises(NotKnownHere, match=mend.replace('(', r'\(')):
        template(draw)


ASKED: list[Callable[[Any], Any]] = []


def test_a_mistyped_field_is_reported_with_the_fields_that_exist() -> None:
    def draw(row: Row) -> Tag:
        return div[row.nam]  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match=r'row has no field nam: it has id, name'):
        template(draw)


def test_a_function_that_closes_over_data_or_names_no_row_is_refused() -> None:
    seat = 'seat:1'

    def draw(row: Row) -> Tag:
        return div[when(row.id == seat)['you']]

    with pytest.raises(TypeError, match='closes over values'):
        template(draw)
    with pytest.raises(TypeError, match='name its dataclass'):
        template(lambda row: div[row.id])


def test_a_template_is_traced_once_and_the_browser_is_not_asked_meanwhile() -> None:
    assert template(text) is template(text)
    assert render(text, FULL) != template(text)


def test_rich_text_and_selects() -> None:
    def draw(row: Row) -> Tag:
        return select_(value=row.name)[rich(row.name)]

    assert template(draw) == '<select :value="row.name"><rich :text="row.name"></rich></select>'
    assert render(draw, Row(name='a < b')) == '<select value="a < b"><p>a &lt; b</p></select>'.replace(
        'a < b"', 'a &lt; b"'
    )

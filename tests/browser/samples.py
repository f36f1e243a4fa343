"""Rows that use all of markup, to compare what a browser draws with what `render` writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from components.kit.addresses import own_address
from components.kit.browser import ago, arc, is_me, iso, left, media, pref, previous, soon_after_previous
from components.kit.markup import Tag, each, when
from components.kit.sentences import filled, sentence
from components.kit.tags import a, button, div, icon, li, p, rich, span, svg, time
from components.kit.traced import all_of, any_of, choose, either, negate

SAMPLE_SEAT = 'seat:1'
HOSTILE = '{{ 1 + 1 }} <i>\'"&amp; }}  \\'


@dataclass(frozen=True, slots=True)
class Inner:
    """One of several values in a row."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A row with a field of each kind, each with a default."""

    id: str
    seat: str = ''
    name: str = ''
    note: str | None = None
    away: bool = False
    open: bool = True
    count: int = 7
    words: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = (Inner(1, 'first'),)
    at: int = 1_790_000_000_123
    remaining_ms: int = 600_000
    total_ms: int = 1_500_000
    running: bool = False
    age_ms: int = 600_000
    more: dict[str, str] = field(default_factory=dict)
    maybe: tuple[str, ...] | None = None
    one: Inner = Inner(3, 'one')
    two: Inner = Inner(4, 'two')


SAMPLES = (
    Sample('all by default', name='/evil.example'),
    Sample(
        'another', SAMPLE_SEAT, HOSTILE, HOSTILE, away=True, open=False, count=0, words=('a', HOSTILE), maybe=('x',)
    ),
    Sample('close', SAMPLE_SEAT, 'Ann', '', words=('b',), inner=(), at=1_790_000_100_000, remaining_ms=0),
    Sample('far', 'seat:2', 'Ben', inner=(Inner(2, 'x'), Inner(1, 'y')), at=1_790_009_000_000, total_ms=0),
)


def draw_sample(row: Sample) -> Tag:
    """Draw a bit of everything, except what depends on the machine's clock."""
    same = all_of(previous(row).seat == row.seat, soon_after_previous(row, minutes=5))
    return li('sample', data_name=row.name, title=either(row.note, None), toggles={'same': same, 'w-1': row.words})[
        div('"<&', title=HOSTILE, data_away=row.away, aria_pressed=row.away, hidden=row.open)[HOSTILE, ' ', row.name],
        div(toggles={'a b': row.away})[' ', row.count, row.note, ' '],
        _cases(row),
        _expressions(row),
        [button(data_mark='', aria_hidden=True)[str(number)] for number in range(2)],
        each(row.words, lambda word: span(title=word)[word, when(word == row.name)[' again']]),
        each(row.inner, lambda inner: [p[inner.words], span[inner.id]]),
        icon('pin', 'mine', small=True),
        icon(choose(row.open, 'mic', 'mic-off'), large=True),
        rich(either(row.note, 'nothing')),
        svg('ring', viewBox='0 0 44 44')[arc(row, 'arc', radius=19, centre=22)],
        time(datetime=iso(row.at))[left(row), ' and ', sentence('ago', '{time} ago', time=ago(row))],
        a(href=own_address(filled('/{name}', name=row.name))),
        a(href=own_address(filled('/room/{name}', name=row.name)))[
            sentence('count', '{count} of {name}', count=row.count, name=HOSTILE)
        ],
    ]


def _expressions(row: Sample) -> Tag:
    return div[
        choose(row.away, row.one, row.two).words,
        when(row.maybe)[' maybe'],
        when(previous(row))[' below'],
        when(negate(row.count == row.age_ms))[' not equal'],
    ]


def draw_no_sample() -> Tag:
    """Draw what replaces missing rows."""
    return li('empty', title=HOSTILE)[icon('pin', 'empty__icon'), p['Nothing here ', HOSTILE], a(href='#top')['Begin']]


def _cases(row: Sample) -> Tag:
    return div[
        when(row.away)[span['away'], 'and'].elsewhen(row.words)['words'].otherwise[p['neither']],
        when(is_me(row.seat))['you'],
        when(negate(any_of(row.away, row.words, row.note == None)))['nothing of it'],  # noqa: E711
        when(all_of(pref('bell'), media().health == 'starting', row.count != 0))[span['rings']],
    ]

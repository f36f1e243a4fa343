"""Finding one of several values in a row by its code."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from components.kit.markup import Tag, when
from components.kit.tags import div, p
from components.kit.template import render, template
from components.kit.traced import NotKnownHere, found


@dataclass(frozen=True, slots=True)
class Sort:
    """One of several values, identified by a code."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """The code that is meant, and the values to choose from."""

    chosen: str
    sorts: tuple[Sort, ...] = (Sort('a', 'First'), Sort('b', 'Second'))


def draw(row: Row) -> Tag:
    sort = found(row.sorts, row.chosen)
    return p('sort', toggles={'sort--a': sort.code == 'a'})[when(sort.code)[sort.words].otherwise['None']]


def test_the_one_with_the_code_is_drawn() -> None:
    assert render(draw, Row('a')) == '<p class="sort sort--a">First</p>'
    assert render(draw, Row('b')) == '<p class="sort">Second</p>'
    assert render(draw, Row('c')) == '<p class="sort">None</p>'


def test_the_browser_looks_it_up() -> None:
    sort = 'row.sorts.find((one) =&gt; one.code === row.chosen)?'
    assert template(draw) == (
        f'<p class="sort" :class="{{\'sort--a\': {sort}.code === \'a\'}}">'
        f'<template v-if="{sort}.code">{{{{ {sort}.words }}}}</template><template v-else>None</template></p>'
    )


def test_what_is_looked_up_must_be_sent_with_the_row() -> None:
    def kept_at_home(row: Row) -> Tag:
        return div[found((Sort('a', 'First'),), row.chosen).words]

    with pytest.raises(NotKnownHere, match='give the row a field'):
        template(kept_at_home)

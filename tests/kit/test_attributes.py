"""Which attributes a tag may have, and where a row may lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from components.kit.acts import act
from components.kit.addresses import own_address
from components.kit.markup import Tag
from components.kit.tags import a, button, div, p, svg
from components.kit.template import render, template
from components.kit.traced import NotKnownHere, choose, either


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a person, and other values that are no attribute."""

    words: str = ''
    away: bool = False
    share: float = 0.5


def draw_link(row: Row) -> Tag:
    return a('quiet', href=own_address(row.words))['Go']


def draw_any_link(row: Row) -> Tag:
    return a(href=row.words)['Go']


def draw_chosen_link(row: Row) -> Tag:
    return a(href=choose(row.away, own_address(row.words), row.words))


def draw_other_link(row: Row) -> Tag:
    return a(href=either(own_address(row.words), row.words))


def draw_share(row: Row) -> Tag:
    return div(data_share=row.share)


@pytest.mark.parametrize(
    ('name', 'mend'),
    [
        ('v_html', 'when'),
        ('v_bind', 'when'),
        ('innerHTML', 'children'),
        ('inner_html', 'children'),
        ('outerHTML', 'children'),
        ('textContent', 'small letters'),
        ('v-html', 'small letters'),
        ('.innerHTML', 'small letters'),
        ('title="', 'small letters'),
        ('Title', 'small letters'),
        ('onclick', 'on_click=act'),
        ('on_pointerdown', 'on_click=act'),
        ('srcdoc', 'children'),
        ('class_', 'classes come first'),
        ('class', 'classes come first'),
        ('key', 'each'),
        ('ref', 'data_'),
        ('is_', 'tag itself'),
        ('slot', 'brackets'),
    ],
)
def test_html_scripts_and_vue_are_no_attributes(name: str, mend: str) -> None:
    with pytest.raises(TypeError, match=mend):
        p(**{name: 'x'}).write()


def test_an_attribute_has_a_plain_name_and_a_plain_value() -> None:
    drawn = svg(viewBox='0 0 1 1', stroke_width=2.5, aria_hidden=True, for_='x')
    assert drawn.write() == '<svg viewBox="0 0 1 1" stroke-width="2.5" aria-hidden="true" for="x"></svg>'
    for value in ({}, [], Row(), object()):
        with pytest.raises(TypeError, match='an attribute is text'):
            div(title=value).write()  # type: ignore[arg-type]


def test_a_fraction_that_differs_from_row_to_row_is_written_out_in_the_row() -> None:
    with pytest.raises(NotKnownHere, match='write it out where the row is made'):
        template(draw_share)


def test_an_event_calls_an_act_and_nothing_else() -> None:
    def bound(row: Row) -> Tag:
        return button(on_click=row.words)  # type: ignore[arg-type]

    with pytest.raises(TypeError, match='on_click=act'):
        template(bound)
    with pytest.raises(TypeError, match='on_click=act'):
        button(on_click='alert(1)').write()  # type: ignore[arg-type]
    with pytest.raises(TypeError, match='cannot be an act'):
        button(title=act('x')).write()  # type: ignore[arg-type]


@pytest.mark.parametrize('draw', [draw_any_link, draw_chosen_link, draw_other_link])
def test_a_row_leads_to_addresses_of_our_own_alone(draw: Callable[[Any], Tag]) -> None:
    with pytest.raises(TypeError, match='own_address'):
        template(draw)


@pytest.mark.parametrize('address', ['/', '/room/a', '/room/%C3%BC', '/?a="b"&c', '/a//b', '/a b'])
def test_a_path_of_our_own_is_an_address(address: str) -> None:
    assert own_address(address) == address


@pytest.mark.parametrize(
    'address',
    ['', 'room', '//evil.example', '/\\evil.example', '/\t/evil.example', '/\n', 'javascript:alert(1)', 'https://a'],
)
def test_any_other_address_is_left_out(address: str) -> None:
    assert own_address(address) is None
    assert render(draw_link, Row(address)) == '<a class="quiet">Go</a>'


def test_the_browser_asks_whether_an_address_is_our_own() -> None:
    assert template(draw_link) == '<a class="quiet" :href="ownAddress(row.words)">Go</a>'

"""What a list sends to the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from nicegui import Client, ui
from nicegui.testing import User

from components.kit.browser import is_me
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.tags import li, p
from components.kit.template import template


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a default that is not sent."""

    id: str
    text: str = ''


def draw_row(row: Row) -> Tag:
    return li[row.text]


def draw_mine(row: Row) -> Tag:
    return li[when(is_me(row.id))['you']]


def draw_nothing() -> Tag:
    return li('empty')[p['Nothing here {{ yet }}']]


@pytest.fixture
async def page(user: User) -> AsyncIterator[Client]:
    client = Client(ui.page('/list'))
    yield client
    client.delete()


async def test_rows_are_sent_without_default_values(page: Client) -> None:
    with page:
        props = LiveList(draw_row, [Row('a'), Row('b', 'x')]).props
    assert props['row'] == template(draw_row) == '<li>{{ row.text }}</li>'
    assert props['rows'] == '[{"id":"a"},{"id":"b","text":"x"}]'
    assert props['defaults'] == {'text': ''}
    assert 'empty' not in props


async def test_a_list_without_rows_is_drawn_by_a_function(page: Client) -> None:
    with page:
        empty = LiveList(draw_row, empty=draw_nothing).props['empty']
    assert empty == template(draw_nothing) == '<li class="empty"><p>Nothing here &#123;&#123; yet }}</p></li>'


async def test_words_that_replace_rows_are_text(page: Client) -> None:
    with page:
        assert LiveList(draw_row, empty='<b> {{ 1 }}').props['empty'] == (
            '<li class="quiet small">&lt;b&gt; &#123;&#123; 1 }}</li>'
        )
        assert LiveList(draw_row, tag='div', empty='None.').props['empty'] == '<p class="quiet small">None.</p>'


async def test_a_view_has_one_row_with_or_without_fields(page: Client) -> None:
    with page:
        assert LiveView(draw_row, Row('a')).props['rows'] == '[{"view":"it","id":"a"}]'
        assert LiveView(draw_nothing).props['rows'] == '[{"view":"it"}]'


async def test_a_patch_of_an_unknown_field_is_refused(page: Client) -> None:
    with page, pytest.raises(TypeError, match='no such field: txt'):
        LiveList(draw_row).patch('a', txt='x')


async def test_rows_that_ask_who_is_looking_must_be_told(page: Client) -> None:
    with page:
        assert LiveList(draw_mine, me='a').props['me'] == 'a'
    with page, pytest.raises(TypeError, match='pass me='):
        LiveList(draw_mine)

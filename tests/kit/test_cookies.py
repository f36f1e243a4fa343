"""Cookies that a page keeps in its browser."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from components.kit.cookies import cookie


def test_a_cookie_can_hold_any_words_and_nothing_but_words() -> None:
    hostile = """Änne "O"'; alert(1)//\\ \n, Path=/x"""
    kept = cookie('studyroom_name', hostile, 60)
    value, rest = kept.removeprefix('studyroom_name=').split(';', 1)
    assert unquote(value) == hostile
    assert not set(value) & set('"\'\\; \n,')
    assert rest == ' Path=/; Max-Age=60; SameSite=Lax'


@pytest.mark.parametrize('name', ['', 'a b', 'a=b', "a'", 'a;'])
def test_a_cookie_is_named_by_a_plain_word(name: str) -> None:
    with pytest.raises(ValueError, match='not the name of a cookie'):
        cookie(name, 'x', 60)

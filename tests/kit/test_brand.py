"""The logo, and the bar at the top of pages outside a room."""

from __future__ import annotations

from components.kit.brand import MARK, draw_header, draw_mark
from components.kit.template import render, template

SIGN = (
    '<svg class="mark" viewBox="0 0 26 26" fill="none" aria-hidden="true">'
    '<circle cx="13" cy="13" r="10.5" stroke="var(--line)" stroke-width="2"></circle>'
    '<path d="M13 2.5a10.5 10.5 0 1 1-9.1 5.25" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"></path>'
    '<circle cx="13" cy="13" r="3" fill="currentColor"></circle></svg>'
)


def test_the_logo_is_the_same_in_a_template_and_on_a_page_made_without_one() -> None:
    assert MARK == template(draw_mark) == SIGN


def test_the_page_header_leads_to_the_lobby_and_changes_the_theme() -> None:
    assert render(draw_header) == (
        f'<header class="page__top"><a class="page__brand" href="/">{SIGN}'
        '<span class="strong">Online Study Room</span></a>'
        '<button class="iconbtn" type="button" title="Light or dark" aria-label="Light or dark" data-toggle-theme="">'
        '<svg class="icon" aria-hidden="true"><use href="#sun-moon"></use></svg></button></header>'
    )

"""The logo, and the bar at the top of pages outside a room."""

from __future__ import annotations

from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import a, button, circle, header, icon, path, span, svg
from components.kit.template import render

NAME = 'Online Study Room'


def draw_mark() -> Tag:
    """Draw the logo: a ring, the hour within it, and its centre."""
    hour = path(d='M13 2.5a10.5 10.5 0 1 1-9.1 5.25', stroke='currentColor', stroke_width='2.5')
    return svg('mark', viewBox='0 0 26 26', fill='none', aria_hidden=True)[
        circle(cx=13, cy=13, r=10.5, stroke='var(--line)', stroke_width=2),
        hour(stroke_linecap='round'),
        circle(cx=13, cy=13, r=3, fill='currentColor'),
    ]


def draw_header() -> Tag:
    """Draw the logo and the name, which lead to the lobby, and a button for light or dark."""
    return header('page__top')[
        a('page__brand', href='/')[draw_mark(), span('strong')[NAME]],
        button('iconbtn', title='Light or dark', aria_label='Light or dark', data_toggle_theme='')[icon('sun-moon')],
    ]


MARK = render(draw_mark)
"""The logo as HTML, for pages made without the kit."""


def page_header() -> None:
    """Place the logo, the name, and the button for light or dark."""
    LiveView(draw_header)

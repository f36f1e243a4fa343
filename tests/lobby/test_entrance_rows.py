"""What people see before and after a room: its name, who is inside, the end page, the welcome."""

from __future__ import annotations

import pytest

from components.kit.template import render
from components.lobby.end_view import End, draw_end
from components.lobby.join_view import Inside, Title, draw_inside, draw_title
from components.lobby.people_inside import AT_THE_DOOR
from pages.lobby import draw_hello
from pages.room import Foot, draw_foot, kept_in_words

END = (
    '<main class="end end--alone"><svg class="icon icon--end" aria-hidden="true"><use href="#link"></use></svg>'
    '<h1 class="display">Nothing here</h1><p class="quiet">Check it.</p>'
)


def test_an_end_leads_to_another_page() -> None:
    row = End('link', 'Nothing here', 'Check it.', 'See the rooms', '/?a="b"&c')
    assert render(draw_end, row) == (
        f'{END}<a class="btn btn--main" href="/?a=&quot;b&quot;&amp;c">See the rooms</a></main>'
    )


def test_an_end_without_an_address_has_a_button() -> None:
    assert render(draw_end, End('link', 'Nothing here', 'Check it.', 'Use it here')) == (
        f'{END}<button class="btn btn--main" type="button">Use it here</button></main>'
    )


def test_the_name_of_a_room_is_text() -> None:
    assert render(draw_title, Title('<b>{{ 1 }}')) == '<h1 class="display">&lt;b&gt;&#123;&#123; 1 }}</h1>'


@pytest.mark.parametrize(
    ('count', 'words'),
    [
        (0, 'Nobody is inside yet'),
        (1, '1 person inside: P1'),
        (2, '2 people inside: P1, P2'),
        (8, '8 people inside: P1, P2, P3, P4, P5, P6, P7, P8'),
        (10, '10 people inside: P1, P2, P3, P4, P5, P6, P7, P8 and 2 more'),
    ],
)
def test_the_people_inside_are_named(count: int, words: str) -> None:
    said = AT_THE_DOOR.sentence([f'P{number}' for number in range(1, count + 1)])
    assert render(draw_inside, Inside(said)) == f'<div class="small quiet join__inside">{words}</div>'


@pytest.mark.parametrize(('days', 'time'), [(1, 'a day'), (30, '30 days')])
def test_the_foot_says_how_long_a_room_is_kept(days: int, time: str) -> None:
    drawn = render(draw_foot, Foot(kept_in_words(days)))
    assert drawn.startswith('<footer class="foot">')
    assert f' {time}: names, goals, messages.' in drawn


def test_a_visitor_is_welcomed() -> None:
    assert render(draw_hello) == (
        '<div class="hello"><h1 class="display">Pull up a chair.</h1><p class="quiet">'
        'One clock for everyone, your goals beside your name, and quiet until the break.</p></div>'
    )

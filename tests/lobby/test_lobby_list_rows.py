"""The list of rooms: a room in each of its states, the heading, and the empty list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.kit.template import render
from components.lobby.lobby_list import (
    RoomRow,
    RoomsHeading,
    draw_heading,
    draw_no_room,
    draw_room,
    room_row,
)
from studyroom.room.config import RoomConfig
from studyroom.room.focus_timer import FocusTimer
from studyroom.room.rhythm import Phase, Rhythm
from studyroom.room.seats import Participant
from studyroom.room.state import RoomState

NOW = 1_790_000_000.0
TIMER = FocusTimer.fresh(Rhythm())


def seen(timer: FocusTimer = TIMER, people: tuple[str, ...] = (), title: str = 'Linear Algebra') -> RoomState:
    present = tuple(Participant(f'seat:{name}', name, NOW) for name in people)
    return RoomState('algebra-k7f2', RoomConfig(title), timer, present, NOW)


def row(timer: FocusTimer = TIMER, people: tuple[str, ...] = ()) -> RoomRow:
    return room_row(seen(timer, people), NOW)


def test_an_idle_room_has_not_started() -> None:
    assert render(draw_room, row()) == (
        '<li class="roomrow" data-phase="focus"><span class="ring-s">'
        '<svg class="ring" viewBox="0 0 44 44" aria-hidden="true">'
        '<circle class="track" cx="22" cy="22" r="19"></circle><circle class="arc" cx="22" cy="22" r="19"'
        ' stroke-dasharray="119.38 119.38" transform="rotate(-90.00 22 22)"></circle></svg>'
        '<svg class="icon icon--s" aria-hidden="true"><use href="#lamp-desk"></use></svg></span>'
        '<div style="min-width:0"><h3 class="title roomrow__title"><a href="/room/algebra-k7f2">Linear Algebra</a></h3>'
        '<div class="num"><span class="strong accent">Focus</span><span class="quiet">, not started</span></div>'
        '<div class="small quiet">Nobody inside</div></div>'
        '<span class="go"><svg class="icon" aria-hidden="true"><use href="#chevron-right"></use></svg></span></li>'
    )


def test_the_time_of_a_running_room_counts_down() -> None:
    drawn = row(TIMER.start(NOW))
    assert '<span class="quiet">, 25:00 left</span>' in render(draw_room, drawn)
    later = render(draw_room, drawn, passed_ms=625_000)
    assert '<span class="quiet">, 14:35 left</span>' in later
    assert 'stroke-dasharray="69.64 119.38" transform="rotate(60.00 22 22)"' in later


def test_the_time_of_a_paused_room_stands_still() -> None:
    paused = render(draw_room, row(TIMER.start(NOW).pause(NOW + 60)), passed_ms=625_000)
    assert '<span class="quiet">, paused at 24:00</span>' in paused
    assert '#pause' in paused
    assert 'lamp-desk' not in paused


@pytest.mark.parametrize(
    ('phase', 'name', 'picture'),
    [('focus', 'Focus', 'lamp-desk'), ('break', 'Break', 'coffee'), ('long', 'Long break', 'trees')],
)
def test_each_phase_has_its_name_and_picture(phase: str, name: str, picture: str) -> None:
    drawn = render(draw_room, row(replace(TIMER, phase=Phase(phase))))
    assert drawn.startswith(f'<li class="roomrow" data-phase="{phase}">')
    assert f'<use href="#{picture}">' in drawn
    assert f'<span class="strong accent">{name}</span>' in drawn


@pytest.mark.parametrize(
    ('people', 'words'),
    [
        ((), 'Nobody inside'),
        (('Ann',), '1 person: Ann'),
        (('Ann', 'Ben', 'Cem', 'Dana'), '4 people: Ann, Ben, Cem, Dana'),
        (('Ann', 'Ben', 'Cem', 'Dana', 'Eve', 'Finn'), '6 people: Ann, Ben, Cem, Dana and 2 more'),
    ],
)
def test_people_are_counted_and_four_are_named(people: tuple[str, ...], words: str) -> None:
    assert f'<div class="small quiet">{words}</div>' in render(draw_room, row(people=people))


def test_what_people_typed_is_text_and_an_address_is_quoted() -> None:
    state = replace(seen(title='<b>', people=('<i>',)), room_id='übung-k7f2')
    drawn = render(draw_room, room_row(state, NOW))
    assert '<a href="/room/%C3%BCbung-k7f2">&lt;b&gt;</a>' in drawn
    assert '1 person: &lt;i&gt;' in drawn


def test_fuller_rooms_come_first_and_equal_ones_by_name() -> None:
    rows = [
        room_row(seen(people=people, title=title), NOW) for title, people in (('b', ()), ('A', ()), ('z', ('Ann',)))
    ]
    assert [one.title for one in sorted(rows, key=lambda one: one.sort)] == ['z', 'A', 'b']


def test_the_heading_counts_as_soon_as_there_is_a_room() -> None:
    start = '<h2 class="heading lobby__heading">Open now '
    assert render(draw_heading, RoomsHeading()) == f'{start}</h2>'
    assert render(draw_heading, RoomsHeading('1 room, 2 people')) == (
        f'{start}<span class="count">1 room, 2 people</span></h2>'
    )


def test_without_a_room_the_list_says_how_to_begin() -> None:
    assert render(draw_no_room) == (
        '<li class="empty"><span class="accent"><svg class="icon empty__icon" aria-hidden="true">'
        '<use href="#lamp-desk"></use></svg></span><p class="title">No room is open yet</p>'
        '<p class="quiet" style="max-width:26rem">Give one a name and be the first to sit down.'
        ' You get a link and a QR code for the others.</p><a class="btn" href="#room-name">Name a room '
        '<svg class="icon icon--s" aria-hidden="true"><use href="#arrow-right"></use></svg></a></li>'
    )

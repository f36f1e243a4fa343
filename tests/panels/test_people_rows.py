"""The rows of people, in each of their states."""

from __future__ import annotations

from components.kit.browser import Media
from components.kit.template import render
from components.panels.people import PeopleHeading, PersonRow, draw_heading, draw_person, person_rows
from studyroom.room.media import MediaState
from tests.room.stepped_study import two_people

ANN = PersonRow('seat:1', 'Ann Lee', 'AL', 'Ann Lee')


def test_a_person_without_a_status_has_a_plain_row() -> None:
    assert render(draw_person, ANN) == (
        '<li class="person" aria-label="Ann Lee"><span class="seat" aria-hidden="true">AL</span>'
        '<div style="min-width:0"><div class="person__name"><span>Ann Lee</span></div>'
        '<div class="person__goal person__goal--now"></div></div><span class="person__media"></span></li>'
    )


def test_your_own_seat_is_marked() -> None:
    you = '<span class="quiet small" style="font-weight:400;flex:none">you</span>'
    assert f'<span>Ann Lee</span>{you}</div>' in render(draw_person, ANN, me='seat:1')
    assert you not in render(draw_person, ANN, me='seat:2')


def test_a_person_at_work_shows_goal_and_last_answer() -> None:
    row = PersonRow('1', 'Ann', 'A', 'Ann, Read <4.2>', line='Read <4.2>', said='Read 4.1: done')
    assert (
        '<div class="person__goal person__goal--said" title="Read 4.1: done">Read 4.1: done</div>'
        '<div class="person__goal person__goal--now" title="Read &lt;4.2&gt;">Read &lt;4.2&gt;</div>'
    ) in render(draw_person, row)


def test_a_status_is_shown_and_read_out() -> None:
    row = PersonRow('1', 'Ann', 'A', 'Ann, on a break', status='break', words='on a break')
    drawn = render(draw_person, row)
    assert drawn.startswith('<li class="person" data-status="break" aria-label="Ann, on a break">')
    assert '<span class="visually-hidden">on a break</span></span></li>' in drawn


def test_a_person_away_shows_for_how_long() -> None:
    row = PersonRow('1', 'Ann', 'A', 'Ann, away', line='Read', status='away', words='away', away=True, age_ms=0)
    drawn = render(draw_person, row)
    assert '<span class="seat seat--away" aria-hidden="true">' in drawn
    assert '</div><div class="person__goal">Away</div></div>' in drawn
    assert '<div class="person__goal">Away for 10 min</div>' in render(draw_person, row, passed_ms=600_000)
    assert 'Read' not in drawn


def test_a_call_for_help_counts_more_than_being_away() -> None:
    row = PersonRow('1', 'Ann', 'A', 'Ann, needs help: 3b', line='Needs help: 3b', away=True, age_ms=0, help=True)
    drawn = render(draw_person, row)
    assert '<span class="seat seat--away seat--help" aria-hidden="true">' in drawn
    assert 'title="Needs help: 3b">Needs help: 3b</div>' in drawn
    assert '<span style="color:var(--danger)"><svg class="icon icon--s" aria-hidden="true"><use href="#hand">' in drawn


def test_what_a_person_sends_has_icons_and_their_voice_a_ring() -> None:
    row = PersonRow('seat:1', 'Ann', 'A', 'Ann, microphone on, camera on', signs=('mic', 'video'))
    drawn = render(draw_person, row, media=Media(speaking=('seat:1',)))
    assert '<span class="seat seat--speaking" aria-hidden="true">' in drawn
    assert drawn.index('#mic') < drawn.index('#video')


async def test_a_person_becomes_a_row_with_words_for_screen_readers() -> None:
    study = await two_people()
    room = study.room
    await room.ask_help(study.ann, '3b')
    await room.set_status(study.ben, 'away')
    room.set_media(study.ben, MediaState(video=True))
    ann, ben = person_rows(room)
    assert (ann.label, ann.line, ann.help) == ('Ann, needs help: 3b', 'Needs help: 3b', True)
    assert (ben.label, ben.status, ben.age_ms) == ('Ben, away, microphone off, camera on', 'away', 0)
    assert ben.signs == ('mic-off', 'video')


def test_the_heading_counts() -> None:
    assert render(draw_heading, PeopleHeading(3)) == '<h2 class="heading">In the room <span class="count">3</span></h2>'

"""The buttons under the ring, in each state of the timer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.kit.template import render, template
from components.panels.timer import ControlsRow, RhythmButton, controls_row, draw_controls, draw_rhythm, rhythm_row
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import PRESETS, Phase, Rhythm

IDLE = ControlsRow('start', 'Start focus', 'play', 'Start focus for everyone (P)', 'focus', 'Skip to the break')


def picture(name: str, size: str = ' icon--s') -> str:
    return f'<svg class="icon{size}" aria-hidden="true"><use href="#{name}"></use></svg>'


def test_the_main_button_comes_first_and_the_others_beside_it() -> None:
    assert render(draw_controls, IDLE) == (
        '<div class="desk__controls">'
        '<button class="btn btn--main" type="button" style="min-width:132px" title="Start focus for everyone (P)">'
        f'{picture("play", "")}Start focus</button>'
        f'<button class="btn btn--ghost" type="button" title="Add one minute">{picture("plus")}1 min</button>'
        f'<button class="btn btn--ghost" type="button" title="Add five minutes">{picture("plus")}5 min</button>'
        f'<button class="btn btn--ghost" type="button" title="Skip to the break">{picture("skip-forward")}Skip</button>'
        f'<button class="btn btn--ghost" type="button" title="Reset to a full focus">{picture("rotate-ccw")}Reset'
        '</button></div>'
    )


def test_a_click_says_which_phase_it_was_meant_for() -> None:
    drawn = template(draw_controls)
    for act in ('act(row.does, row.phase)', "act('skip', row.phase)", "act('add', 1)", "act('add', 5)", "act('reset')"):
        assert f'@click="{act}"' in drawn


@pytest.mark.parametrize(
    ('status', 'row'),
    [
        (Status.IDLE, IDLE),
        (
            Status.RUNNING,
            replace(IDLE, does='pause', main='Pause', icon='pause', tip='Pause the timer for everyone (P)'),
        ),
        (Status.PAUSED, replace(IDLE, main='Resume', tip='Resume the timer for everyone (P)')),
    ],
)
def test_the_main_button_is_the_likely_next_step(status: Status, row: ControlsRow) -> None:
    assert controls_row(replace(FocusTimer(Rhythm()), status=status)) == row
    assert f'{picture(row.icon, "")}{row.main}</button>' in render(draw_controls, row)


@pytest.mark.parametrize(
    ('phase', 'main', 'skip'),
    [
        (Phase.BREAK, 'Start break', 'Skip to the focus'),
        (Phase.LONG, 'Start long break', 'Skip to the focus'),
    ],
)
def test_a_break_is_started_by_its_name(phase: Phase, main: str, skip: str) -> None:
    row = controls_row(replace(FocusTimer(Rhythm()), phase=phase))
    assert (row.main, row.skip, row.phase) == (main, skip, phase.value)


def test_the_lengths_are_on_a_button() -> None:
    assert render(draw_rhythm, RhythmButton('25 / 5')) == (
        '<button class="btn btn--ghost btn--small desk__rhythm" type="button" title="Change the lengths">'
        f'{picture("timer")}25 / 5{picture("chevron-down")}</button>'
    )


def test_a_long_break_is_shown_if_there_is_one() -> None:
    assert rhythm_row(Rhythm()) == RhythmButton('25 / 5')
    assert rhythm_row(PRESETS['classic']) == RhythmButton('25 / 5, long break 15')
    assert rhythm_row(Rhythm(focus=90, short_break=60)) == RhythmButton('1.5 / 1')

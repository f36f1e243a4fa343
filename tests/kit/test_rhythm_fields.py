"""The forms with a rhythm, in each of their states."""

from __future__ import annotations

from dataclasses import asdict, replace

from components.kit.rhythm_fields import rhythm_row, with_lengths
from components.kit.template import render
from components.lobby.create_room import NewRoom, draw_new_room
from components.sheets.rhythm import draw_rhythm
from studyroom.room.rhythm import PRESETS

CLASSIC = rhythm_row(PRESETS['classic'])
CUSTOM = replace(CLASSIC, preset='custom', hint='', focus='25x')
NEW = NewRoom(**asdict(CLASSIC))


def test_a_preset_is_chosen_and_put_into_words() -> None:
    drawn = render(draw_rhythm, CLASSIC)
    assert (
        '<input type="radio" name="preset" value="classic" checked><b>25 / 5</b><span class="small">classic</span>'
    ) in drawn
    assert drawn.count(' checked') == 1 + CLASSIC.auto_break + CLASSIC.auto_focus
    assert '<p class="hint">25 minutes of focus, 5 of break, after four rounds a break of 15.</p></fieldset>' in drawn
    assert 'type="number"' not in drawn


def test_custom_lengths_have_fields_with_what_was_typed() -> None:
    drawn = render(draw_rhythm, CUSTOM)
    assert (
        '<input class="input num" type="number" name="focus" min="1" max="120" inputmode="numeric" required'
        ' value="25x">'
    ) in drawn
    assert (
        '<select class="input" name="rounds" value="4"><option value="0">never</option><option value="2">2 rounds<'
        in drawn
    )
    assert 'hint' not in drawn
    typed = {'focus': '0', 'rounds': '3', 'title': 'x', 'long_break': True}
    assert with_lengths(CUSTOM, typed) == replace(CUSTOM, focus='0', rounds='3')


def test_mistakes_are_shown_at_the_foot_or_beside_the_name() -> None:
    wrong = '<p class="field__error" role="alert">Too long.</p>'
    assert wrong in render(draw_rhythm, replace(CLASSIC, error='Too long.'))
    assert wrong in render(draw_new_room, replace(NEW, error='Too long.'))
    named = render(draw_new_room, replace(NEW, bad_title='Too long.'))
    assert 'autocomplete="off" aria-invalid="true" aria-describedby="room-error">' in named
    assert '<p class="field__error" id="room-error" role="alert">Too long.</p></div>' in named
    assert 'autocomplete="off" aria-invalid="false">' in render(draw_new_room, NEW)

"""The fields for choosing a rhythm, one of five presets or your own, in the lobby and in a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from components.kit.acts import act
from components.kit.markup import Tag, when
from components.kit.tags import b, div, fieldset, input_, label, legend, option, p, select_, span
from studyroom.room.errors import RoomError
from studyroom.room.rhythm import BREAK_MINUTES, FOCUS_MINUTES, LONG_BREAK_MINUTES, MINUTE, PRESETS, ROUNDS, Rhythm

CUSTOM = 'custom'
Shown = TypeVar('Shown', bound='RhythmRow')
NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmRow:
    """A form with a rhythm: the chosen preset, lengths in minutes (or as they were typed), and what starts automatically."""

    preset: str
    focus: int | str
    short_break: int | str
    long_break: int | str
    rounds: int | str
    auto_break: bool
    auto_focus: bool
    hint: str = ''
    error: str = ''


def rhythm_fields(row: RhythmRow) -> Tag:
    """Draw the presets, and fields for custom lengths when that is chosen."""
    return fieldset('rhythm')[
        legend('label')['Rhythm, in minutes'],
        div('presets')[
            [_preset(row, name, rhythm) for name, rhythm in PRESETS.items()],
            _choice(row, CUSTOM, 'Custom', 'your own'),
        ],
        when(row.preset == CUSTOM)[
            div('custom')[
                _number('focus', 'Focus', row.focus, FOCUS_MINUTES),
                _number('short_break', 'Break', row.short_break, BREAK_MINUTES),
                _number('long_break', 'Long break', row.long_break, LONG_BREAK_MINUTES),
                _rounds(row),
            ]
        ].otherwise[p('hint')[row.hint]],
    ]


def _preset(row: RhythmRow, name: str, rhythm: Rhythm) -> Tag:
    return _choice(row, name, f'{rhythm.focus // MINUTE} / {rhythm.short_break // MINUTE}', name)


def _choice(row: RhythmRow, preset: str, words: str, name: str) -> Tag:
    chosen = input_(type='radio', name='preset', value=preset, checked=row.preset == preset)
    return label('preset')[chosen(on_change=act('preset', preset)), b[words], span('small')[name]]


def _number(name: str, words: str, value: int | str, bounds: tuple[int, int]) -> Tag:
    field = input_('input num', type='number', name=name, min=bounds[0], max=bounds[1], inputmode='numeric')
    return label('field')[span('label')[words], field(required=True, value=value)]


def _rounds(row: RhythmRow) -> Tag:
    numbers = [option(value=count)[f'{count} rounds'] for count in range(ROUNDS[0], ROUNDS[1] + 1)]
    return label('field')[
        span('label')['Long break after'],
        select_('input', name='rounds', value=row.rounds)[option(value=0)['never'], numbers],
    ]


def rhythm_row(rhythm: Rhythm, preset: str | None = None) -> RhythmRow:
    """Return the form filled in with a rhythm; `preset` is the one to show as chosen."""
    chosen = preset or next((name for name, known in PRESETS.items() if _same(known, rhythm)), CUSTOM)
    return RhythmRow(
        preset=chosen,
        focus=rhythm.focus // MINUTE,
        short_break=rhythm.short_break // MINUTE,
        long_break=rhythm.long_break // MINUTE,
        rounds=rhythm.rounds,
        auto_break=rhythm.auto_break,
        auto_focus=rhythm.auto_focus,
        hint='' if chosen == CUSTOM else in_words(PRESETS[chosen]),
    )


def read_rhythm(values: Mapping[str, object]) -> Rhythm:
    """Read the rhythm that a form sent. Raises RoomError `bad_rhythm`, since a browser may send anything."""
    preset = values.get('preset')
    auto_break, auto_focus = values.get('auto_break') is not False, values.get('auto_focus') is True
    if isinstance(preset, str) and preset in PRESETS:
        return replace(PRESETS[preset], auto_break=auto_break, auto_focus=auto_focus)
    focus, short_break, long_break = (
        _whole(values.get(name)) * MINUTE for name in ('focus', 'short_break', 'long_break')
    )
    return Rhythm(focus, short_break, long_break, _whole(values.get('rounds')), auto_break, auto_focus).checked()


def with_lengths(row: Shown, values: Mapping[str, object]) -> Shown:
    """Return the row with the lengths that a form sent, to show them as they were typed after a refusal."""
    lengths = ('focus', 'short_break', 'long_break', 'rounds')
    typed: dict[str, Any] = {name: values[name] for name in lengths if isinstance(values.get(name), str)}
    return replace(row, **typed)


def in_words(rhythm: Rhythm) -> str:
    focus, short, long = (f'{seconds / MINUTE:g}' for seconds in (rhythm.focus, rhythm.short_break, rhythm.long_break))
    return f'{focus} minutes of focus, {short} of break, after {NUMBERS[rhythm.rounds]} rounds a break of {long}.'


def _same(one: Rhythm, other: Rhythm) -> bool:
    return (one.focus, one.short_break, one.long_break, one.rounds) == (
        other.focus, other.short_break, other.long_break, other.rounds
    )  # fmt: skip


def _whole(value: object) -> int:
    if (
        isinstance(value, str | int)
        and not isinstance(value, bool)
        and str(value).strip().isdecimal()
        and len(str(value)) < 6
    ):
        return int(value)
    raise RoomError('bad_rhythm', 'Lengths must be whole minutes.')

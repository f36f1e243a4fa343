"""Choosing a rhythm: five presets or one's own, in the lobby and in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studyroom.room.errors import RoomError
from studyroom.room.rhythm import BREAK_MINUTES, FOCUS_MINUTES, LONG_BREAK_MINUTES, MINUTE, PRESETS, ROUNDS, Rhythm

CUSTOM = 'custom'
NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']


def _number(name: str, label: str, bounds: tuple[int, int]) -> str:
    return f"""<label class="field"><span class="label">{label}</span>
      <input class="input num" type="number" name="{name}" min="{bounds[0]}" max="{bounds[1]}" inputmode="numeric" required :value="row.{name}"></label>"""


FIELDS = f"""
<fieldset class="rhythm"><legend class="label">Rhythm, in minutes</legend>
  <div class="presets"><label v-for="preset in row.presets" class="preset">
    <input type="radio" name="preset" :value="preset.id" :checked="row.preset === preset.id" @change="act('preset', preset.id)">
    <b>{{{{ preset.words }}}}</b><span class="small">{{{{ preset.name }}}}</span></label></div>
  <div v-if="row.preset === 'custom'" class="custom">
    {_number('focus', 'Focus', FOCUS_MINUTES)}{_number('short_break', 'Break', BREAK_MINUTES)}
    {_number('long_break', 'Long break', LONG_BREAK_MINUTES)}
    <label class="field"><span class="label">After rounds</span><select class="input" name="rounds" :value="row.rounds">
      <option value="0">never</option><option v-for="n in {ROUNDS[1] - ROUNDS[0] + 1}" :value="n + {ROUNDS[0] - 1}">{{{{ n + {ROUNDS[0] - 1} }}}}</option></select></label>
  </div>
  <p v-else class="hint">{{{{ row.hint }}}}</p>
</fieldset>
"""

VALUES = (
    '{preset: $event.target.elements.preset.value, focus: $event.target.elements.focus?.value,'
    ' short_break: $event.target.elements.short_break?.value, long_break: $event.target.elements.long_break?.value,'
    ' rounds: $event.target.elements.rounds?.value, title: $event.target.elements.title?.value,'
    ' listed: $event.target.elements.listed?.checked, auto_break: $event.target.elements.auto_break?.checked,'
    ' auto_focus: $event.target.elements.auto_focus?.checked}'
)
"""What a form with these fields sends: use it as `act('name', VALUES)` in its submit."""


def rhythm_row(rhythm: Rhythm, preset: str | None = None) -> dict[str, Any]:
    """The fields, filled with a rhythm; `preset` is the one to show as chosen."""
    chosen = preset or next((name for name, known in PRESETS.items() if _same(known, rhythm)), CUSTOM)
    return {
        'preset': chosen,
        'presets': [*map(_preset, PRESETS), {'id': CUSTOM, 'words': 'Custom', 'name': 'your own'}],
        'focus': rhythm.focus // MINUTE,
        'short_break': rhythm.short_break // MINUTE,
        'long_break': rhythm.long_break // MINUTE,
        'rounds': rhythm.rounds,
        'auto_break': rhythm.auto_break,
        'auto_focus': rhythm.auto_focus,
        'hint': '' if chosen == CUSTOM else in_words(PRESETS[chosen]),
    }


def read_rhythm(values: Mapping[str, Any]) -> Rhythm:
    """The rhythm that a form sent. RoomError `bad_rhythm`: a browser may send anything."""
    preset = values.get('preset')
    auto_break, auto_focus = values.get('auto_break') is not False, values.get('auto_focus') is True
    if isinstance(preset, str) and preset in PRESETS:
        return replace(PRESETS[preset], auto_break=auto_break, auto_focus=auto_focus)
    focus, short_break, long_break = (
        _whole(values.get(name)) * MINUTE for name in ('focus', 'short_break', 'long_break')
    )
    return Rhythm(focus, short_break, long_break, _whole(values.get('rounds')), auto_break, auto_focus).checked()


def lengths_sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form sent, to be shown again as it was typed when it is refused."""
    given = {name: values.get(name) for name in ('focus', 'short_break', 'long_break', 'rounds')}
    return {name: value for name, value in given.items() if isinstance(value, str)}


def in_words(rhythm: Rhythm) -> str:
    focus, short, long = (f'{seconds / MINUTE:g}' for seconds in (rhythm.focus, rhythm.short_break, rhythm.long_break))
    return f'{focus} minutes of focus, {short} of break, after {NUMBERS[rhythm.rounds]} rounds a break of {long}.'


def _preset(name: str) -> dict[str, str]:
    rhythm = PRESETS[name]
    return {'id': name, 'words': f'{rhythm.focus // MINUTE} / {rhythm.short_break // MINUTE}', 'name': name}


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
    raise RoomError('bad_rhythm', 'Lengths are whole minutes.')

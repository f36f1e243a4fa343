"""What only a browser knows: how a template asks for it, and what `render` writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from components.kit.acts import set_pref
from components.kit.browser import (
    Device,
    Devices,
    Media,
    ago,
    arc,
    can,
    chosen_device,
    day,
    devices,
    hhmm,
    hhmm_in,
    is_me,
    iso,
    left,
    media,
    new_day,
    pref,
    previous,
    sent,
    soon_after_previous,
    speaking,
)  # fmt: skip
from components.kit.markup import Tag, each, when
from components.kit.prefs import DEFAULTS
from components.kit.tags import div, option, select_, span, svg
from components.kit.template import render, template

STATIC = Path(__file__).resolve().parents[2] / 'static'
MINUTE = 60_000
NOON = 1_790_000_000_000 - 1_790_000_000_000 % 86_400_000 + 12 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Row:
    """A row with everything that the helpers need."""

    seat: str = 'seat:1'
    at: int = NOON
    age_ms: int | None = None
    remaining_ms: int = 0
    total_ms: int = 0
    running: bool = True


def clock(row: Row) -> Tag:
    return div[
        hhmm(row.at), ' ', hhmm_in(row.remaining_ms), ' ', iso(row.at), ' ', day(row.at), ' ', ago(row), ' ', left(row)
    ]


def neighbours(row: Row) -> Tag:
    return div[
        when(new_day(row))['new day'],
        when(soon_after_previous(row, minutes=5))['soon'],
        when(previous(row).seat == row.seat)['same'],
    ]


def people(row: Row) -> Tag:
    return div[when(is_me(row.seat))['me'], when(speaking(row.seat))['speaks']]


def ring(row: Row) -> Tag:
    return svg[arc(row, 'arc', radius=19, centre=22)]


def choices() -> Tag:
    return div[
        when(pref('bell'))['bell'],
        when(can('notify'))['can'],
        when(sent('mic') == 'on')['mic'],
        span[media().line],
        select_(value=chosen_device('mic'))[each(devices('mic'), lambda one: option(value=one.id)[one.label])],
    ]


def test_time_is_told_by_the_clock_that_a_test_gives() -> None:
    row = Row(age_ms=59 * MINUTE, remaining_ms=90_500)
    assert render(clock, row, now_ms=NOON) == f'<div>12:00 12:01 {iso(NOON)} Today 59 min 01:31</div>'
    later = render(clock, row, now_ms=NOON + 86_400_000, passed_ms=MINUTE)
    assert later == f'<div>12:00 12:01 {iso(NOON)} Yesterday 1 h 00:31</div>'
    assert ' just now 00:00<' in render(clock, Row())
    assert template(clock) == (
        "<div>{{ hhmm(row.at) }}{{ ' ' }}{{ hhmm(Date.now() + row.remaining_ms) }}{{ ' ' }}"
        "{{ new Date(row.at).toISOString() }}{{ ' ' }}{{ day(row.at) }}{{ ' ' }}{{ ago(row) }}"
        "{{ ' ' }}{{ left(row) }}</div>"
    )


def test_a_row_knows_the_one_above_it() -> None:
    assert render(neighbours, Row()) == '<div>new day</div>'
    assert render(neighbours, Row(at=NOON + 299_999), previous=Row()) == '<div>soonsame</div>'
    assert render(neighbours, Row('seat:2', at=NOON + 300_000), previous=Row()) == '<div></div>'
    assert 'prev?.seat === row.seat' in template(neighbours)


def test_the_browser_knows_who_is_looking_and_who_is_speaking() -> None:
    assert render(people, Row()) == '<div></div>'
    assert render(people, Row(), me='seat:1', media=Media(speaking=('seat:1',))) == '<div>mespeaks</div>'
    assert 'isMe(row.seat)' in template(people)


def test_a_ring_shows_the_share_that_is_left() -> None:
    drawn = render(ring, Row(remaining_ms=50, total_ms=100))
    assert 'stroke-dasharray="59.69 119.38" transform="rotate(90.00 22 22)"' in drawn
    assert ':stroke-dasharray="dash(row, 19).dasharray"' in template(ring)


def test_choices_and_devices_come_from_the_browser() -> None:
    assert render(choices) == '<div>bell<span></span><select value=""></select></div>'
    found = Media(mic='on', line='Off', devices=Devices(mic=(Device('d1', 'USB'),)))
    assert render(choices, media=found, prefs={'bell': False}, can=frozenset({'notify'})) == (
        '<div>canmic<span>Off</span><select value="d1"><option value="d1">USB</option></select></div>'
    )
    assert 'value="d2"' in render(choices, media=found, prefs={'mic': 'd2'})
    assert "pref('mic') || media.devices.mic[0]?.id" in template(choices)
    assert set_pref('layout', 'grid').js == "pref('layout', 'grid')"


def test_the_choices_match_the_script_in_the_head() -> None:
    head = (STATIC / 'head.js').read_text(encoding='utf-8')
    found = re.search(r'DEFAULTS = \{(.*?)\}', head, re.DOTALL)
    assert found
    values = {'true': True, 'false': False, '""': '', '"auto"': 'auto', '60': 60}
    assert {name: values[value] for name, value in re.findall(r'(\w+): ([^,\s]+)', found[1])} == DEFAULTS


@pytest.mark.parametrize('name', ['health', 'line', 'mic', 'camera', 'screen', 'call', 'speaking', 'notice', 'devices'])
def test_media_matches_what_the_script_of_choices_keeps(name: str) -> None:
    assert name in Media.__dataclass_fields__
    assert re.search(rf'\b{name}: ', (STATIC / 'choices.js').read_text(encoding='utf-8'))

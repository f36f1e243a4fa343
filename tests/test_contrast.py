"""Tests that every pair of colours that meet on a page has the contrast of WCAG 2.2, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / 'static/tokens.css').read_text(encoding='utf-8')
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ('paper', 'surface', 'well', 'focus-pool', 'break-pool', 'long-pool')
WASHES = ('focus-wash', 'break-wash', 'long-wash', 'danger-wash')
PHASES = ('focus', 'break', 'long')

WORDS = [
    *((ink, ground) for ink in ('ink', 'ink-2', *PHASES, 'danger') for ground in GROUNDS),
    *((ink, wash) for ink in ('ink', 'ink-2') for wash in WASHES),
    *((hue, f'{hue}-wash') for hue in (*PHASES, 'danger')),
    *((f'on-{hue}', hue) for hue in (*PHASES, 'danger')),
    ('paper', 'ink'),  # a toast
]
SHAPES = [
    *(('edge', ground) for ground in ('paper', 'surface', 'well')),
    *((f'{hue}-shape', ground) for hue in PHASES for ground in ('paper', 'surface', 'well', f'{hue}-pool')),
]
THEMES = {
    'light': r':root \{(.*?)\n\}',
    'dark, from the system': r':root:not\(\[data-theme="light"\]\) \{(.*?)\n\}',
    'dark, as chosen': r':root\[data-theme="dark"\] \{(.*?)\n\}',
}


def colours(theme: str) -> dict[str, str]:
    block = re.search(THEMES[theme], TOKENS, re.DOTALL)
    assert block is not None
    return dict(re.findall(r'--([\w-]+):\s*(#[0-9a-f]{6})', block[1]))


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = colours(theme)
    ratios = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    return [f'{one} on {other}: {ratio:.2f}' for (one, other), ratio in ratios.items() if ratio < least]


@pytest.mark.parametrize('theme', THEMES)
def test_text_can_be_read_on_every_background(theme: str) -> None:
    assert too_faint(theme, WORDS, TEXT) == []


@pytest.mark.parametrize('theme', THEMES)
def test_borders_and_shapes_are_visible(theme: str) -> None:
    assert too_faint(theme, SHAPES, SHAPE) == []


def test_names_can_be_read_over_a_white_video() -> None:
    label = re.search(r'--video-label: rgb\((\d+) (\d+) (\d+) / (\d+)%\)', TOKENS)
    assert label is not None
    share = int(label[4]) / 100
    mixed = (round(int(label[part]) * share + 255 * (1 - share)) for part in (1, 2, 3))
    assert contrast('#' + ''.join(f'{part:02x}' for part in mixed), colours('light')['on-video']) >= 8.8


def test_dark_is_the_same_whether_chosen_or_taken_from_the_system() -> None:
    assert colours('dark, from the system') == colours('dark, as chosen')


def test_contrast_follows_the_wcag_formula() -> None:
    assert contrast('#ffffff', '#000000') == pytest.approx(21)
    assert contrast('#777777', '#ffffff') == pytest.approx(4.48, abs=0.005)

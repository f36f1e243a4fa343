"""The sheet for devices and video."""

from __future__ import annotations

import pytest

from components.kit.browser import Device, Devices, Media
from components.kit.template import render
from components.sheets.devices import draw_devices

FOUND = Media(devices=Devices(mic=(Device('m1', 'Built-in'), Device('m2', 'USB <1>'))))


def test_missing_devices_are_named() -> None:
    drawn = render(draw_devices)
    assert drawn.startswith(
        '<div class="settings"><label class="pick"><svg class="icon" aria-hidden="true"><use href="#video"></use></svg>'
        '<span class="visually-hidden">Camera</span><select class="input" data-device="camera" value="">'
        '<option value="">No camera found yet</option></select></label>'
    )
    assert '<option value="">No microphone found yet</option>' in drawn
    assert (
        '<option value="">Default speaker</option></select>'
        '<button class="btn btn--ghost btn--small" type="button" data-sound="focus">Test sound</button></label>'
    ) in drawn


def test_the_first_device_is_used_until_another_is_chosen() -> None:
    options = '<option value="m1">Built-in</option><option value="m2">USB &lt;1&gt;</option></select></label>'
    assert f'data-device="mic" value="m1">{options}' in render(draw_devices, media=FOUND)
    assert f'data-device="mic" value="m2">{options}' in render(draw_devices, media=FOUND, prefs={'mic': 'm2'})


def test_the_level_has_twenty_steps() -> None:
    level = '<div class="meter" data-meter="" role="img" aria-label="Microphone level">'
    assert f'{level}{"<i></i>" * 20}</div>' in render(draw_devices)


@pytest.mark.parametrize(
    ('layout', 'words'),
    [('auto', 'Videos line up below it'), ('grid', 'in one grid'), ('audio', 'or to keep the timer in view')],
)
def test_one_layout_is_chosen(layout: str, words: str) -> None:
    drawn = render(draw_devices, prefs={'layout': layout})
    assert f'{words}</span></span><input type="radio" name="layout" checked></label>' in drawn
    assert drawn.count('checked') == 1


def test_your_own_video_can_be_hidden() -> None:
    words = 'Hide my own video<br><span class="small quiet">Others still see it</span></span>'
    assert f'{words}<input type="checkbox" role="switch"></label>' in render(draw_devices)
    hidden = render(draw_devices, prefs={'hide_self': True})
    assert f'{words}<input type="checkbox" role="switch" checked></label>' in hidden

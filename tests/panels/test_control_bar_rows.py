"""The two bars of controls, in each of their states."""

from __future__ import annotations

from components.kit.browser import Device, Devices, Media
from components.kit.template import render
from components.panels.control_bar import MyRow, draw_bar, draw_phone_bar

ANN = MyRow('Ann', 'A', 'follows')
READY = Media(health='ready')
BARS = (draw_bar, draw_phone_bar)


def test_a_status_follows_the_phase_until_another_is_chosen() -> None:
    assert (
        '<span class="small quiet me__status"><span class="in-focus">Focusing</span>'
        '<span class="in-break">On a break</span><svg'
    ) in render(draw_bar, ANN)
    away = render(draw_bar, MyRow('Ann', 'A', 'away', 'Away'))
    assert 'title="Change your status or name" data-status="away">' in away
    assert '<span class="seat seat--away" aria-hidden="true">A</span>' in away
    assert '<span class="small quiet me__status"><span>Away</span><svg' in away


def test_a_call_for_help_can_be_cancelled() -> None:
    calling = MyRow('Ann', 'A', 'away', 'Away', help=True)
    assert '<span class="small quiet me__status"><span>Needs help</span><svg' in render(draw_bar, calling)
    for draw in BARS:
        assert 'aria-pressed="false" title="Ask for help (H)" data-key-help="">' in render(draw, ANN)
        assert 'aria-pressed="true" title="I no longer need help (H)"' in render(draw, calling)


def test_without_a_call_a_line_says_why() -> None:
    for draw in BARS:
        assert 'data-media' not in render(draw, ANN)
    assert 'bar__line' not in render(draw_bar, ANN)
    line = '<p class="bar__line small quiet" role="status">No call here</p>'
    assert line in render(draw_bar, ANN, media=Media(line='No call here'))
    assert 'settings-2' not in render(draw_bar, ANN)
    assert '<span>You</span>' in render(draw_phone_bar, ANN)
    assert '<span>Room</span>' in render(draw_phone_bar, ANN)


def test_a_call_has_buttons_that_say_what_they_do_next() -> None:
    off, on = (render(draw_bar, ANN, media=Media(health='ready', mic=mic)) for mic in ('off', 'on'))
    assert (
        'data-media="mic" aria-pressed="false" aria-busy="false" title="Turn the microphone on (M, hold to talk)">'
        in off
    )
    assert 'data-media="mic" aria-pressed="true" aria-busy="false" title="Turn the microphone off (M)">' in on
    assert ('#mic-off' in off, '#mic-off' in on) == (True, False)
    opening = render(draw_phone_bar, ANN, media=Media(health='ready', camera='opening'))
    assert 'data-media="camera" aria-pressed="false" aria-busy="true" title="Turn the camera on (V)">' in opening
    assert '<span>You</span>' not in opening


def test_a_device_is_chosen_from_those_found() -> None:
    assert '<select data-device="mic" aria-label="Choose the microphone" value="">' in render(
        draw_bar, ANN, media=READY
    )
    assert render(draw_bar, ANN, media=READY).count('<option disabled>None found yet</option>') == 2
    found = Media(health='ready', devices=Devices(mic=(Device('d1', 'USB'),)))
    drawn = render(draw_bar, ANN, media=found, prefs={'mic': 'd1'})
    assert 'aria-label="Choose the microphone" value="d1"><option value="d1">USB</option></select>' in drawn

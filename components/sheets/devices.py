"""The sheet for choosing devices and how video is shown. This browser keeps the choices and never sends them."""

from __future__ import annotations

from components.kit.acts import checked, set_pref
from components.kit.browser import DeviceKind, chosen_device, devices, pref
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag, each, when
from components.kit.tags import br, button, div, h3, i, icon, input_, label, option, p, select_, span
from components.kit.traced import negate

NONE: dict[DeviceKind, str] = {
    'mic': 'No microphone found yet',
    'camera': 'No camera found yet',
    'speaker': 'Default speaker',
}
METER_STEPS = 20
LAYOUTS = (
    ('auto', 'A shared screen takes the stage', 'Videos line up below it'),
    ('grid', 'Everyone the same size', 'Screens and videos in one grid'),
    ('audio', 'Sound only', 'No video is loaded: for a slow network, or to keep the timer in view'),
)


def draw_devices() -> Tag:
    """Draw the devices, the layouts, and whether you see yourself."""
    hides = input_(
        type='checkbox', role='switch', checked=pref('hide_self'), on_change=set_pref('hide_self', checked())
    )
    return div('settings')[
        pick_devices(),
        h3('heading')['Video'],
        [_layout(*layout) for layout in LAYOUTS],
        _choice('Hide my own video', 'Others still see it', hides),
        p('small quiet')['Kept in this browser only. The level moves while your microphone is on.'],
    ]


def pick_devices() -> list[Tag]:
    """Draw a choice of each kind of device, with the microphone level and a test sound."""
    test = button('btn btn--ghost btn--small', data_sound='focus')['Test sound']
    level = div('meter', data_meter='', role='img', aria_label='Microphone level')
    return [
        _pick('camera', 'video', 'Camera'),
        _pick('mic', 'mic', 'Microphone'),
        level[[i for _ in range(METER_STEPS)]],
        _pick('speaker', 'headphones', 'Speaker', test),
    ]


def _pick(kind: DeviceKind, picture: str, word: str, more: Tag | None = None) -> Tag:
    return label('pick')[
        icon(picture),
        span('visually-hidden')[word],
        select_('input', data_device=kind, value=chosen_device(kind))[
            when(negate(devices(kind)))[option(value='')[NONE[kind]]],
            each(devices(kind), lambda one: option(value=one.id)[one.label]),
        ],
        more,
    ]


def _layout(value: str, words: str, more: str) -> Tag:
    chosen = pref('layout') == value
    return _choice(
        words, more, input_(type='radio', name='layout', checked=chosen, on_change=set_pref('layout', value))
    )


def _choice(words: str, more: str, box: Tag) -> Tag:
    return label('switch')[span('grow')[words, br, span('small quiet')[more]], box]


def open_devices_sheet() -> None:
    """Open the sheet for devices and video layout."""
    with sheet('Devices and video'):
        LiveView(draw_devices)

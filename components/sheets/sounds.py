"""The sheet for sounds, reminders and questions. The choices apply at once; this browser keeps them and never sends them."""

from __future__ import annotations

from components.kit.acts import number, set_pref
from components.kit.browser import can, pref
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.prefs import Switch
from components.kit.switch import pref_switch
from components.kit.tags import button, div, icon, input_, label, p, span

SWITCHES: tuple[tuple[Switch, str, str], ...] = (
    ('bell', 'Bell', 'When a focus or a break ends'),
    ('tick', 'One minute left', 'A soft tick'),
    ('flash', 'Flash', 'The light changes once at the bell'),
    ('vibrate', 'Vibration', 'On phones that support it'),
)
QUESTIONS: tuple[tuple[Switch, str, str], ...] = (
    ('ask_start', 'Ask what I will finish', 'At the start of a focus'),
    ('ask_end', 'Ask how it went', 'At the end of a focus'),
)


def draw_sounds() -> Tag:
    """Draw the volume, a test of each bell, and the switches."""
    slider = input_('range', type='range', min=0, max=100, step=5)
    return div('settings')[
        label('field')[span('label')['Volume'], slider(value=pref('volume'), on_input=set_pref('volume', number()))],
        div('settings__tests')[_test('focus', 'End of focus'), _test('break', 'End of break')],
        [pref_switch(*words) for words in SWITCHES],
        when(can('notify'))[pref_switch('notify', 'Notification', 'When this tab is in the background')],
        [pref_switch(*words) for words in QUESTIONS],
        p('small quiet')['Kept in this browser only.'],
    ]


def _test(sound: str, words: str) -> Tag:
    return button('btn btn--small', data_sound=sound)[icon('volume-2', small=True), words]


def open_sounds_sheet() -> None:
    """Open the sheet with the volume, a test of each bell, and a switch for each reminder."""
    with sheet('Sounds and reminders'):
        LiveView(draw_sounds)

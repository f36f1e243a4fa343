"""Which microphone, camera and speaker; how pictures are shown. Choices of this browser, never sent."""

from __future__ import annotations

from components.kit.dialog import sheet
from components.kit.live_view import LiveView

NONE = {'mic': 'No microphone found yet', 'camera': 'No camera found yet', 'speaker': 'The usual speaker'}
SELECT = """
<label class="pick"><icon name="{icon}"/><span class="visually-hidden">{word}</span>
  <select class="input" data-device="{kind}" :value="pref('{kind}') || (media.devices.{kind}[0] || {{}}).id">
    <option v-if="!media.devices.{kind}.length" value="">{none}</option>
    <option v-for="one in media.devices.{kind}" :key="one.id" :value="one.id">{{{{ one.label }}}}</option></select>{more}</label>
"""
TEST = '<button type="button" class="btn btn--ghost btn--small" data-sound="focus">Test sound</button>'
METER = f'<div class="meter" data-meter role="img" aria-label="Level of your microphone">{"<i></i>" * 20}</div>'
LAYOUTS = (
    ('auto', 'A shared screen takes the stage', 'Pictures stand in a strip below it'),
    ('grid', 'Everyone alike', 'Screens and pictures in one grid'),
    ('audio', 'Sound only', 'No picture is fetched: for a slow network, or to look at the timer'),
)


def select(kind: str, icon: str, word: str, more: str = '') -> str:
    """The template of a choice of devices: `kind` is mic, camera or speaker."""
    return SELECT.format(kind=kind, icon=icon, word=word, none=NONE[kind], more=more)


PICK = f"""
{select('camera', 'video', 'Camera')}{select('mic', 'mic', 'Microphone')}{METER}{select('speaker', 'headphones', 'Speaker', TEST)}
"""


def _layout(value: str, words: str, more: str) -> str:
    return (
        f'<label class="switch"><span class="grow">{words}<br><span class="small quiet">{more}</span></span>'
        f'<input type="radio" name="layout" :checked="pref(\'layout\') === \'{value}\'" @change="pref(\'layout\', \'{value}\')"></label>'
    )


TEMPLATE = f"""
<div class="settings">
  {PICK}
  <h3 class="heading">Pictures</h3>
  {''.join(_layout(*layout) for layout in LAYOUTS)}
  <label class="switch"><span class="grow">Hide my own picture<br><span class="small quiet">The others go on seeing it</span></span>
    <input type="checkbox" role="switch" :checked="pref('hide_self')" @change="pref('hide_self', $event.target.checked)"></label>
  <p class="small quiet">Kept in this browser only. The level moves while your microphone is on.</p>
</div>
"""


def open_devices_sheet() -> None:
    """Devices with a level and a test sound, and how pictures are laid out."""
    with sheet('Devices and pictures'):
        LiveView(TEMPLATE, {})

"""What is heard, felt, shown and asked: choices of this browser, changed at once, never sent."""

from __future__ import annotations

from components.kit.dialog import sheet
from components.kit.live_view import LiveView

SWITCHES = (
    ('bell', 'Bell', 'When a focus or a break ends'),
    ('tick', 'One minute left', 'A soft tick'),
    ('flash', 'Flash', 'The light changes once at the bell'),
    ('vibrate', 'Vibration', 'On phones that can'),
    ('notify', 'Notification', 'When this tab is in the background'),
    ('ask_start', 'Ask what I will finish', 'At the start of a focus'),
    ('ask_end', 'Ask how it went', 'At the end of a focus'),
)


def _switch(choice: str, words: str, more: str) -> str:
    where = ' v-if="can(\'notify\')"' if choice == 'notify' else ''
    return (
        f'<label class="switch"{where}><span class="grow">{words}<br><span class="small quiet">{more}</span></span>'
        f'<input type="checkbox" role="switch" :checked="pref(\'{choice}\')" @change="pref(\'{choice}\', $event.target.checked)"></label>'
    )


TEMPLATE = f"""
<div class="settings">
  <label class="field"><span class="label">Volume</span>
    <input type="range" class="range" min="0" max="100" step="5" :value="pref('volume')" @input="pref('volume', Number($event.target.value))"></label>
  <div class="settings__tests"><button type="button" class="btn btn--small" data-sound="focus"><icon name="volume-2" small/>End of focus</button>
    <button type="button" class="btn btn--small" data-sound="break"><icon name="volume-2" small/>End of break</button></div>
  {''.join(_switch(*switch) for switch in SWITCHES)}
  <p class="small quiet">Kept in this browser only.</p>
</div>
"""


def open_sounds_sheet() -> None:
    """Volume with a test of each bell, and a switch for each reminder."""
    with sheet('Sounds and reminders'):
        LiveView(TEMPLATE, {})

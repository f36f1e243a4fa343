"""The sheet of keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence

from components.kit.dialog import sheet
from components.kit.keys import Key
from components.kit.live_view import LiveView

TEMPLATE = """
<div><div class="keys"><div v-for="key in row.keys"><span>{{ key[1] }}</span><kbd>{{ key[0] }}</kbd></div></div>
  <label class="switch" style="margin-top:12px"><span class="grow">Single-letter keys<br><span class="small quiet">Turn them off if you use dictation</span></span>
    <input type="checkbox" role="switch" :checked="pref('letter_keys')" @change="pref('letter_keys', $event.target.checked)"></label></div>
"""


def open_keys_sheet(table: Sequence[Key]) -> None:
    """Every shortcut of this page."""
    with sheet('Keys', wide=True):
        LiveView(TEMPLATE, {'keys': [[key.key, key.label] for key in table]})

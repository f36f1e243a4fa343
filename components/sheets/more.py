"""On a phone: what has no place in the top line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.kit.dialog import sheet
from components.kit.live_view import LiveView

TEMPLATE = """
<div class="choices">
  <button type="button" class="btn choice" @click="act('invite')"><icon name="qr-code"/>Invite others</button>
  <button type="button" class="btn choice" @click="act('room')"><icon name="door-open"/>This room</button>
  <template v-if="media.health === 'ready'">
    <button type="button" class="btn choice" data-media="screen" @click="act('close')"><icon name="monitor-up"/>{{ media.screen === 'on' ? 'Stop showing your screen' : 'Show your screen' }}</button>
    <button type="button" class="btn choice" @click="act('me')"><icon name="armchair"/>Your status and name</button>
    <button type="button" class="btn choice" @click="act('devices')"><icon name="settings-2"/>Devices and pictures</button></template>
  <button type="button" class="btn choice" data-toggle-theme><icon name="sun-moon"/>Light or dark</button>
  <button type="button" class="btn choice" @click="act('keys')"><icon name="keyboard"/>Keys</button>
</div>
"""


def open_more_sheet(open_sheet: Callable[[str], Any]) -> None:
    """`open_sheet` is called with `invite`, `room`, `me`, `devices` or `keys`, after this sheet closed."""
    with sheet('More') as dialog:
        view = LiveView(TEMPLATE, {})

    def chosen(name: str) -> Any:
        dialog.close()
        return open_sheet(name)

    for name in ('invite', 'room', 'me', 'devices', 'keys'):
        view.on_act(name, lambda *_, name=name: chosen(name))
    view.on_act('close', lambda *_: dialog.close())

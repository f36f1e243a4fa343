"""Changing the lengths: for everyone, from the next phase on."""

from __future__ import annotations

from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.rhythm_fields import FIELDS, VALUES, lengths_sent, read_rhythm, rhythm_row
from studyroom.room.errors import RoomError
from studyroom.room.rhythm import PRESETS
from studyroom.room.room import Room
from studyroom.room.seats import Participant

TEMPLATE = f"""
<form class="settings" novalidate @submit.prevent="act('set', {VALUES})">
  {FIELDS}
  <label class="switch"><span class="grow">Breaks start by themselves</span><input type="checkbox" role="switch" name="auto_break" :checked="row.auto_break"></label>
  <label class="switch"><span class="grow">Focus starts by itself after a break</span><input type="checkbox" role="switch" name="auto_focus" :checked="row.auto_focus"></label>
  <p v-if="row.error" class="field__error" role="alert">{{{{ row.error }}}}</p>
  <p class="small quiet">For everyone. A phase that runs keeps its end.</p>
  <button type="submit" class="btn btn--main">Use this rhythm</button>
</form>
"""


def open_rhythm_sheet(room: Room, me: Participant) -> None:
    """Presets or custom lengths, and what starts by itself."""
    state = rhythm_row(room.facts.timer.rhythm)

    def preset(_: object, name: object) -> None:
        chosen = PRESETS.get(name) if isinstance(name, str) else None
        shown = rhythm_row(chosen or room.facts.timer.rhythm, name if chosen and isinstance(name, str) else 'custom')
        state.update(shown | {'auto_break': state['auto_break'], 'auto_focus': state['auto_focus']})
        view.show(state)

    async def set_rhythm(_: object, values: object) -> None:
        sent = values if isinstance(values, dict) else {}
        try:
            await room.set_rhythm(me.seat, read_rhythm(sent))
        except RoomError as problem:
            view.show(state | lengths_sent(sent) | {'error': problem.sentence})
            return
        dialog.close()

    with sheet('Rhythm') as dialog:
        view = LiveView(TEMPLATE, state).on_act('preset', preset).on_act('set', set_rhythm)

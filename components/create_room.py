"""The card that opens a room: a name and a rhythm."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.live_view import LiveView
from components.rhythm_fields import FIELDS, VALUES, read_rhythm, rhythm_row
from studyroom.config import RoomConfig
from studyroom.errors import RoomError
from studyroom.ports import Rooms
from studyroom.text import TITLE_LENGTH
from studyroom.timer import PRESETS, Rhythm

TEMPLATE = f"""
<form class="create" novalidate @submit.prevent="act('open', {VALUES})">
  <h2 class="title">Open a room</h2>
  <div class="field"><label for="room-name">Name of the room</label>
    <input class="input" id="room-name" name="title" maxlength="{TITLE_LENGTH}" placeholder="Thesis writing, Friday" autocomplete="off"
      :aria-invalid="!!row.error" :aria-describedby="row.error ? 'room-error' : null">
    <p v-if="row.error" id="room-error" class="field__error" role="alert">{{{{ row.error }}}}</p></div>
  {FIELDS}
  <label class="switch"><span class="grow">Show it in this list<br><span class="small quiet">Otherwise only people with the link find it</span></span>
    <input type="checkbox" role="switch" name="listed" checked></label>
  <button type="submit" class="btn btn--main btn--wide" style="min-height:48px">Open and sit down</button>
</form>
"""


def create_room(rooms: Rooms) -> None:
    """Opens the room and goes there; what is wrong is said beside the field, and nothing typed is lost."""
    state: dict[str, Any] = rhythm_row(PRESETS['classic'], 'classic')
    view = LiveView(TEMPLATE, state)

    def preset(_: object, name: object) -> None:
        known = PRESETS.get(name) if isinstance(name, str) else None
        state.update(rhythm_row(known or Rhythm(rounds=4), name if known and isinstance(name, str) else 'custom'))
        view.show(state)

    async def open_room(_: object, values: object) -> None:
        sent = values if isinstance(values, dict) else {}
        try:
            config = RoomConfig(
                sent.get('title') or '', rhythm=read_rhythm(sent), listed=sent.get('listed') is not False
            )
            room = await rooms.create(config)
        except RoomError as problem:
            view.show({**state, 'error': problem.sentence})
            return
        ui.navigate.to(f'/room/{room.room_id}')

    view.on_act('preset', preset).on_act('open', open_room)

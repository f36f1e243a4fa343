"""The card that opens a room: a name and a rhythm."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.kit.live_view import LiveView
from components.kit.rhythm_fields import FIELDS, VALUES, lengths_sent, read_rhythm, rhythm_row
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.ports import Rooms
from studyroom.room.rhythm import PRESETS, Rhythm

TEMPLATE = f"""
<form class="create" novalidate @submit.prevent="act('open', {VALUES})">
  <h2 class="title">Open a room</h2>
  <div class="field"><label for="room-name">Name of the room</label>
    <input class="input" id="room-name" name="title" placeholder="Thesis writing, Friday" autocomplete="off"
      :aria-invalid="!!row.bad_title" :aria-describedby="row.bad_title ? 'room-error' : null">
    <p v-if="row.bad_title" id="room-error" class="field__error" role="alert">{{{{ row.bad_title }}}}</p></div>
  {FIELDS}
  <label class="switch"><span class="grow">Show it in this list<br><span class="small quiet">Otherwise only people with the link find it</span></span>
    <input type="checkbox" role="switch" name="listed" checked></label>
  <p v-if="row.error" class="field__error" role="alert">{{{{ row.error }}}}</p>
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

    opening = False

    async def open_room(_: object, values: object) -> None:
        nonlocal opening
        if opening:
            return
        opening, sent = True, values if isinstance(values, dict) else {}
        try:
            config = RoomConfig(
                sent.get('title') or '', rhythm=read_rhythm(sent), listed=sent.get('listed') is not False
            )
            room = await rooms.create(config)
        except RoomError as problem:
            opening = False
            where = 'bad_title' if problem.code.startswith('title') else 'error'
            view.show(state | lengths_sent(sent) | {where: problem.sentence})
            return
        ui.navigate.to(f'/room/{room.room_id}')

    view.on_act('preset', preset).on_act('open', open_room)

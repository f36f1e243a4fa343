"""What the room is set to: its name, whether it is listed, whether notes wait for the bell."""

from __future__ import annotations

from typing import Any

from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.text_entry import TextEntry
from studyroom.room.room import Room
from studyroom.room.seats import Participant

TEMPLATE = """
<div class="settings">
  <label class="switch"><icon name="hourglass"/><span class="grow">Hold chat during focus<br><span class="small quiet">Notes arrive at the bell; calls for help pass through</span></span>
    <input type="checkbox" role="switch" :checked="row.hold_notes" @change="act('hold_notes', $event.target.checked)"></label>
  <label class="switch"><icon name="users"/><span class="grow">Show in the list of rooms<br><span class="small quiet">Otherwise only people with the link find it</span></span>
    <input type="checkbox" role="switch" :checked="row.listed" @change="act('listed', $event.target.checked)"></label>
  <p class="small quiet">{{ row.kept }}</p>
</div>
"""


def open_room_sheet(room: Room, me: Participant, kept: str) -> None:
    """A change counts for everyone, at once; `kept` says what is stored, and for how long."""
    config = room.facts.config

    async def rename(title: str) -> None:
        await room.configure(me.seat, title=title)
        dialog.close()

    with sheet('This room') as dialog:
        TextEntry(
            'Name of the room',
            value=config.title,
            classes='field',
            submit_label='Change the name',
            button=True,
            main=False,
            on_submit=rename,
        )
        view = LiveView(TEMPLATE, _fields(room, kept))

    async def switch(name: str, value: object) -> None:
        try:
            await room.configure(me.seat, **{name: value})
        finally:
            view.show(_fields(room, kept))

    view.on_act('hold_notes', lambda _, value: switch('hold_notes', value))
    view.on_act('listed', lambda _, value: switch('listed', value))


def _fields(room: Room, kept: str) -> dict[str, Any]:
    config = room.facts.config
    return {'hold_notes': config.hold_notes, 'listed': config.listed, 'kept': kept}

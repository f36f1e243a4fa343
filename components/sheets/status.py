"""What you say of yourself: status and name."""

from __future__ import annotations

from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.text_entry import TextEntry
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.status import PersonStatus

TEMPLATE = """
<div class="choices" role="group" aria-label="Your status">
  <button v-for="choice in row.choices" type="button" class="btn choice" :aria-pressed="choice.id === row.status" @click="act('status', choice.id)">
    <icon :name="choice.icon"/><span>{{ choice.words }}</span><icon v-if="choice.id === row.status" class="choice__mark" name="check" small/></button></div>
"""
CHOICES = [
    {'id': PersonStatus.FOLLOWS.value, 'icon': 'timer', 'words': 'With the room'},
    {'id': PersonStatus.FOCUSING.value, 'icon': 'lamp-desk', 'words': 'Focusing'},
    {'id': PersonStatus.BREAK.value, 'icon': 'coffee', 'words': 'On a break'},
    {'id': PersonStatus.AWAY.value, 'icon': 'door-open', 'words': 'Away'},
]


def open_status_sheet(room: Room, me: Participant) -> None:
    """Focusing and on a break hold until the phase changes; away until one is back."""

    async def choose(_: object, status: object) -> None:
        await room.set_status(me.seat, status)
        dialog.close()

    async def rename(name: str) -> None:
        await room.rename(me.seat, name)
        dialog.close()

    with sheet('You') as dialog:
        LiveView(TEMPLATE, {'status': room.presence.status(me.seat).value, 'choices': CHOICES}).on_act('status', choose)
        TextEntry(
            'Your name',
            value=room.facts.seats[me.seat].name,
            classes='field',
            submit_label='Change the name',
            button=True,
            main=False,
            on_submit=rename,
        )

"""The sheet for your own status and name."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.acts import act
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.tags import button, div, icon, span
from components.kit.text_entry import TextEntry
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.status import PersonStatus

CHOICES = (
    (PersonStatus.FOLLOWS, 'timer', 'Follow the room'),
    (PersonStatus.FOCUSING, 'lamp-desk', 'Focusing'),
    (PersonStatus.BREAK, 'coffee', 'On a break'),
    (PersonStatus.AWAY, 'door-open', 'Away'),
)


@dataclass(frozen=True, slots=True)
class MyStatus:
    """The chosen status."""

    status: PersonStatus


def draw_choices(row: MyStatus) -> Tag:
    """Draw a button for each status."""
    choices = [_choice(row, *choice) for choice in CHOICES]
    return div('choices', role='group', aria_label='Your status')[choices]


def _choice(row: MyStatus, status: PersonStatus, picture: str, words: str) -> Tag:
    chosen = row.status == status
    return button('btn choice', aria_pressed=chosen, on_click=act('status', status))[
        icon(picture), span[words], when(chosen)[icon('check', 'choice__mark', small=True)]
    ]


def open_status_sheet(room: Room, me: Participant) -> None:
    """Open the sheet; focusing and on a break last until the phase changes, away until the person is back."""

    async def choose(_: object, status: object) -> None:
        await room.set_status(me.seat, status)
        dialog.close()

    async def rename(name: str) -> None:
        await room.rename(me.seat, name)
        dialog.close()

    with sheet('You') as dialog:
        LiveView(draw_choices, MyStatus(room.presence.status(me.seat))).on_act('status', choose)
        TextEntry(
            'Your name',
            value=room.facts.seats[me.seat].name,
            classes='field',
            submit_label='Change name',
            button=True,
            main=False,
            on_submit=rename,
        )

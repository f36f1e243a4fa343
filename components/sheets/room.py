"""The sheet for the room's settings: its name, whether it is listed, whether notes wait for the bell."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.acts import act, checked
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.switch import switch
from components.kit.tags import div, p
from components.kit.text_entry import TextEntry
from studyroom.room.room import Room
from studyroom.room.seats import Participant


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """The switches of the room; `kept` says what is stored and for how long."""

    hold_notes: bool
    listed: bool
    kept: str


def draw_settings(row: RoomSettings) -> Tag:
    """Draw the switches, and say what is stored."""
    return div('settings')[
        switch(
            'Hold chat during focus',
            'Notes arrive at the bell; calls for help come through',
            on=row.hold_notes,
            says=act('hold_notes', checked()),
            picture='hourglass',
        ),
        switch(
            'Show in the list of rooms',
            'Otherwise only people with the link can find it',
            on=row.listed,
            says=act('listed', checked()),
            picture='users',
        ),
        p('small quiet')[row.kept],
    ]


def open_room_sheet(room: Room, me: Participant, kept: str) -> None:
    """Open the sheet; changes apply to everyone at once, and `kept` says what is stored and for how long."""
    config = room.facts.config

    async def rename(title: str) -> None:
        await room.configure(me.seat, title=title)
        dialog.close()

    with sheet('This room') as dialog:
        TextEntry(
            'Name of the room',
            value=config.title,
            classes='field',
            submit_label='Change name',
            button=True,
            main=False,
            on_submit=rename,
        )
        view = LiveView(draw_settings, _settings(room, kept))

    async def change(name: str, value: object) -> None:
        try:
            await room.configure(me.seat, **{name: value})
        finally:
            view.show(_settings(room, kept))

    view.on_act('hold_notes', lambda _, value: change('hold_notes', value))
    view.on_act('listed', lambda _, value: change('listed', value))


def _settings(room: Room, kept: str) -> RoomSettings:
    config = room.facts.config
    return RoomSettings(config.hold_notes, config.listed, kept)

"""The sheet for asking for help: one tap, and a topic if you like."""

from __future__ import annotations

from components.kit.design import words
from components.kit.dialog import sheet
from components.kit.text_entry import TextEntry
from studyroom.room.room import Room
from studyroom.room.seats import Participant


def open_help_sheet(room: Room, me: Participant) -> None:
    """Open the sheet; the call is shown on the seat and in the chat until it is cancelled."""

    async def ask(about: str) -> None:
        await room.ask_help(me.seat, about)
        dialog.close()

    with sheet('Ask for help') as dialog:
        words('Everyone sees it at once, even while notes wait for the bell.', 'p', 'quiet')
        TextEntry(
            'What is it about? (optional)',
            placeholder='Exercise 3b',
            classes='field',
            submit_label='Ask for help',
            button=True,
            autofocus=True,
            on_submit=ask,
        )

"""Which name opens which sheet, and which key does what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.kit.keys import Key, Keys
from components.sheets.devices import open_devices_sheet
from components.sheets.help import open_help_sheet
from components.sheets.invite import Invitation, open_invite_sheet
from components.sheets.keys import open_keys_sheet
from components.sheets.more import open_more_sheet
from components.sheets.room import open_room_sheet
from components.sheets.sounds import open_sounds_sheet
from components.sheets.status import open_status_sheet
from studyroom.room.room import Room
from studyroom.room.seats import Participant

SHORTCUTS = (
    Key('T', 'Tell me the time', event='studyroom:say-time'),
    Key('P', 'Pause or go on', click='.desk__controls .btn--main'),
    Key('G', 'Add a goal', focus='.addgoal input'),
    Key('H', 'Ask for help', click='[data-key-help]'),
    Key('C', 'Write a message', focus='.composer textarea'),
    Key('M', 'Microphone (hold to talk)', click='[data-media="mic"]'),
    Key('V', 'Camera', click='[data-media="camera"]'),
    Key('S', 'Show your screen', click='[data-media="screen"]'),
    Key('1', 'Done', click='.answer:nth-of-type(1)'),
    Key('2', 'Partly done', click='.answer:nth-of-type(2)'),
    Key('3', 'Not done yet', click='.answer:nth-of-type(3)'),
)


def sheet_opener(room: Room, me: Participant, invitation: Invitation, kept: str) -> Callable[[str], Any]:
    """Return a function that opens a sheet by name (a key of `openers`), and listen for the keys."""
    openers: dict[str, Callable[[], Any]] = {
        'invite': lambda: open_invite_sheet(invitation),
        'room': lambda: open_room_sheet(room, me, kept),
        'help': lambda: open_help_sheet(room, me),
        'me': lambda: open_status_sheet(room, me),
        'sounds': open_sounds_sheet,
        'devices': open_devices_sheet,
        'keys': lambda: open_keys_sheet(keys.table),
        'more': lambda: open_more_sheet(open_sheet),
    }

    def open_sheet(name: str) -> Any:
        return openers[name]()

    keys = Keys((*SHORTCUTS, Key('?', 'This sheet', call=lambda: open_sheet('keys'))))
    return open_sheet

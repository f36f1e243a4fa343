"""The field that leads to a room by its link, address or name."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from nicegui import ui

from components.kit.text_entry import TextEntry
from studyroom.room.errors import RoomError
from studyroom.room.ports import Rooms
from studyroom.room.text import clean_room_id


def find_room(rooms: Rooms) -> None:
    """Go to the room if it exists, or say beside the field that it does not."""

    async def go(text: str) -> None:
        named = _named(rooms, text)
        room_id = named or (await rooms.find(room_id_in(text))).room_id
        ui.navigate.to(f'/room/{quote(room_id)}')

    TextEntry(
        'Know the room?',
        placeholder='Link or name',
        classes='field',
        submit_label='Go',
        button=True,
        main=False,
        on_submit=go,
    ).classes('entry--line')


def room_id_in(text: str) -> str:
    """Return the room id in a link or on its own. Raises RoomError `bad_room_id`."""
    words = text.strip()
    try:
        path = unquote(urlsplit(words).path) if '/' in words else words
        return clean_room_id(path.rstrip('/').rsplit('/', 1)[-1])
    except (RoomError, ValueError):
        sentence = 'No open room has this name, and it is not a link. Links end like "linear-algebra-k7f2".'
        raise RoomError('bad_room_id', sentence) from None


def _named(rooms: Rooms, text: str) -> str:
    """Return the id of the fullest listed room with that name, or an empty string."""
    wish = ' '.join(text.split()).casefold()
    return next((state.room_id for state in rooms.listed() if state.config.title.casefold() == wish), '')

"""Going to a room by its address: a pasted link, or the name behind it."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from nicegui import ui

from components.text_entry import TextEntry
from studyroom.errors import RoomError
from studyroom.ports import Rooms
from studyroom.text import clean_room_id


def find_room(rooms: Rooms) -> None:
    """Goes there when the room exists, else says so beside the field."""

    async def go(text: str) -> None:
        room = await rooms.find(room_id_in(text))
        ui.navigate.to(f'/room/{quote(room.room_id)}')

    TextEntry(
        'Have a link?',
        placeholder='Link, or the name at its end',
        classes='field',
        max_length=400,
        submit_label='Go',
        button=True,
        main=False,
        on_submit=go,
    ).classes('entry--line')


def room_id_in(text: str) -> str:
    """The room id in a link or by itself. RoomError `bad_room_id`."""
    words = text.strip()
    path = unquote(urlsplit(words).path) if '/' in words else words
    last = path.rstrip('/').rsplit('/', 1)[-1]
    try:
        return clean_room_id(last)
    except RoomError:
        raise RoomError('bad_room_id', 'That is not the link of a room. It ends like "linear-algebra-k7f2".') from None

"""Controls of the test server for tests that are about neither lobby nor join view: open a room, sit down in it."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request, Response
from nicegui import app

from studyroom.app import StudyRoom
from studyroom.room.config import RoomConfig
from studyroom.room.ports import MediaHealth
from studyroom.room.rhythm import minutes
from tests.connections import add_connection_controls


def add_seating_controls(study_room: StudyRoom) -> None:
    """`/_control/open` opens a room and `/_control/seat` seats the person who asks; `left` and `now` read the clock;
    `media` and `ticket` are for calls."""

    @app.post('/_control/open')
    async def open_room(
        title: str, listed: bool = True, hold_notes: bool = False, rhythm: str = '25/5/15', auto_focus: bool = False
    ) -> str:
        chosen = replace(minutes(*map(int, rhythm.split('/'))), auto_focus=auto_focus)
        config = RoomConfig(title, rhythm=chosen, listed=listed, hold_notes=hold_notes)
        return (await study_room.rooms.create(config)).room_id

    @app.post('/_control/seat')
    async def seat(request: Request, room_id: str, name: str) -> Response:
        await (await study_room.rooms.find(room_id)).sit_down(request.state.person, name)
        return Response()

    @app.get('/_control/left')
    def left(room_id: str) -> float | None:
        """Seconds until the deadline of that room."""
        room = study_room.rooms.get(room_id)
        return None if room is None or room.deadline is None else room.deadline - room.clock.now()

    @app.get('/_control/now')
    def now() -> float:
        return study_room.rooms.clock.now()

    @app.get('/_control/media')
    def media() -> dict[str, bool]:
        return {'ready': study_room.media.status.health is MediaHealth.READY}

    @app.post('/_control/ticket')
    async def ticket(room_id: str, name: str) -> dict[str, str]:
        """For somebody without a browser, who is present from now on."""
        room = await study_room.rooms.find(room_id)
        me = await room.sit_down(name, name)
        room.connect(me.seat, f'{name} client', f'{name} tab')
        given = study_room.media.ticket(room.room_id, me.seat, name)
        return {'url': given.url, 'token': given.token}

    add_connection_controls(study_room)

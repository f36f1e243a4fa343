"""Controls of the test server for programs in a room, without the sockets by which they come."""

from __future__ import annotations

from fastapi import Response
from nicegui import app

from studyroom.api.callers import Caller
from studyroom.app import StudyRoom


def add_connection_controls(study_room: StudyRoom) -> None:
    """`/_control/caller` lets a program sit down, `/_control/say` has it write, `/_control/hang_up` ends it."""

    @app.post('/_control/caller')
    async def caller(room_id: str, name: str, join: bool = True) -> dict[str, str]:
        """A connection of a program, without its socket: its secret and its seat, until `hang_up`."""
        connection = Caller(await study_room.rooms.find(room_id))
        study_room.callers.add(connection)
        await (connection.join(name) if join else connection.sit(name))
        return {'secret': connection.secret, 'seat': connection.seat}

    @app.post('/_control/hang_up')
    async def hang_up(secret: str) -> Response:
        connection = study_room.callers.find(secret)
        study_room.callers.drop(connection)
        await connection.leave()
        return Response()

    @app.post('/_control/say')
    async def say(room_id: str, seat: str, text: str) -> Response:
        await (await study_room.rooms.find(room_id)).say(seat, text)
        return Response()

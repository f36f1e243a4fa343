"""Controls of the test server for what no test has the time to do by hand: fill a room, and hurry the tidying up."""

from __future__ import annotations

import random
import string

from fastapi import Response
from nicegui import Client, app

from studyroom.app import StudyRoom


def add_crowd_controls(study_room: StudyRoom) -> None:
    """`/_control/crowd` seats and connects people who write messages; `/_control/prune` forgets unclaimed pages now."""

    @app.post('/_control/crowd')
    async def crowd(room_id: str, people: int = 0, messages: int = 0, length: int = 80) -> Response:
        room = await study_room.rooms.find(room_id)
        for number in range(max(people, 1 if messages else 0)):
            await room.sit_down(f'crowd-{number}', f'Person {number}')
        for number in range(people):
            room.connect(room.seat_of(f'crowd-{number}'), f'client-{number}', f'tab-{number}')
        for number in range(messages):
            await room.say(room.seat_of('crowd-0'), _words(number, length))
        return Response()

    @app.post('/_control/disperse')
    async def disperse(room_id: str, people: int) -> Response:
        """The crowd's connections end for good."""
        room = await study_room.rooms.find(room_id)
        for number in range(people):
            room.forget(room.seat_of(f'crowd-{number}'), f'client-{number}')
        return Response()

    @app.post('/_control/prune')
    def prune() -> Response:
        """What NiceGUI does of its own accord with pages that no browser connected to for a minute."""
        Client.prune_instances(client_age_threshold=0)
        return Response()


def _words(number: int, length: int) -> str:
    """Always the same for a number, and as hard to compress as what people write."""
    letters = random.Random(number).choices(string.ascii_lowercase + '     ', k=length)
    return f'Message {number} {"".join(letters)}'[: length - 1] + '.'

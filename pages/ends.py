"""Plain pages: nothing here, no such room, too many rooms. Each has a sentence, a next step and the right status."""

from __future__ import annotations

from fastapi import Request, Response
from nicegui import Client, app, ui
from nicegui.page import page
from starlette.exceptions import HTTPException

from components.kit.layout import frame
from components.lobby.end_view import end_view
from studyroom.room.errors import RoomError
from studyroom.room.sentences import Sentence

STATUS = {'no_such_room': 404, 'bad_room_id': 404, 'too_many_rooms': 503, 'not_stored': 503, 'not_read': 503}


def register() -> None:
    """Answer every address that is not a page."""

    @app.exception_handler(404)
    async def nothing_here(request: Request, _: HTTPException) -> Response:
        if 'text/html' not in request.headers.get('accept', ''):
            return Response('Not found', 404, media_type='text/plain')
        with Client(page(''), request=request) as client, frame('Online Study Room'):
            end_view(
                'link',
                'There is nothing here',
                'Check the address, or start from the open rooms.',
                'See the open rooms',
                href='/',
            )
        return client.build_response(request, 404)


def room_refused(request: Request, problem: RoomError) -> Response:
    """Build the page that says why there is no room here."""
    with frame('Online Study Room'):
        if problem.code in {'no_such_room', 'bad_room_id'}:
            words = Sentence('wrong_link', '{problem} Check it, or scan the code again.', problem=problem.sentence)
            end_view('link', 'This link does not fit a room', words, 'See the open rooms', href='/')
        else:
            title = 'No free rooms' if problem.code == 'too_many_rooms' else 'The room cannot be opened'
            end_view('users', title, problem.sentence, 'Try again', href=request.url.path)
    return ui.context.client.build_response(request, STATUS.get(problem.code, 400))

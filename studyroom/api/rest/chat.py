"""The chat of a room over REST: read it, delete a message. Writing goes over the WebSocket."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from studyroom.api.callers import Caller, Callers
from studyroom.api.contract.bounds import MessageId, PageSize
from studyroom.api.contract.refusals import Refused
from studyroom.api.contract.schemas import ChatLineModel, ChatModel
from studyroom.api.rest.authentication import CHALLENGE, acting_seat, authenticate
from studyroom.api.rest.problem_route import ProblemRoute, problems
from studyroom.room.chat import ChatMessage, LineKind
from studyroom.room.ports import Rooms

PAGE = 50


def chat_routes(rooms: Rooms, callers: Callers) -> APIRouter:
    """`/rooms/{room_id}/chat`."""
    router = APIRouter(tags=['chat'], route_class=ProblemRoute)
    Acts = Annotated[Caller | None, Depends(authenticate(callers))]  # noqa: N806 - a type

    @router.get('/rooms/{room_id}/chat', summary='The newest messages', responses=problems(404, 503))
    async def read_chat(
        room_id: str,
        before: Annotated[
            MessageId | None, Query(description='Only messages before this one, such as the first of a page.')
        ] = None,
        limit: Annotated[PageSize, Query()] = PAGE,
    ) -> ChatModel:
        """Oldest first, out of the last 100. Messages that wait for the bell are not included."""
        facts = await rooms.peek(room_id)
        lines = [line for line in facts.chat.lines if line.kind is LineKind.MESSAGE]
        if before is not None:
            lines = [line for line in lines if line.seq < int(before[1:])]
        return ChatModel(messages=[_shown(line) for line in lines[-limit:]], more=len(lines) > limit)

    @router.delete(
        '/rooms/{room_id}/chat/{message_id}',
        summary='Delete a message of your own',
        status_code=204,
        response_class=Response,
        responses=problems(404, 409, 503),
    )
    async def delete_message(room_id: str, message_id: str, caller: Acts) -> None:
        """It disappears for everybody and is overwritten in storage. Needs the secret of its author."""
        if caller is None:
            raise Refused(401, 'bad_secret', 'Say who you are: send the secret of your connection.', headers=CHALLENGE)
        room = await rooms.find(room_id)
        async with acting_seat(room, caller, '') as seat:
            await room.delete_message(seat, message_id)

    return router


def _shown(line: ChatMessage) -> ChatLineModel:
    return ChatLineModel(id=line.line_id, user=line.name, text=line.text, ts=line.at)

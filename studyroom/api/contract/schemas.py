"""Bodies of REST requests and answers: their field names are the contract."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from studyroom.api.contract.bounds import BreakLength, FocusLength, Goal, Name, RoomId, Title
from studyroom.api.contract.model import ContractModel, shown

TimerVerb = Literal['start_focus', 'start_break', 'pause', 'reset', 'skip_break']


class RoomConfigModel(ContractModel):
    """The settings of a room. For a room that exists, only the fields that are given are changed."""

    model_config = shown(
        {'room_id': 'algebra', 'goal': 'Sheet 3', 'timer_length': 1500, 'break_length': 300},
        {'room_id': 'lerngruppe-ü', 'listed': False},
    )
    room_id: RoomId
    goal: Goal = ''
    timer_length: FocusLength = 1500
    break_length: BreakLength = 300
    listed: bool = Field(default=True, description='Whether the lobby and `GET /rooms` show it.')
    title: Title | None = Field(
        default=None, description='The name shown in the lobby; the room id unless it is given.'
    )


class TimerCommandModel(ContractModel):
    """One verb for the timer."""

    model_config = shown({'verb': 'start_focus'})
    verb: TimerVerb


class TokenRequestModel(ContractModel):
    """Who wants to join the call, and in which room."""

    model_config = shown({'room_id': 'algebra', 'user': 'ann'})
    room_id: RoomId
    user: Name


class TokenModel(ContractModel):
    """What a LiveKit client needs. Every field is text, `ttl` as well."""

    model_config = shown(
        {
            'token': 'HEADER.PAYLOAD.SIGNATURE',
            'server_url': 'wss://study.example.org/livekit',
            'room': 'algebra',
            'identity': 'ann',
            'ttl': '300',
        }
    )
    token: str = Field(description='A LiveKit JWT.')
    server_url: str = Field(description='Where to connect: this server itself.')
    room: str
    identity: str
    ttl: str = Field(description='Seconds until the token must have been used.')


class ChatLineModel(ContractModel):
    """One chat message."""

    model_config = shown({'id': 'm12', 'user': 'ann', 'text': 'Hello', 'ts': 1764000047.25})
    id: str = Field(description='For `before=` and for deleting it.')
    user: str
    text: str
    ts: float = Field(description='Instant it was written; seconds since 1970.')


class ChatModel(ContractModel):
    """The newest messages before the one asked for, oldest first."""

    messages: list[ChatLineModel]
    more: bool = Field(description='Whether the server still has earlier ones.')


class FieldFaultModel(ContractModel):
    """One invalid field."""

    field: str
    detail: str = Field(description='What is wrong with it, and the bound.')


class ProblemModel(ContractModel):
    """An error in the format of RFC 9457; `code` is stable and meant for programs."""

    model_config = shown(
        {
            'type': '/docs/problems#no_such_room',
            'title': 'Not Found',
            'status': 404,
            'detail': 'Room not found',
            'code': 'no_such_room',
        }
    )
    type: str = Field(description='Address of what this problem means.')
    title: str
    status: int
    detail: str = Field(description='One sentence for people.')
    code: str
    errors: list[FieldFaultModel] = Field(default=[], description='For 422: every invalid field.')

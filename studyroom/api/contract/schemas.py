"""What REST takes and gives: the field names are the contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from studyroom.api.contract.bounds import BreakLength, FocusLength, Goal, Name, RoomId, Title

Status = Literal['idle', 'running', 'paused']
Cycle = Literal['focus', 'break']
Phase = Literal['focus', 'break', 'long']
TimerVerb = Literal['start_focus', 'start_break', 'pause', 'reset', 'skip_break']


class Model(BaseModel):
    """Strict: a number is no text and text no number; unknown fields are passed over."""

    model_config = ConfigDict(strict=True, frozen=True)


class RoomConfig(Model):
    """What a room is set to. On a room that exists, only the fields that are given change it."""

    model_config = ConfigDict(
        json_schema_extra={
            'examples': [
                {'room_id': 'algebra', 'goal': 'Sheet 3', 'timer_length': 1500, 'break_length': 300},
                {'room_id': 'lerngruppe-ü', 'listed': False},
            ]
        }
    )
    room_id: RoomId
    goal: Goal = ''
    timer_length: FocusLength = 1500
    break_length: BreakLength = 300
    listed: bool = Field(default=True, description='Whether the lobby and `GET /rooms` show it.')
    title: Title | None = Field(
        default=None, description='The name shown in the lobby; the room id unless it is given.'
    )


class Media(Model):
    """What somebody sends."""

    audio: bool = False
    video: bool = False
    screen: bool = False


class RoomState(Model):
    """A room as everybody may see it, exact at the moment of the answer (`server_now`)."""

    model_config = ConfigDict(
        json_schema_extra={
            'examples': [
                {
                    'room_id': 'algebra',
                    'goal': 'Sheet 3',
                    'timer_length': 1500,
                    'break_length': 300,
                    'remaining': 1453,
                    'status': 'running',
                    'cycle': 'focus',
                    'participants': ['ann', 'ben'],
                    'media_states': {
                        'ann': {'audio': True, 'video': False, 'screen': False},
                        'ben': {'audio': False, 'video': False, 'screen': False},
                    },
                    'leaderboard': [],
                    'updated_at': 1764000000.25,
                    'phase': 'focus',
                    'remaining_ms': 1452750,
                    'ends_at': 1764001500.0,
                    'server_now': 1764000047.25,
                    'round': 1,
                    'title': 'Algebra',
                    'listed': True,
                    'seq': 12,
                }
            ]
        }
    )
    room_id: str
    goal: str
    timer_length: int = Field(description='Seconds of a focus.')
    break_length: int = Field(description='Seconds of a short break.')
    remaining: int = Field(ge=0, description='Whole seconds left of the phase, rounded up.')
    status: Status
    cycle: Cycle = Field(description='A long break is a break.')
    participants: list[str] = Field(description='Names of everybody present, sorted.')
    media_states: dict[str, Media] = Field(description='What each participant sends.')
    leaderboard: list[Any] = Field(description='Empty: this room does not count minutes.')
    updated_at: float = Field(description='Instant of the last change that is kept; seconds since 1970.')
    phase: Phase = Field(description='`long` is a long break.')
    remaining_ms: int = Field(ge=0, description='Milliseconds left of the phase, rounded up.')
    ends_at: float | None = Field(description='Instant at which the running phase ends; null unless it runs.')
    server_now: float = Field(description='The instant of this answer.')
    round: int = Field(description='The focus we are in, or the one that a break follows; 1 is the first of the set.')
    title: str
    listed: bool
    seq: int = Field(description='Number of the newest fact; `?since=` of the WebSocket takes it.')


class TimerCommand(Model):
    """One verb for the timer."""

    model_config = ConfigDict(json_schema_extra={'examples': [{'verb': 'start_focus'}]})
    verb: TimerVerb


class TokenRequest(Model):
    """Who wants to be heard and seen, and in which room."""

    model_config = ConfigDict(json_schema_extra={'examples': [{'room_id': 'algebra', 'user': 'ann'}]})
    room_id: RoomId
    user: Name


class Token(Model):
    """What a LiveKit client needs. `ttl` is seconds, as text, as every field is."""

    model_config = ConfigDict(
        json_schema_extra={
            'examples': [
                {
                    'token': 'HEADER.PAYLOAD.SIGNATURE',
                    'server_url': 'wss://study.example.org/livekit',
                    'room': 'algebra',
                    'identity': 'ann',
                    'ttl': '300',
                }
            ]
        }
    )
    token: str = Field(description='A LiveKit JWT.')
    server_url: str = Field(description='Where to connect: this server itself.')
    room: str
    identity: str
    ttl: str = Field(description='Seconds until the token must have been used.')


class ChatLine(Model):
    """One message."""

    model_config = ConfigDict(
        json_schema_extra={'examples': [{'id': 'm12', 'user': 'ann', 'text': 'Hello', 'ts': 1764000047.25}]}
    )
    id: str = Field(description='For `before=` and for deleting it.')
    user: str
    text: str
    ts: float = Field(description='Instant it was written; seconds since 1970.')


class Chat(Model):
    """The newest messages before the one asked for, oldest first."""

    messages: list[ChatLine]
    more: bool = Field(description='Whether the server still has earlier ones.')


class FieldFault(Model):
    """One field that is wrong."""

    field: str
    detail: str = Field(description='What is wrong with it, and its bound.')


class Problem(Model):
    """An error, as RFC 9457 has it; `code` is stable and for programs."""

    model_config = ConfigDict(
        json_schema_extra={
            'examples': [
                {
                    'type': '/docs/problems#no_such_room',
                    'title': 'Not Found',
                    'status': 404,
                    'detail': 'Room not found',
                    'code': 'no_such_room',
                }
            ]
        }
    )
    type: str = Field(description='Address of what this problem means.')
    title: str
    status: int
    detail: str = Field(description='One sentence for people.')
    code: str
    errors: Annotated[list[FieldFault], Field(description='For 422: each field that is wrong.')] = []

"""What travels over the WebSocket, in both directions: the types and field names are the contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from studyroom.api.bounds import Goal, Name, Text
from studyroom.api.schemas import Cycle, Media, RoomState, Status

MOST_BYTES = 64 * 1024
ID_LENGTH = 64
LARGEST_ID = 2**53 - 1


class FromClient(BaseModel):
    """What every message of a client may carry."""

    model_config = ConfigDict(strict=True, frozen=True)
    user: Name | None = Field(
        default=None, description='The name of this connection: the one it asked for, or was given.'
    )
    id: Annotated[str, Field(max_length=ID_LENGTH)] | Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)] | None = (
        Field(default=None, description='Comes back as `in_reply_to` of an error.')
    )


class Join(FromClient):
    """Be a participant of the room."""

    type: Literal['join']


class Leave(FromClient):
    """Be none any more; the connection stays."""

    type: Literal['leave']


class StartFocus(FromClient):
    """A full focus from idle or a break; a paused one runs on; nothing while one runs."""

    type: Literal['timer:start_focus']


class StartBreak(FromClient):
    """A full break; a paused one runs on; nothing while one runs."""

    type: Literal['timer:start_break']


class Pause(FromClient):
    """Hold the timer; nothing unless it runs."""

    type: Literal['timer:pause']


class Reset(FromClient):
    """The timer idle at a full focus."""

    type: Literal['timer:reset']


class SkipBreak(FromClient):
    """On to the focus; nothing outside a break."""

    type: Literal['timer:skip_break']


class Say(FromClient):
    """Write to the room."""

    type: Literal['chat']
    text: Text


class SetGoal(FromClient):
    """Pin the goal of the room."""

    type: Literal['goal:update']
    goal: Goal


class ClaimMedia(FromClient):
    """What this participant sends; LiveKit's word goes before it."""

    type: Literal['media:update']
    media: Media


ClientMessage = Annotated[
    Join | Leave | StartFocus | StartBreak | Pause | Reset | SkipBreak | Say | SetGoal | ClaimMedia,
    Field(discriminator='type'),
]
CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)

EventName = Literal[
    'user:join',
    'user:leave',
    'timer:start_focus',
    'timer:start_break',
    'timer:pause',
    'timer:reset',
    'timer:skip_break',
    'timer:break_auto',
    'timer:cycle_complete',
    'goal:update',
]


class FromServer(BaseModel):
    """What a server sends."""

    model_config = ConfigDict(strict=True, frozen=True)


class Connection(FromServer):
    """Who this connection is. The secret lets REST calls act as it while it lasts: `Authorization: Bearer SECRET`."""

    id: str
    secret: str


class State(FromServer):
    """The room as it is: first of all, after every change, and at least every 5 s while the timer runs."""

    type: Literal['state'] = 'state'
    data: RoomState
    connection: Connection | None = Field(default=None, description='In the first one only.')


class RoomEvent(FromServer):
    """Something happened; a `state` that contains it follows at once."""

    type: Literal['event'] = 'event'
    event: EventName
    user: str | None = Field(default=None, description='Who did it; absent when the room itself did.')
    goal: str | None = Field(default=None, description='The new goal, with `goal:update`.')
    at: float = Field(description='The instant it happened; seconds since 1970.')
    seq: int | None = Field(default=None, description='Its number, unless it is about who is here.')
    status: Status | None = Field(default=None, description='Of the timer from now on, with `timer:...`.')
    cycle: Cycle | None = Field(default=None, description='As `status`.')
    remaining_ms: int | None = Field(default=None, description='As `status`; at the instant `at`.')
    ends_at: float | None = Field(default=None, description='As `status`; absent unless the timer runs.')


class ChatMessage(FromServer):
    """A message; one that waits for the bell comes to its author at once (`held`), to all at the bell."""

    type: Literal['chat'] = 'chat'
    user: str
    text: str
    ts: float = Field(description='The instant it was written; seconds since 1970.')
    id: str
    seq: int
    held: bool | None = Field(default=None, description='True: only you see it until the bell.')


class ChatDeleted(FromServer):
    """Its author took a message back."""

    type: Literal['chat:delete'] = 'chat:delete'
    id: str
    seq: int


class MediaUpdate(FromServer):
    """What a participant sends from now on."""

    type: Literal['media:update'] = 'media:update'
    user: str
    media: Media


class Error(FromServer):
    """A message was not accepted; the connection stays open, unless `code` says that it ends."""

    type: Literal['error'] = 'error'
    code: str = Field(description='Stable, for programs.')
    detail: str = Field(description='One sentence for people.')
    in_reply_to: str | int | None = Field(description='The `id` of the message, else its `type`, else null.')


ServerMessage = Annotated[
    State | RoomEvent | ChatMessage | ChatDeleted | MediaUpdate | Error, Field(discriminator='type')
]
SERVER_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)

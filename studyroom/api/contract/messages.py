"""Messages of the WebSocket, in both directions: their types and field names are the contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from pydantic.config import JsonDict

from studyroom.api.contract.bounds import Goal, Name, Text
from studyroom.api.contract.model import ContractModel, examples_of, shown
from studyroom.api.contract.room_state import CycleName, MediaModel, RoomStateModel, StatusName

MOST_BYTES = 64 * 1024
ID_LENGTH = 64
LARGEST_ID = 2**53 - 1


class FromClientModel(ContractModel):
    """What every message of a client may carry."""

    user: Name | None = Field(
        default=None, description='The name of this connection: the one it asked for, or was given.'
    )
    id: Annotated[str, Field(max_length=ID_LENGTH)] | Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)] | None = (
        Field(default=None, description='Comes back as `in_reply_to` of an error.')
    )


class JoinModel(FromClientModel):
    """Become a participant of the room."""

    model_config = shown({'type': 'join', 'user': 'ann'}, {'type': 'join', 'user': 'ann', 'id': 1})
    type: Literal['join']


class LeaveModel(FromClientModel):
    """Stop being a participant; the connection stays open."""

    model_config = shown({'type': 'leave'})
    type: Literal['leave']


class StartFocusModel(FromClientModel):
    """Start a full focus from idle or a break, or resume a paused one; does nothing while a focus is running."""

    model_config = shown({'type': 'timer:start_focus', 'user': 'ann'})
    type: Literal['timer:start_focus']


class StartBreakModel(FromClientModel):
    """Start a full break, or resume a paused one; does nothing while a break is running."""

    model_config = shown({'type': 'timer:start_break'})
    type: Literal['timer:start_break']


class PauseModel(FromClientModel):
    """Pause the timer; does nothing unless it is running."""

    model_config = shown({'type': 'timer:pause', 'id': 'p-7'})
    type: Literal['timer:pause']


class ResetModel(FromClientModel):
    """Reset the timer: idle, with a full focus ahead."""

    model_config = shown({'type': 'timer:reset'})
    type: Literal['timer:reset']


class SkipBreakModel(FromClientModel):
    """End the break and go on to the focus; does nothing outside a break."""

    model_config = shown({'type': 'timer:skip_break'})
    type: Literal['timer:skip_break']


class SayModel(FromClientModel):
    """Send a chat message to the room."""

    model_config = shown({'type': 'chat', 'user': 'ann', 'text': 'Hello, everybody'})
    type: Literal['chat']
    text: Text


class SetGoalModel(FromClientModel):
    """Set the goal of the room."""

    model_config = shown({'type': 'goal:update', 'user': 'ann', 'goal': 'Sheet 3'}, {'type': 'goal:update', 'goal': ''})
    type: Literal['goal:update']
    goal: Goal


class ClaimMediaModel(FromClientModel):
    """State which media this participant is sending; what LiveKit reports takes precedence."""

    model_config = shown(
        {'type': 'media:update', 'user': 'ann', 'media': {'audio': True, 'video': False, 'screen': False}}
    )
    type: Literal['media:update']
    media: MediaModel


ClientMessage = Annotated[
    JoinModel
    | LeaveModel
    | StartFocusModel
    | StartBreakModel
    | PauseModel
    | ResetModel
    | SkipBreakModel
    | SayModel
    | SetGoalModel
    | ClaimMediaModel,
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


def _events() -> list[JsonDict]:
    """Return one example of each event."""
    at = 1764000047.25
    focus: JsonDict = {'status': 'running', 'cycle': 'focus', 'remaining_ms': 1_500_000, 'ends_at': at + 1500}
    pause: JsonDict = {'status': 'running', 'cycle': 'break', 'remaining_ms': 300_000, 'ends_at': at + 300}
    held: JsonDict = {'status': 'paused', 'cycle': 'focus', 'remaining_ms': 1_200_250}
    idle: JsonDict = {'status': 'idle', 'cycle': 'focus', 'remaining_ms': 1_500_000}
    by_itself: JsonDict = {'type': 'event', 'at': at}
    by_ann = by_itself | {'user': 'ann'}
    return [
        by_ann | {'event': 'user:join'},
        by_ann | {'event': 'user:leave'},
        by_ann | {'event': 'goal:update', 'goal': 'Sheet 3', 'seq': 11},
        by_ann | {'event': 'timer:start_focus', 'seq': 12} | focus,
        by_ann | {'event': 'timer:pause', 'seq': 13} | held,
        by_ann | {'event': 'timer:reset', 'seq': 14} | idle,
        by_ann | {'event': 'timer:start_break', 'seq': 15} | pause,
        by_ann | {'event': 'timer:skip_break', 'seq': 16} | idle,
        by_itself | {'event': 'timer:break_auto', 'seq': 17} | pause,
        by_itself | {'event': 'timer:cycle_complete', 'seq': 18} | idle,
    ]


class FromServerModel(ContractModel):
    """What a server sends."""

    def encoded(self) -> str:
        """Return it as JSON. A field that is None is left out."""
        return self.model_dump_json(exclude_none=True)


class ConnectionModel(FromServerModel):
    """The identity of this connection. Until it ends, REST calls with `Authorization: Bearer SECRET` act as it."""

    model_config = shown({'id': 'seat:4f0c1b7a9d2e', 'secret': 'KEEP-THIS-TO-YOURSELF'})
    id: str
    secret: str


class StateModel(FromServerModel):
    """The current room: sent first, after every change, and at least every 5 s while the timer is running."""

    model_config = shown(
        {
            'type': 'state',
            'data': examples_of(RoomStateModel)[0],
            'connection': {'id': 'seat:4f0c1b7a9d2e', 'secret': 'KEEP-THIS-TO-YOURSELF'},
        },
        {'type': 'state', 'data': examples_of(RoomStateModel)[0]},
    )
    type: Literal['state'] = 'state'
    data: RoomStateModel
    connection: ConnectionModel | None = Field(default=None, description='In the first one only.')

    def encoded(self) -> str:
        """Return it as JSON. `ends_at` is null unless the timer runs; `connection` is left out if None."""
        return self.model_dump_json(exclude=None if self.connection else {'connection'})


class RoomEventModel(FromServerModel):
    """Something happened; a `state` that includes it follows at once, or when many others have come or gone, soon."""

    model_config = shown(*_events())
    type: Literal['event'] = 'event'
    event: EventName
    user: str | None = Field(default=None, description='Who did it; absent when the room itself did.')
    by: str | None = Field(default=None, description='Id of who did it: your own is `id` in your first `state`.')
    goal: str | None = Field(default=None, description='The new goal, with `goal:update`.')
    at: float = Field(description='The instant it happened; seconds since 1970.')
    seq: int | None = Field(default=None, description='Its number, unless it is about who is here.')
    status: StatusName | None = Field(default=None, description='Of the timer from now on, with `timer:...`.')
    cycle: CycleName | None = Field(default=None, description='As `status`.')
    remaining_ms: int | None = Field(default=None, description='As `status`; at the instant `at`.')
    ends_at: float | None = Field(default=None, description='As `status`; absent unless the timer runs.')


class ChatMessageModel(FromServerModel):
    """A chat message. One that waits for the bell goes to its author at once (`held`), and to everyone at the bell."""

    model_config = shown(
        {'type': 'chat', 'user': 'ann', 'text': 'Hello', 'ts': 1764000047.25, 'id': 'm13', 'seq': 13},
        {
            'type': 'chat',
            'user': 'ann',
            'text': 'After the bell',
            'ts': 1764000050.5,
            'id': 'm14',
            'seq': 14,
            'held': True,
        },
    )
    type: Literal['chat'] = 'chat'
    user: str
    by: str | None = Field(default=None, description='Id of who wrote it: your own is `id` in your first `state`.')
    text: str
    ts: float = Field(description='The instant it was written; seconds since 1970.')
    id: str
    seq: int
    held: bool | None = Field(default=None, description='True: only you see it until the bell.')


class ChatDeletedModel(FromServerModel):
    """The author deleted a message."""

    model_config = shown({'type': 'chat:delete', 'id': 'm13', 'seq': 15})
    type: Literal['chat:delete'] = 'chat:delete'
    id: str
    seq: int


class MediaUpdateModel(FromServerModel):
    """Which media a participant is sending from now on."""

    model_config = shown(
        {'type': 'media:update', 'user': 'ann', 'media': {'audio': True, 'video': False, 'screen': False}}
    )
    type: Literal['media:update'] = 'media:update'
    user: str
    media: MediaModel


class ErrorModel(FromServerModel):
    """A message was not accepted. The connection stays open unless `code` is one that ends it."""

    model_config = shown(
        {
            'type': 'error',
            'code': 'message_too_long',
            'detail': 'A message can have at most 2,000 characters.',
            'in_reply_to': 'chat',
        },
        {'type': 'error', 'code': 'not_you', 'detail': 'This connection has another name.', 'in_reply_to': 7},
        {'type': 'error', 'code': 'not_json', 'detail': 'That is not JSON.', 'in_reply_to': None},
    )
    type: Literal['error'] = 'error'
    code: str = Field(description='Stable, for programs.')
    detail: str = Field(description='One sentence for people.')
    in_reply_to: str | int | None = Field(description='The `id` of the message, else its `type`, else null.')
    retry_after: int | None = Field(default=None, description='With `rate_limited`: whole seconds to wait.')

    def encoded(self) -> str:
        """Return it as JSON. `in_reply_to` may be null; `retry_after` is left out if None."""
        return self.model_dump_json(exclude=None if self.retry_after else {'retry_after'})


ServerMessage = Annotated[
    StateModel | RoomEventModel | ChatMessageModel | ChatDeletedModel | MediaUpdateModel | ErrorModel,
    Field(discriminator='type'),
]
SERVER_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)

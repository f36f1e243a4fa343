"""The state of a room in the contract: its fields, and where each comes from."""

from __future__ import annotations

import math
from typing import Any, Literal

from pydantic import Field

from studyroom.api.contract.model import ContractModel, shown
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.media import MediaState
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.state import RoomState

StatusName = Literal['idle', 'running', 'paused']
CycleName = Literal['focus', 'break']
PhaseName = Literal['focus', 'break', 'long']


class MediaModel(ContractModel):
    """Which media somebody is sending."""

    audio: bool = False
    video: bool = False
    screen: bool = False


class RoomStateModel(ContractModel):
    """A room as everybody may see it, exact at the instant of the answer (`server_now`)."""

    model_config = shown(
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
    )
    room_id: str
    goal: str
    timer_length: int = Field(description='Seconds of a focus.')
    break_length: int = Field(description='Seconds of a short break.')
    remaining: int = Field(ge=0, description='Whole seconds left of the phase, rounded up.')
    status: StatusName
    cycle: CycleName = Field(description='A long break is a break.')
    participants: list[str] = Field(description='Names of everyone present, sorted.')
    media_states: dict[str, MediaModel] = Field(description='Which media each participant is sending.')
    leaderboard: list[Any] = Field(description='Empty: this room does not count minutes.')
    updated_at: float = Field(description='Instant of the last stored change, in seconds since 1970.')
    phase: PhaseName = Field(description='`long` is a long break.')
    remaining_ms: int = Field(ge=0, description='Milliseconds left of the phase, rounded up.')
    ends_at: float | None = Field(description='Instant at which the running phase ends; null unless it runs.')
    server_now: float = Field(description='The instant of this answer.')
    round: int = Field(description='The focus we are in, or the one that a break follows; 1 is the first of the set.')
    title: str
    listed: bool
    seq: int = Field(description='Number of the newest fact; `?since=` of the WebSocket takes it.')


def state_of(seen: RoomState, now: float) -> RoomStateModel:
    """Return what the public may see of a room at the instant `now`."""
    config, timer = seen.config, seen.timer
    return RoomStateModel(
        room_id=seen.room_id,
        goal=config.goal,
        timer_length=config.rhythm.focus,
        break_length=config.rhythm.short_break,
        remaining=math.ceil(timer.remaining(now)),
        status=timer.status.value,
        cycle=cycle_of(timer),
        participants=sorted(seen.people),
        media_states={name: media_of(state) for name, state in seen.media.items()},
        leaderboard=[],
        updated_at=seen.updated_at,
        phase=timer.phase.value,
        round=timer.round,
        title=config.title,
        listed=config.listed,
        seq=seen.seq,
        remaining_ms=math.ceil(timer.remaining(now) * 1000),
        ends_at=ends_at(timer),
        server_now=now,
    )


def state_now(room: Room) -> RoomStateModel:
    """Return the state of a room that is awake."""
    return state_of(room.state(), room.clock.now())


def cycle_of(timer: FocusTimer) -> CycleName:
    """Return the cycle of the contract, which has two: a long break is a break."""
    return 'focus' if timer.phase is Phase.FOCUS else 'break'


def ends_at(timer: FocusTimer) -> float | None:
    """Return the instant at which the phase ends; None unless the timer is running."""
    return timer.ends_at if timer.status is Status.RUNNING else None


def media_of(state: MediaState) -> MediaModel:
    """Return a media state as a model of the contract."""
    return MediaModel(audio=state.audio, video=state.video, screen=state.screen)

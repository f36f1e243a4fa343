"""The state of a room as the open API shows it."""

from __future__ import annotations

import math

from studyroom.api.contract.schemas import CycleName, MediaModel, RoomStateModel
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.media import MediaState
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.state import RoomState


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

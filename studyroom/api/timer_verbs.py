"""The timer verbs of the API, and the verbs of Room that they call."""

from __future__ import annotations

from studyroom.api.contract.schemas import TimerVerb
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room


async def move_timer(room: Room, seat: str, verb: TimerVerb) -> None:
    """Apply `verb` as `seat`; does nothing if the timer is in that state already. Raises RoomError of the verb."""
    match verb:
        case 'start_focus':
            await room.start(seat, Phase.FOCUS)
        case 'start_break':
            await room.start(seat, Phase.BREAK)
        case 'pause':
            await room.pause(seat)
        case 'reset':
            await room.reset(seat)
        case 'skip_break':
            phase = room.facts.timer.phase
            if phase is not Phase.FOCUS:
                await room.skip(seat, phase)

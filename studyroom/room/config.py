"""What a room is set to, and what the public may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studyroom.room.errors import RoomError
from studyroom.room.media import MediaState
from studyroom.room.text import ROOM_GOAL_LENGTH, TITLE_LENGTH, clean, without_bidi
from studyroom.room.timer import FocusTimer, Rhythm


@dataclass(frozen=True, slots=True)
class RoomConfig:
    """Title (1-60 code points), goal (at most 120), rhythm; `listed` in the lobby; `hold_notes` until the bell."""

    title: str
    goal: str = ''
    rhythm: Rhythm = Rhythm()
    listed: bool = True
    hold_notes: bool = False

    def checked(self) -> 'RoomConfig':
        """This configuration with clean text, or a RoomError that names what is wrong."""
        if not isinstance(self.listed, bool) or not isinstance(self.hold_notes, bool):
            raise RoomError('bad_setting', 'A setting is either on or off.')
        return replace(
            self, title=clean_title(self.title), goal=clean_room_goal(self.goal), rhythm=self.rhythm.checked()
        )


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room as the lobby and other programs see it, after the fact numbered `seq`.

    `people` are names in the order in which they came; `media` is what each of them sends.
    """

    room_id: str
    config: RoomConfig
    timer: FocusTimer
    people: tuple[str, ...]
    updated_at: float
    seq: int = 0
    media: Mapping[str, MediaState] = field(default_factory=dict)


def clean_title(value: object) -> str:
    return clean(without_bidi(value), what="The room's name", code='title', limit=TITLE_LENGTH)


def clean_room_goal(value: object) -> str:
    return clean(value, what="The room's goal", code='room_goal', limit=ROOM_GOAL_LENGTH, empty=True)

"""The settings of a room, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studyroom.room.errors import BadInput
from studyroom.room.event import Fact
from studyroom.room.permissions import Act
from studyroom.room.rhythm import Rhythm
from studyroom.room.rules import Changes, rule
from studyroom.room.scene import Scene
from studyroom.room.text import ROOM_GOAL_LENGTH, TITLE_LENGTH, clean, without_bidi

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts

CONFIGURE = Act('change the room')
SETTINGS = {'title', 'listed', 'hold_notes'}


@dataclass(frozen=True, slots=True)
class RoomConfig:
    """Title (1-60 code points), goal (at most 120) and rhythm; whether it is `listed` and will `hold_notes`."""

    title: str
    goal: str = ''
    rhythm: Rhythm = Rhythm()
    listed: bool = True
    hold_notes: bool = False

    def checked(self) -> RoomConfig:
        """Return this configuration with clean text. Raises a RoomError that says what is wrong."""
        if not isinstance(self.listed, bool) or not isinstance(self.hold_notes, bool):
            raise BadInput('bad_setting', 'A setting is either on or off.')
        return replace(
            self, title=clean_title(self.title), goal=clean_room_goal(self.goal), rhythm=self.rhythm.checked()
        )


def clean_title(value: object) -> str:
    """Return a room's name of 1 to 60 code points on one line. Raises RoomError `title_*`."""
    return clean(without_bidi(value), what="The room's name", code='title', limit=TITLE_LENGTH)


def clean_room_goal(value: object) -> str:
    """Return a room's goal of at most 120 code points on one line. Raises RoomError `room_goal_*`."""
    return clean(value, what="The room's goal", code='room_goal', limit=ROOM_GOAL_LENGTH, empty=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Fact):
    """The room was opened: the first fact of every room."""

    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfigured(Fact):
    """The title, the listing or the holding of notes changed; goal and rhythm have facts of their own."""

    config: RoomConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomGoalSet(Fact):
    """The whole room has a new goal of at most 120 code points; empty for none."""

    goal: str


@rule(RoomConfigured)
def _room_configured(fact: RoomConfigured, before: RoomFacts) -> Changes:
    return {'config': fact.config}


@rule(RoomGoalSet)
def _room_goal_set(fact: RoomGoalSet, before: RoomFacts) -> Changes:
    return {'config': replace(before.config, goal=fact.goal)}


def configure(scene: Scene, /, **changes: object) -> Sequence[Fact]:
    """Change `title`, `listed` or `hold_notes`: RoomConfigured; notes that are no longer held are delivered.

    Raises RoomError `title_*`, or `bad_setting` if a setting is unknown or is neither on nor off.
    """
    if not changes.keys() <= SETTINGS:
        raise BadInput('bad_setting', 'A room has no such setting.')
    scene.actor(CONFIGURE)
    former = scene.facts.config
    config: RoomConfig = replace(former, **changes).checked()  # type: ignore[arg-type]
    return [] if config == former else [RoomConfigured(**scene.stamp, config=config)]


def set_goal(scene: Scene, goal: object) -> Sequence[Fact]:
    """Pin a goal of up to 120 code points for the room, or remove it: RoomGoalSet. Raises RoomError `room_goal_*`."""
    words = clean_room_goal(goal)
    scene.actor(CONFIGURE)
    return [] if words == scene.facts.config.goal else [RoomGoalSet(**scene.stamp, goal=words)]

"""A study room: one verb for each thing people do in it."""

from dataclasses import replace

from studyroom.room import events
from studyroom.room.config import RoomConfig, clean_room_goal
from studyroom.room.errors import RoomError
from studyroom.room.permissions import Act
from studyroom.room.verbs.chat import ChatVerbs
from studyroom.room.verbs.goals import GoalVerbs
from studyroom.room.verbs.media import MediaVerbs
from studyroom.room.verbs.seats import SeatVerbs
from studyroom.room.verbs.timer import TimerVerbs

SETTINGS = {'title', 'listed', 'hold_notes'}


class Room(SeatVerbs, TimerVerbs, ChatVerbs, GoalVerbs, MediaVerbs):
    """Timer, goals, chat and people of one room; `facts` is its durable state, `presence` who is here now."""

    async def set_goal(self, by: str, goal: object) -> None:
        """Pin the room's goal, up to 120 code points, or none: events.RoomGoalSet. RoomError `room_goal_*`."""
        words = clean_room_goal(goal)

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONFIGURE)
            return [] if words == self.facts.config.goal else [self._fact(events.RoomGoalSet, by, goal=words)]

        await self._commit(decide)

    async def configure(self, by: str, **changes: object) -> None:
        """Change `title`, `listed` or `hold_notes`: events.RoomConfigured; notes no longer held are delivered.

        RoomError `title_*`, or `bad_setting` for a setting that is unknown or neither on nor off.
        """
        if not changes.keys() <= SETTINGS:
            raise RoomError('bad_setting', 'A room has no such setting.')

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CONFIGURE)
            former = self.facts.config
            config: RoomConfig = replace(former, **changes).checked()  # type: ignore[arg-type]
            return [] if config == former else [self._fact(events.RoomConfigured, by, config=config)]

        await self._commit(decide)

"""A person's own goals, and what they say of a focus."""

from studyroom.room import events
from studyroom.room.core import RoomCore
from studyroom.room.errors import RoomError
from studyroom.room.events import Fact
from studyroom.room.goals import Answer, GoalBoard, clean_goal
from studyroom.room.permissions import Act
from studyroom.room.timer import Phase


class GoalVerbs(RoomCore):
    """Each takes the seat that acts, changes that seat's goals alone, and raises RoomError `no_such_goal`."""

    async def add_goal(self, by: str, text: object, *, now: bool = False) -> None:
        """1 to 140 code points: events.GoalAdded, with `now` events.NowSet. RoomError `goal_*`, `too_many_goals`."""
        words = clean_goal(text)

        await self._commit(lambda: self._added(by, words, now))

    async def edit_goal(self, by: str, goal_id: object, text: object) -> None:
        """events.GoalEdited; nothing if the words are the same."""
        words = clean_goal(text)

        def decide() -> list[Fact]:
            board = self._board(by)
            goal = board.find(goal_id)
            if goal.text == words:
                return []
            edited = self._fact(events.GoalEdited, by, goal_id=goal.goal_id, text=words)
            return [edited, self._now(by, goal.goal_id, words)] if board.now == goal.goal_id else [edited]

        await self._commit(decide)

    async def check_goal(self, by: str, goal_id: object, done: bool) -> None:
        """events.GoalChecked; a goal that is done is not worked on now."""

        def decide() -> list[Fact]:
            board = self._board(by)
            goal = board.find(goal_id)
            if goal.done is bool(done):
                return []
            checked = self._fact(events.GoalChecked, by, goal_id=goal.goal_id, done=bool(done))
            return [checked, self._now(by, 0, '')] if done and board.now == goal.goal_id else [checked]

        await self._commit(decide)

    async def move_goal(self, by: str, goal_id: object, index: object) -> None:
        """Put a goal at `index` (0 is the top): events.GoalMoved. RoomError `bad_index`."""

        def decide() -> list[Fact]:
            board = self._board(by)
            goal = board.find(goal_id)
            if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(board.goals):
                raise RoomError('bad_index', 'There is no such place in the list.')
            if board.index(goal.goal_id) == index:
                return []
            return [self._fact(events.GoalMoved, by, goal_id=goal.goal_id, index=index)]

        await self._commit(decide)

    async def delete_goal(self, by: str, goal_id: object) -> None:
        """events.GoalDeleted; `restore_goal` brings the last one back."""

        def decide() -> list[Fact]:
            board = self._board(by)
            goal = board.find(goal_id)
            deleted = self._fact(events.GoalDeleted, by, goal_id=goal.goal_id)
            return [self._now(by, 0, ''), deleted] if board.now == goal.goal_id else [deleted]

        await self._commit(decide)

    async def restore_goal(self, by: str) -> None:
        """Bring the goal deleted last back to its place: events.GoalRestored; nothing if there is none."""

        def decide() -> list[Fact]:
            board = self._board(by)
            if board.deleted is None:
                return []
            board.check_room()
            return [self._fact(events.GoalRestored, by, goal_id=board.deleted.goal_id)]

        await self._commit(decide)

    async def work_on(self, by: str, goal_id: object) -> None:
        """Show this goal beside one's name; 0 shows none: events.NowSet. A goal that was done is open again."""

        await self._commit(lambda: self._chosen(by, goal_id))

    async def intend(self, by: str, text: object) -> None:
        """Say what one will finish: an open goal with these words becomes the one worked on, else it is added."""
        words = clean_goal(text)

        def decide() -> list[Fact]:
            same = [goal for goal in self._board(by).goals if goal.text == words and not goal.done]
            return self._chosen(by, same[0].goal_id) if same else self._added(by, words, now=True)

        await self._commit(decide)

    async def answer(self, by: str, answer: object) -> None:
        """Say how the last focus went, once: events.FocusAnswered; `done` checks the goal. RoomError `bad_answer`."""
        if not isinstance(answer, str) or answer not in set(Answer):
            raise RoomError('bad_answer', 'A focus is done, partly done, or not done yet.')

        def decide() -> list[Fact]:
            board, person = self._board(by), self._actor(by, Act.SET_GOALS)
            if self.facts.timer.phase is Phase.FOCUS or person.answer:
                return []
            goal = board.current
            said = self._fact(events.FocusAnswered, by, answer=Answer(str(answer)), text=goal.text if goal else '')
            if goal is None or answer != Answer.DONE:
                return [said]
            return [said, self._fact(events.GoalChecked, by, goal_id=goal.goal_id, done=True), self._now(by, 0, '')]

        await self._commit(decide)

    def _board(self, by: str) -> GoalBoard:
        self._actor(by, Act.SET_GOALS)
        return self.facts.board(by)

    def _added(self, by: str, words: str, now: bool) -> list[Fact]:
        board = self._board(by)
        board.check_room()
        added = self._fact(events.GoalAdded, by, goal_id=board.next_id, text=words)
        return [added, self._now(by, board.next_id, words)] if now else [added]

    def _chosen(self, by: str, goal_id: object) -> list[Fact]:
        board = self._board(by)
        if goal_id == 0:
            return [self._now(by, 0, '')] if board.now else []
        goal = board.find(goal_id)
        if board.now == goal.goal_id:
            return []
        chosen = self._now(by, goal.goal_id, goal.text)
        reopened = self._fact(events.GoalChecked, by, goal_id=goal.goal_id, done=False)
        return [reopened, chosen] if goal.done else [chosen]

    def _now(self, by: str, goal_id: int, text: str) -> Fact:
        return self._fact(events.NowSet, by, goal_id=goal_id, text=text)

"""Your goals in this room: add, tick, choose the one for now, edit, reorder, delete."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.kit.in_place import in_place
from components.kit.live import on, toast
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.text_entry import TextEntry
from studyroom.room.events import (
    Fact,
    GoalAdded,
    GoalChecked,
    GoalDeleted,
    GoalEdited,
    GoalFact,
    GoalMoved,
    GoalRestored,
    NowSet,
)
from studyroom.room.goal_board import Goal, GoalBoard
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence
from studyroom.room.text import GOAL_LENGTH

ROW = f"""
<li class="goal" :class="{{'goal--done': row.done, 'goal--now': row.now}}">
  <button type="button" class="goal__handle" data-handle :aria-label="'Move: ' + row.text + '. Arrow keys up and down.'" title="Drag, or arrow keys"><icon name="grip-vertical" small/></button>
  <input type="checkbox" class="check" :checked="row.done" :aria-label="row.text" @change="act('check', $event.target.checked)">
  <input v-if="row.editing" class="goal__edit" maxlength="{GOAL_LENGTH}" :defaultValue.prop="row.text" aria-label="Words of the goal" @vue:mounted="$event.el.select()"
    {in_place('edit')}>
  <button v-else type="button" class="goal__text" :aria-pressed="row.now" :title="row.now ? 'You work on this now' : 'Work on this now'" @click="$event.detail > 1 || act('now', !row.now)">{{{{ row.text }}}}</button>
  <span v-if="row.now" class="tag tag--accent">now</span>
  <button v-if="!row.editing" type="button" class="iconbtn goal__tool" :aria-label="'Edit: ' + row.text" title="Edit" @click="act('open')"><icon name="pencil" small/></button>
  <button type="button" class="iconbtn goal__tool" :aria-label="'Delete: ' + row.text" title="Delete" @click="act('delete')"><icon name="trash-2" small/></button>
</li>
"""

DELETED = Sentence('goal_deleted', 'Goal deleted')
HEADING = (
    '<h2 class="heading">Your goals <span class="count" v-if="row.all">{{ row.done }} of {{ row.all }}</span></h2>'
)


def goals_panel(room: Room, me: Participant) -> None:
    """One's own list; nobody else sees it but the goal marked now."""
    seat = me.seat
    with ui.element('section').classes('section mygoals'):
        heading = LiveView(HEADING, _counts(room.facts.board(seat)))
        rows = LiveList(ROW, _rows(room.facts.board(seat)), classes='goals', reorder=True)
        rows.on_resync(lambda: _rows(room.facts.board(seat)))
        TextEntry(
            'Add a goal',
            placeholder='Add a goal',
            keep=f'{room.room_id}:goal',
            classes='addgoal',
            on_submit=lambda text: room.add_goal(seat, text),
        )
    _wire(room, me, rows)
    shown = room.facts.board(seat)

    def changed(fact: Fact) -> None:
        nonlocal shown
        if fact.by != seat:
            return
        former, shown = shown, room.facts.board(seat)
        if _counts(former) != _counts(shown):
            heading.show(_counts(shown))
        _patch(rows, shown, fact, former.now)

    events = (GoalAdded, GoalEdited, GoalChecked, GoalMoved, GoalDeleted, GoalRestored, NowSet)
    on(room, me, *events, do=changed)


def _wire(room: Room, me: Participant, rows: LiveList) -> None:
    seat = me.seat

    async def delete(goal_id: Any, _: Any) -> None:
        await room.delete_goal(seat, goal_id)
        toast(DELETED, 'trash-2', 'Undo', lambda: room.restore_goal(seat))

    async def edit(goal_id: Any, text: Any) -> None:
        if text != '':
            await room.edit_goal(seat, goal_id, text)
        rows.patch(goal_id, editing=False)

    async def now(goal_id: Any, wanted: Any) -> None:
        if wanted is True or room.facts.board(seat).now == goal_id:
            await room.work_on(seat, goal_id if wanted is True else 0)

    rows.on_act('check', lambda goal_id, done: room.check_goal(seat, goal_id, done is True))
    rows.on_act('move', lambda goal_id, index: room.move_goal(seat, goal_id, index))
    rows.on_act('open', lambda goal_id, _: rows.patch(goal_id, editing=True))
    rows.on_act('close', lambda goal_id, _: rows.patch(goal_id, editing=False))
    rows.on_act('edit', edit).on_act('delete', delete).on_act('now', now)


def _patch(rows: LiveList, board: GoalBoard, fact: Fact, former: int) -> None:
    if isinstance(fact, NowSet):
        rows.patch(former, now=False)
        rows.patch(board.now, now=True)
    elif isinstance(fact, GoalDeleted):
        rows.remove(fact.goal_id)
    elif isinstance(fact, GoalFact):
        goal = board.find(fact.goal_id)
        index = board.index(fact.goal_id)
        after = board.goals[index + 1].goal_id if index + 1 < len(board.goals) else None
        moved = isinstance(fact, GoalMoved | GoalRestored)
        rows.upsert(_row(goal, board), after if moved else None, at_end=moved and after is None)


def _rows(board: GoalBoard) -> list[dict[str, Any]]:
    return [_row(goal, board) for goal in board.goals]


def _row(goal: Goal, board: GoalBoard) -> dict[str, Any]:
    return {'id': goal.goal_id, 'text': goal.text, 'done': goal.done, 'now': goal.goal_id == board.now}


def _counts(board: GoalBoard) -> dict[str, Any]:
    return {'done': board.done_count, 'all': len(board.goals)}

"""Your goals in this room: add, tick, choose the current one, edit, reorder, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from components.kit.acts import act, checked, select
from components.kit.in_place import in_place
from components.kit.live import on, toast
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.sentences import sentence
from components.kit.tags import button, h2, icon, input_, li, span
from components.kit.text_entry import TextEntry
from components.kit.traced import choose, negate
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


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One of your own goals; `editing` is true while its text is being changed."""

    id: int
    text: str
    done: bool = False
    now: bool = False
    editing: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many goals there are, and how many are done."""

    done: int
    all: int


def draw_goal(row: GoalRow) -> Tag:
    """Draw the handle, the tick box, the text and its tools."""
    tool = button('iconbtn goal__tool')
    move = sentence('move_goal', 'Move: {goal}. Use the up and down arrow keys.', goal=row.text)
    return li('goal', toggles={'goal--done': row.done, 'goal--now': row.now})[
        button('goal__handle', data_handle='', aria_label=move, title='Drag, or use the arrow keys')[
            icon('grip-vertical', small=True)
        ],
        input_('check', type='checkbox', checked=row.done, aria_label=row.text, on_change=act('check', checked())),
        when(row.editing)[_words_being_changed(row)].otherwise[_words(row)],
        when(row.now)[span('tag tag--accent')['now']],
        when(negate(row.editing))[
            tool(aria_label=sentence('edit_goal', 'Edit: {goal}', goal=row.text), title='Edit', on_click=act('open'))[
                icon('pencil', small=True)
            ]
        ],
        tool(
            aria_label=sentence('delete_goal', 'Delete: {goal}', goal=row.text), title='Delete', on_click=act('delete')
        )[icon('trash-2', small=True)],
    ]


def draw_heading(row: Counts) -> Tag:
    """Draw the heading, with counts as soon as there is a goal."""
    return h2('heading')[
        'Your goals ',
        when(row.all)[span('count')[sentence('goals_done', '{done} of {all}', done=row.done, all=row.all)]],
    ]


def _words(row: GoalRow) -> Tag:
    return button(
        'goal__text',
        aria_pressed=row.now,
        title=choose(row.now, 'You are working on this', 'Work on this now'),
        on_click=act('now', negate(row.now)).not_twice(),
    )[row.text]


def _words_being_changed(row: GoalRow) -> Tag:
    field = in_place('goal__edit', row.text, saves='edit')
    return field(maxlength=GOAL_LENGTH, aria_label='Goal text', on_drawn=select())


def goals_panel(room: Room, me: Participant) -> None:
    """Place your own list; others see only the goal marked now."""
    seat = me.seat
    with ui.element('section').classes('section mygoals'):
        heading = LiveView(draw_heading, _counts(room.facts.board(seat)))
        rows = LiveList(draw_goal, _rows(room.facts.board(seat)), classes='goals', reorder=True)
        rows.on_resync(lambda: _rows(room.facts.board(seat)))
        TextEntry(
            'Add a goal',
            placeholder='Add a goal',
            keep=f'{room.room_id}:goal',
            classes='addgoal',
            on_submit=lambda text: room.add_goal(seat, text),
        )
    _connect(room, seat, rows)
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


def _connect(room: Room, seat: str, rows: LiveList[GoalRow]) -> None:
    async def delete(goal_id: Any, _: Any) -> None:
        await room.delete_goal(seat, goal_id)
        toast(Sentence('goal_deleted', 'Goal deleted'), 'trash-2', 'Undo', lambda: room.restore_goal(seat))

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


def _patch(rows: LiveList[GoalRow], board: GoalBoard, fact: Fact, former: int) -> None:
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


def _rows(board: GoalBoard) -> list[GoalRow]:
    return [_row(goal, board) for goal in board.goals]


def _row(goal: Goal, board: GoalBoard) -> GoalRow:
    return GoalRow(goal.goal_id, goal.text, done=goal.done, now=goal.goal_id == board.now)


def _counts(board: GoalBoard) -> Counts:
    return Counts(board.done_count, len(board.goals))

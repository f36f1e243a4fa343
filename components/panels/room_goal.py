"""What the whole room works towards, pinned at the top; anyone may edit it in place."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.acts import act, focus
from components.kit.in_place import in_place
from components.kit.live import on
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.tags import button, div, icon, span
from components.kit.traced import either, negate
from studyroom.room.events import RoomGoalSet
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.text import ROOM_GOAL_LENGTH


@dataclass(frozen=True, slots=True)
class RoomGoal:
    """The room's goal; `editing` is true while it is being changed on this page."""

    goal: str
    editing: bool = False


def draw_room_goal(row: RoomGoal) -> Tag:
    """Draw the goal as a button that opens a field for it."""
    field = in_place('roomgoal__edit', row.goal, saves='set')
    return div('roomgoal')[
        icon('pin'),
        div('roomgoal__words')[
            div('small quiet', id='room-goal-label')["The room's goal"],
            when(row.editing)[
                field(maxlength=ROOM_GOAL_LENGTH, aria_labelledby='room-goal-label', on_drawn=focus())
            ].otherwise[
                button('roomgoal__text', title="Change the room's goal", on_click=act('open'))[
                    span(toggles={'quiet': negate(row.goal)})[either(row.goal, 'Set a goal for everyone')],
                    icon('pencil', small=True),
                ]
            ],
        ],
    ]


def room_goal(room: Room, me: Participant) -> None:
    """Place the room's goal, of at most 120 characters; an empty text removes it."""
    view = LiveView(draw_room_goal, RoomGoal(room.facts.config.goal))
    editing = False

    def show(*, edit: bool) -> None:
        nonlocal editing
        editing = edit
        view.show(RoomGoal(room.facts.config.goal, editing))

    async def set_goal(_: object, words: object) -> None:
        await room.set_goal(me.seat, words)
        show(edit=False)

    def changed(fact: RoomGoalSet) -> None:
        show(edit=editing and fact.by != me.seat)

    view.on_act('open', lambda *_: show(edit=True)).on_act('close', lambda *_: show(edit=False))
    view.on_act('set', set_goal)
    on(room, me, RoomGoalSet, do=changed)

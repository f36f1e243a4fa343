"""What the whole room works towards, pinned above all; anyone may change it in place."""

from __future__ import annotations

from components.kit.in_place import in_place
from components.kit.live import on
from components.kit.live_view import LiveView
from studyroom.room.events import RoomGoalSet
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.text import ROOM_GOAL_LENGTH

TEMPLATE = f"""
<div class="roomgoal">
  <icon name="pin"/>
  <div class="roomgoal__words"><div class="small quiet" id="room-goal-label">The room's goal</div>
    <input v-if="row.editing" class="roomgoal__edit" maxlength="{ROOM_GOAL_LENGTH}" :defaultValue.prop="row.goal" aria-labelledby="room-goal-label" @vue:mounted="$event.el.focus()"
      {in_place('set')}>
    <button v-else type="button" class="roomgoal__text" title="Change the room's goal" @click="act('open')">
      <span :class="{{quiet: !row.goal}}">{{{{ row.goal || 'Set a goal for everyone' }}}}</span><icon name="pencil" small/></button>
  </div>
</div>
"""


def room_goal(room: Room, me: Participant) -> None:
    """At most 120 characters; empty takes it away."""
    view = LiveView(TEMPLATE, {'goal': room.facts.config.goal, 'editing': False})
    editing = False

    def show(*, edit: bool) -> None:
        nonlocal editing
        editing = edit
        view.show({'goal': room.facts.config.goal, 'editing': editing})

    async def set_goal(_: object, words: object) -> None:
        await room.set_goal(me.seat, words)
        show(edit=False)

    def changed(fact: RoomGoalSet) -> None:
        show(edit=editing and fact.by != me.seat)

    view.on_act('open', lambda *_: show(edit=True)).on_act('close', lambda *_: show(edit=False))
    view.on_act('set', set_goal)
    on(room, me, RoomGoalSet, do=changed)

"""What the whole room works towards, pinned above all; anyone may change it in place."""

from __future__ import annotations

from components.live import on
from components.live_view import LiveView
from studyroom.events import RoomGoalSet
from studyroom.presence import Participant
from studyroom.room import Room
from studyroom.text import ROOM_GOAL_LENGTH

TEMPLATE = f"""
<div class="roomgoal">
  <icon name="pin"/>
  <div class="roomgoal__words"><div class="small quiet" id="room-goal-label">The room's goal</div>
    <input v-if="row.editing" class="roomgoal__edit" maxlength="{ROOM_GOAL_LENGTH}" :value="row.goal" aria-labelledby="room-goal-label" @vue:mounted="$event.el.focus()"
      @keydown.enter="$event.isComposing || act('set', $event.target.value)" @keydown.esc.stop="act('set', row.goal)" @blur="act('set', $event.target.value)">
    <button v-else type="button" class="roomgoal__text" title="Change the room's goal" @click="act('open')">
      <span :class="{{quiet: !row.goal}}">{{{{ row.goal || 'Set a goal for everyone' }}}}</span><icon name="pencil" small/></button>
  </div>
</div>
"""


def room_goal(room: Room, me: Participant) -> None:
    """At most 120 characters; empty takes it away."""
    view = LiveView(TEMPLATE, {'goal': room.facts.config.goal})

    async def set_goal(_: object, words: object) -> None:
        view.show({'goal': room.facts.config.goal})
        await room.set_goal(me.seat, words)

    view.on_act('open', lambda *_: view.show({'goal': room.facts.config.goal, 'editing': True}))
    view.on_act('set', set_goal)
    on(room.hub, room.room_id, me.seat, RoomGoalSet, do=lambda fact: view.show({'goal': fact.goal}))

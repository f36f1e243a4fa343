"""Under the ring: what you work on; at the start of a focus the one question, at its end the one tap."""

from __future__ import annotations

from typing import Any

from components.kit.live import on
from components.kit.live_view import LiveView
from studyroom.room.events import (
    TIMER_FACTS,
    FocusAnswered,
    GoalAdded,
    GoalChecked,
    GoalDeleted,
    GoalEdited,
    GoalRestored,
    NowSet,
    PhaseEnded,
    PhaseSkipped,
    TimerFact,
    TimerStarted,
)
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.text import GOAL_LENGTH

TEMPLATE = f"""
<div class="asking" :data-ask="row.ask" :data-working="row.working ? '' : null"
  @vue:mounted="$event.el.closest('.desk').dataset.ask = row.ask" @vue:updated="$event.el.closest('.desk').dataset.ask = row.ask">
  <form v-if="row.ask === 'start'" class="asking__form" @submit.prevent="act('intend', $event.target.elements.goal.value)">
    <label class="title" for="intention">What will you finish?</label>
    <input class="input" id="intention" name="goal" maxlength="{GOAL_LENGTH}" autocomplete="off" :defaultValue.prop="row.text" :list="row.goals.length ? 'open-goals' : null">
    <datalist id="open-goals"><option v-for="goal in row.goals" :value="goal"></option></datalist>
    <div class="asking__buttons">
      <button type="submit" class="btn btn--main">Begin</button>
      <button type="button" class="btn btn--ghost" @click="act('not_now')">Not now</button>
    </div>
  </form>
  <template v-else-if="row.ask === 'end'">
    <div class="working"><span class="small quiet">{{{{ row.over }}}}</span><h2 class="title">{{{{ row.text ? row.text + '?' : 'How did it go?' }}}}</h2></div>
    <div class="answers">
      <button type="button" class="answer" @click="act('answer', 'done')" title="Done (1)"><icon name="circle-check"/>Done</button>
      <button type="button" class="answer" @click="act('answer', 'partly')" title="Partly (2)"><icon name="contrast"/>Partly</button>
      <button type="button" class="answer" @click="act('answer', 'not_yet')" title="Not yet (3)"><icon name="circle-dashed"/>Not yet</button>
    </div>
    <p class="small quiet asking__hint">One tap, or 1, 2, 3. It goes away by itself at the end of the break.</p>
  </template>
  <div v-if="row.working" class="working" :class="{{'working--behind': row.ask}}">
    <span class="small quiet">You are working on</span><span class="title">{{{{ row.working }}}}</span></div>
</div>
"""

QUIET_SECONDS = 300.0
"""How long after the start of a focus a page that is opened still asks."""


class _Questions:
    """Which question stands for one person; each is asked once and can be waved away."""

    def __init__(self, room: Room, me: Participant) -> None:
        self.room, self.seat = room, me.seat
        began = room.facts.timer.total - room.facts.timer.remaining(room.clock.now())
        self.ask_start = began < QUIET_SECONDS and not room.facts.board(me.seat).current

    def fields(self) -> dict[str, Any]:
        facts = self.room.facts
        person, board = facts.seats[self.seat], facts.board(self.seat)
        current = board.current.text if board.current else ''
        ask = self._ask()
        shown = current if ask != 'end' else person.now
        return {
            'ask': ask,
            'text': shown,
            'working': current if facts.timer.phase is Phase.FOCUS else '',
            'over': f'Focus {facts.timer.round} is over' if facts.timer.rhythm.rounds else 'The focus is over',
            'goals': [goal.text for goal in board.goals if not goal.done][:20] if ask == 'start' else [],
        }

    def _ask(self) -> str:
        facts = self.room.facts
        person = facts.seats[self.seat]
        if facts.timer.phase is Phase.FOCUS:
            return 'start' if facts.timer.status is not Status.IDLE and self.ask_start else ''
        return 'end' if not person.answer and self._sat_through(facts.focus_ended_at) else ''

    def _sat_through(self, focus_ended_at: float) -> bool:
        """Whether they were here when the focus ended, or, after a restart of the server, at least at work."""
        if focus_ended_at <= self.room.facts.seats[self.seat].since:
            return False
        attendance = self.room.presence.attendances.get(self.seat)
        was_here = attendance is not None and attendance.since < focus_ended_at
        return was_here or self.room.facts.board(self.seat).current is not None


def working_on(room: Room, me: Participant) -> None:
    """Stands below the timer's buttons; the choices `ask_start` and `ask_end` hide the questions."""
    questions = _Questions(room, me)
    view = LiveView(TEMPLATE, questions.fields(), classes='questions')

    def refresh(*_: object) -> None:
        view.show(questions.fields())

    def timer_changed(fact: TimerFact) -> None:
        questions.ask_start = questions.ask_start or _begins_focus(fact)
        refresh()

    def not_now(*_: object) -> None:
        questions.ask_start = False
        refresh()

    async def intend(_: object, text: object) -> None:
        await room.intend(me.seat, text)
        not_now()

    view.on_act('intend', intend).on_act('not_now', not_now)
    view.on_act('answer', lambda _, answer: room.answer(me.seat, answer))
    on(room, me, *TIMER_FACTS, do=timer_changed)
    own = (NowSet, FocusAnswered, GoalAdded, GoalEdited, GoalChecked, GoalDeleted, GoalRestored)
    on(room, me, *own, do=lambda fact: refresh() if fact.by == me.seat else None)


def _begins_focus(fact: TimerFact) -> bool:
    begins = isinstance(fact, TimerStarted | PhaseEnded | PhaseSkipped)
    return begins and fact.timer.phase is Phase.FOCUS and fact.timer.status is Status.RUNNING

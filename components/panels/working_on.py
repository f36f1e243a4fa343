"""What stands under the ring: what you are working on, a question when a focus starts, and one tap when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from components.kit.acts import act, form_values, mark_around
from components.kit.form import form_sent
from components.kit.live import on
from components.kit.live_view import LiveView
from components.kit.markup import Tag, each, when
from components.kit.tags import button, datalist, div, form, h2, icon, input_, label, option, p, span
from components.kit.traced import choose
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
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import Phase
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence
from studyroom.room.text import GOAL_LENGTH

Ask: TypeAlias = Literal['', 'start', 'end']
ANSWERS = (
    ('done', 'Done (1)', 'circle-check', 'Done'),
    ('partly', 'Partly (2)', 'contrast', 'Partly'),
    ('not_yet', 'Not yet (3)', 'circle-dashed', 'Not yet'),
)


@dataclass(frozen=True, slots=True)
class QuestionsRow:
    """What one person is asked: what they will finish, how `over` went, or nothing; and what they are working on.

    At the start of a focus, `text` is in the field and `goals` are offered below it.
    """

    ask: Ask = ''
    text: str = ''
    goals: tuple[str, ...] = ()
    over: str = ''
    question: str = ''
    working: str = ''


def draw_questions(row: QuestionsRow) -> Tag:
    """Draw the question, if there is one, and what they are working on; the desk's stylesheet depends on `data-ask`."""
    marked = mark_around('.desk', 'ask', row.ask)
    asking = div('asking', data_ask=row.ask, data_working=choose(row.working, '', None))
    return asking(on_drawn=marked, on_redrawn=marked)[
        when(row.ask == 'start')[_intention(row)].elsewhen(row.ask == 'end')[_outcome(row)],
        when(row.working)[
            div('working', toggles={'working--behind': row.ask})[
                span('small quiet')['You are working on'], span('title')[row.working]
            ]
        ],
    ]


def _intention(row: QuestionsRow) -> Tag:
    field = input_('input', id='intention', name='goal', maxlength=GOAL_LENGTH, autocomplete='off')
    return form('asking__form', on_submit=act('intend', form_values()))[
        label('title', for_='intention')['What will you finish?'],
        field(default_value=row.text, list=choose(row.goals, 'open-goals', None)),
        datalist(id='open-goals')[each(row.goals, lambda goal: option(value=goal))],
        div('asking__buttons')[
            button('btn btn--main', type='submit')['Begin'],
            button('btn btn--ghost', on_click=act('not_now'))['Not now'],
        ],
    ]


def _outcome(row: QuestionsRow) -> list[Tag]:
    answers = [
        button('answer', on_click=act('answer', answer), title=tip)[icon(picture), word]
        for answer, tip, picture, word in ANSWERS
    ]
    return [
        div('working')[span('small quiet')[row.over], h2('title')[row.question]],
        div('answers')[answers],
        p('small quiet asking__hint')['One tap, or 1, 2, 3. It goes away by itself at the end of the break.'],
    ]


OFFERED = 20
"""How many open goals are offered at the start of a focus."""
QUIET_SECONDS = 300.0
"""How many seconds into a focus a newly opened page still asks."""


def questions_row(room: Room, seat: str, *, ask_start: bool) -> QuestionsRow:
    """Return this person's row; `ask_start` says whether they may still be asked what they will finish."""
    timer, board, ask = room.facts.timer, room.facts.board(seat), _ask(room, seat, ask_start)
    current = board.current.text if board.current else ''
    working = current if timer.phase is Phase.FOCUS else ''
    if ask == 'start':
        open_goals = dict.fromkeys(goal.text for goal in board.goals if not goal.done)
        return QuestionsRow(ask, text=current, goals=tuple(open_goals)[:OFFERED], working=working)
    if ask == 'end':
        return QuestionsRow(ask, over=_over(timer), question=_question(room.facts.seats[seat].now), working=working)
    return QuestionsRow(working=working)


def _ask(room: Room, seat: str, ask_start: bool) -> Ask:
    timer = room.facts.timer
    if timer.phase is Phase.FOCUS:
        return 'start' if timer.status is not Status.IDLE and ask_start else ''
    return 'end' if not room.facts.seats[seat].answer and _sat_through(room, seat) else ''


def _sat_through(room: Room, seat: str) -> bool:
    """Return whether they were here when the focus ended or, after a server restart, at least have a current goal."""
    facts, attendance = room.facts, room.presence.attendances.get(seat)
    if facts.focus_ended_at <= facts.seats[seat].since:
        return False
    was_here = attendance is not None and attendance.since < facts.focus_ended_at
    return was_here or facts.board(seat).current is not None


def _over(timer: FocusTimer) -> str:
    if timer.rhythm.rounds:
        return Sentence('round_over', 'Focus {round} is over', round=timer.round)
    return 'The focus is over'


def _question(goal: str) -> str:
    return Sentence('how_did_goal_go', '{goal}?', goal=goal) if goal else 'How did it go?'


def working_on(room: Room, me: Participant) -> None:
    """Place the question and the current goal; the choices `ask_start` and `ask_end` hide the questions."""
    began = room.facts.timer.total - room.facts.timer.remaining(room.clock.now())
    ask_start = began < QUIET_SECONDS and not room.facts.board(me.seat).current
    view = LiveView(draw_questions, questions_row(room, me.seat, ask_start=ask_start), classes='questions')

    def refresh() -> None:
        view.show(questions_row(room, me.seat, ask_start=ask_start))

    def timer_changed(fact: TimerFact) -> None:
        nonlocal ask_start
        ask_start = ask_start or _begins_focus(fact)
        refresh()

    def not_now(*_: object) -> None:
        nonlocal ask_start
        ask_start = False
        refresh()

    async def intend(_: object, values: object) -> None:
        await room.intend(me.seat, form_sent(values).text('goal'))
        not_now()

    view.on_act('intend', intend).on_act('not_now', not_now)
    view.on_act('answer', lambda _, answer: room.answer(me.seat, answer))
    on(room, me, *TIMER_FACTS, do=timer_changed)
    own = (NowSet, FocusAnswered, GoalAdded, GoalEdited, GoalChecked, GoalDeleted, GoalRestored)
    on(room, me, *own, do=lambda fact: refresh() if fact.by == me.seat else None)


def _begins_focus(fact: TimerFact) -> bool:
    begins = isinstance(fact, TimerStarted | PhaseEnded | PhaseSkipped)
    return begins and fact.timer.phase is Phase.FOCUS and fact.timer.status is Status.RUNNING

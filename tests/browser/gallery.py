"""A page with one of each generic component, and a way for tests to call their methods in every open page."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from fastapi import Body
from nicegui import app, ui

from components.kit.acts import act, checked, set_pref
from components.kit.browser import day, new_day, pref
from components.kit.countdown import Countdown
from components.kit.design import button as plain_button
from components.kit.design import words
from components.kit.dialog import sheet
from components.kit.keys import Key, Keys
from components.kit.layout import frame, serve_assets
from components.kit.live import toast
from components.kit.live_list import LiveList
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.sentences import sentence
from components.kit.sounds import Sounds
from components.kit.tags import b, button, icon, input_, label, li, rich
from components.kit.text_entry import TextEntry
from studyroom.room.errors import RoomError
from tests.browser.samples import SAMPLE_SEAT, SAMPLES, draw_no_sample, draw_sample

STATE = {'phase': 'focus', 'status': 'running', 'remaining_ms': 860_000, 'total_ms': 1_500_000}
ROUNDS = {'round': 3, 'rounds': 4, 'done': 2}
NOON = 1_790_000_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the chat."""

    id: int
    at: int
    text: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Goal:
    """A line that can be moved."""

    id: str
    text: str


ROWS: dict[str, type[Note | Goal]] = {'chat': Note, 'goals': Goal}


def draw_note(row: Note) -> Tag:
    return li('note')[when(new_day(row))[b[day(row.at)]], rich(row.text)]


def draw_goal(row: Goal) -> Tag:
    return li('goal')[
        button('', data_handle='', aria_label=sentence('move', 'Move {goal}', goal=row.text))[
            icon('grip-vertical', small=True)
        ],
        input_('edit', aria_label=row.text, value=row.text),
        button(on_click=act('done', True))['Done'],
    ]


def draw_tick() -> Tag:
    return label[input_(type='checkbox', checked=pref('tick'), on_change=set_pref('tick', checked())), 'Tick']


pages: list[dict[str, Any]] = []
heard: list[Any] = []
state = STATE | ROUNDS


def notes(first: int, last: int) -> list[Note]:
    return [Note(n, NOON + n, f'Note {n}') for n in range(first, last)]


async def said(text: str) -> None:
    heard.append(['said', text])
    if 'too long' in text:
        raise RoomError('message_too_long', 'This message is too long.')


def resynced() -> dict[str, Any]:
    heard.append(['resync'])
    return state


def refused() -> None:
    raise RoomError('no', 'Only hosts may do that.')


def open_sheet() -> None:
    with sheet('Keys'):
        words('Content of the sheet')
        LiveView(draw_tick)


def middle() -> dict[str, Any]:
    with ui.element('main').classes('main'), ui.element('div').classes('desk'):
        parts = {'countdown': Countdown(state, on_resync=resynced)}
        Countdown(variant='note')
        Countdown(variant='mini')
        plain_button('Sheet', open_sheet, classes='btn btn--main')
        plain_button('Refused', refused)
        toasting = lambda: toast('You skipped', 'skip-forward', 'Undo', lambda: heard.append(['undo']), seconds=2)  # noqa: E731
        plain_button('Toast', toasting)
    return parts


def left() -> dict[str, Any]:
    with ui.element('aside').classes('left'):
        goals = LiveList(draw_goal, [Goal(f'g{n}', f'Goal {n}') for n in range(4)], reorder=True, empty='No goals.')
        goals.on_act('move', lambda key, value: heard.append(['move', key, value]))
        goals.on_act('done', lambda key, value: heard.append(['done', key, value]))
    return {'goals': goals}


def right() -> dict[str, Any]:
    with ui.element('aside').classes('right'):
        chat = LiveList(draw_note, notes(0, 40), classes='notes', follow=True)
        chat.props['role'] = 'log'
        entry = TextEntry('Message', multiline=True, classes='composer', send_icon=True, keep='note', on_submit=said)
        words('', 'span', 'badge').props['data-unread-of'] = 'chat'
    return {'chat': chat, 'entry': entry}


@ui.page('/')
def gallery() -> None:
    with frame('Gallery', 'focus'):
        with ui.element('div').classes('room'):
            parts = left() | middle() | right()
        with ui.element('div').props('hidden'):
            LiveList(draw_sample, SAMPLES, me=SAMPLE_SEAT, classes='samples')
            LiveList(draw_sample, me=SAMPLE_SEAT, classes='nothing', empty=draw_no_sample)
        Sounds()
        Keys(
            [
                Key('T', 'Tell me the time', event='studyroom:say-time'),
                Key('C', 'Write a message', focus='.composer textarea'),
                Key('?', 'This sheet', call=open_sheet),
            ]
        )
    pages.append(parts)
    ui.context.client.on_delete(lambda: pages.remove(parts))


def with_rows(part: str, method: str, args: list[Any]) -> list[Any]:
    """Return the arguments for the method; rows arrived as JSON."""
    if part not in ROWS or method not in {'upsert', 'reset'}:
        return args
    first, *more = args
    kind = ROWS[part]
    return [kind(**first) if method == 'upsert' else [kind(**row) for row in first], *more]


@app.post('/calls')
async def calls(wanted: list[dict[str, Any]] = Body()) -> None:  # noqa: B008
    for parts in pages:
        for call in wanted:
            getattr(parts[call['part']], call['method'])(*with_rows(**call))


@app.get('/heard')
async def hear() -> list[Any]:
    events, heard[:] = list(heard), []
    return events


serve_assets(app)
ui.run(
    port=int(sys.argv[1]),
    host='127.0.0.1',
    show=False,
    reload=False,
    dark=None,
    tailwind=False,
    reconnect_timeout=10,
    binding_refresh_interval=None,
)

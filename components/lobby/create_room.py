"""The card for opening a room: a name and a rhythm."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from nicegui import ui

from components.kit.acts import act, form_values
from components.kit.form import form_sent
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.rhythm_fields import CUSTOM, RhythmRow, read_rhythm, rhythm_fields, rhythm_row, with_lengths
from components.kit.tags import br, button, div, form, h2, input_, label, p, span
from components.kit.traced import choose
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.ports import Rooms
from studyroom.room.rhythm import PRESETS, Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoom(RhythmRow):
    """The form for a new room; `bad_title` is shown beside the name, `error` at the foot."""

    bad_title: str = ''


def draw_new_room(row: NewRoom) -> Tag:
    """Draw the name, the rhythm, and whether the room is listed."""
    return form('create', novalidate=True, on_submit=act('open', form_values()))[
        h2('title')['Open a room'],
        _name(row),
        rhythm_fields(row),
        label('switch')[
            span('grow')[
                'Show it in this list', br, span('small quiet')['Otherwise only people with the link can find it']
            ],
            input_(type='checkbox', role='switch', name='listed', checked=True),
        ],
        when(row.error)[p('field__error', role='alert')[row.error]],
        button('btn btn--main btn--wide', type='submit', style='min-height:48px')['Open and sit down'],
    ]


def _name(row: NewRoom) -> Tag:
    field = input_('input', id='room-name', name='title', placeholder='Thesis writing, Friday', autocomplete='off')
    told_by = choose(row.bad_title, 'room-error', None)
    return div('field')[
        label(for_='room-name')['Name of the room'],
        field(aria_invalid=row.bad_title != '', aria_describedby=told_by),
        when(row.bad_title)[p('field__error', id='room-error', role='alert')[row.bad_title]],
    ]


def create_room(rooms: Rooms) -> None:
    """Open the room and go there; show mistakes beside the field, and keep everything that was typed."""
    shown = _new_room('classic')
    view = LiveView(draw_new_room, shown)

    def preset(_: object, name: object) -> None:
        nonlocal shown
        shown = _new_room(name if isinstance(name, str) and name in PRESETS else CUSTOM)
        view.show(shown)

    opening = False

    async def open_room(_: object, values: object) -> None:
        nonlocal opening
        if opening:
            return
        opening, sent = True, form_sent(values)
        try:
            listed = sent.ticked('listed', otherwise=True)
            room = await rooms.create(RoomConfig(sent.text('title'), rhythm=read_rhythm(sent), listed=listed))
        except RoomError as problem:
            opening = False
            view.show(_told(with_lengths(shown, sent), problem))
            return
        ui.navigate.to(f'/room/{room.room_id}')

    view.on_act('preset', preset).on_act('open', open_room)


def _told(row: NewRoom, problem: RoomError) -> NewRoom:
    if problem.code.startswith('title'):
        return replace(row, bad_title=problem.sentence)
    return replace(row, error=problem.sentence)


def _new_room(preset: str) -> NewRoom:
    return NewRoom(**asdict(rhythm_row(PRESETS.get(preset, Rhythm(rounds=4)), preset)))

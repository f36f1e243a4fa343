"""The sheet for changing the rhythm, for everyone and from the next phase on."""

from __future__ import annotations

from dataclasses import replace

from components.kit.acts import act, form_values
from components.kit.dialog import sheet
from components.kit.form import form_sent
from components.kit.live_view import LiveView
from components.kit.markup import Tag, when
from components.kit.rhythm_fields import CUSTOM, RhythmRow, read_rhythm, rhythm_fields, rhythm_row, with_lengths
from components.kit.tags import button, form, input_, label, p, span
from studyroom.room.errors import RoomError
from studyroom.room.rhythm import PRESETS
from studyroom.room.room import Room
from studyroom.room.seats import Participant


def draw_rhythm(row: RhythmRow) -> Tag:
    """Draw the rhythm, and what starts automatically."""
    return form('settings', novalidate=True, on_submit=act('set', form_values()))[
        rhythm_fields(row),
        _switch('auto_break', 'Start breaks automatically', row.auto_break),
        _switch('auto_focus', 'Start focus automatically after a break', row.auto_focus),
        when(row.error)[p('field__error', role='alert')[row.error]],
        p('small quiet')['For everyone. A phase already running ends as planned.'],
        button('btn btn--main', type='submit')['Use this rhythm'],
    ]


def _switch(name: str, words: str, on: bool) -> Tag:
    box = input_(type='checkbox', role='switch', name=name, checked=on)
    return label('switch')[span('grow')[words], box]


def open_rhythm_sheet(room: Room, me: Participant) -> None:
    """Open the sheet with presets, custom lengths, and what starts automatically."""
    shown = rhythm_row(room.facts.timer.rhythm)

    def preset(_: object, name: object) -> None:
        nonlocal shown
        known = name if isinstance(name, str) and name in PRESETS else CUSTOM
        chosen = rhythm_row(PRESETS.get(known, room.facts.timer.rhythm), known)
        shown = replace(chosen, auto_break=shown.auto_break, auto_focus=shown.auto_focus)
        view.show(shown)

    async def set_rhythm(_: object, values: object) -> None:
        sent = form_sent(values)
        try:
            await room.set_rhythm(me.seat, read_rhythm(sent))
        except RoomError as problem:
            view.show(replace(with_lengths(shown, sent), error=problem.sentence))
            return
        dialog.close()

    with sheet('Rhythm') as dialog:
        view = LiveView(draw_rhythm, shown).on_act('preset', preset).on_act('set', set_rhythm)

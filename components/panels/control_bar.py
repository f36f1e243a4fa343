"""Your controls: your status, media, help, sounds and leaving, in one bar for wide pages and one for phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.kit.acts import act
from components.kit.browser import DeviceKind, Sent, devices, media, pref, sent
from components.kit.initials import initials
from components.kit.live import on
from components.kit.live_view import LiveView
from components.kit.markup import Tag, each, when
from components.kit.tags import br, button, div, footer, icon, label, option, p, select_, span
from components.kit.traced import choose, negate
from studyroom.room.events import Event, HelpAsked, HelpEnded, Renamed, StatusSet
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.status import PersonStatus


@dataclass(frozen=True, slots=True)
class MyRow:
    """What the bar shows about its own person; `words` name a status that does not follow the phase."""

    name: str
    initials: str
    status: str
    words: str = ''
    help: bool = False


@dataclass(frozen=True, slots=True)
class _Switch:
    """The texts of a button that turns something on and off; `off` is its icon while it is off."""

    kind: Sent
    icon: str
    off: str
    word: str
    turn_on: str
    turn_off: str


MIC = _Switch('mic', 'mic', 'mic-off', 'Mic', 'Turn the microphone on (M, hold to talk)', 'Turn the microphone off (M)')
CAMERA = _Switch('camera', 'video', 'video-off', 'Camera', 'Turn the camera on (V)', 'Turn the camera off (V)')
SCREEN = _Switch('screen', 'monitor-up', 'monitor-up', 'Screen', 'Show your screen (S)', 'Stop showing your screen (S)')


def draw_bar(row: MyRow) -> Tag:
    """Draw the bar at the foot of a wide page."""
    ready = media().health == 'ready'
    return footer('bar', aria_label='Your controls')[
        _me(row),
        div('bar__mid')[
            when(ready)[_senders()].elsewhen(media().line)[p('bar__line small quiet', role='status')[media().line]],
            _help(row, 'Ask for help'),
            _control('sounds', 'volume-2', 'Sounds', 'Sounds and reminders'),
            when(ready)[_control('devices', 'settings-2', 'Devices', 'Microphone, camera and speakers')],
            _room(),
        ],
        div('bar__end')[_leave()],
    ]


def draw_phone_bar(row: MyRow) -> Tag:
    """Draw the bar of a phone."""
    ready = media().health == 'ready'
    return footer('phonebar', aria_label='Your controls')[
        when(ready)[_switch(MIC), _switch(CAMERA)].otherwise[
            _control('me', 'armchair', 'You', 'Change your status or name')
        ],
        _help(row, 'Help'),
        _control('sounds', 'volume-2', 'Sounds', 'Sounds and reminders'),
        when(negate(ready))[_room()],
        _leave(),
    ]


def _me(row: MyRow) -> Tag:
    states = {'seat--away': row.status == PersonStatus.AWAY, 'seat--help': row.help}
    status = (
        when(row.help)[span['Needs help']]
        .elsewhen(row.words)[span[row.words]]
        .otherwise[span('in-focus')['Focusing'], span('in-break')['On a break']]
    )
    return button('me', title='Change your status or name', data_status=row.status, on_click=act('me'))[
        span('seat', toggles=states, aria_hidden=True)[row.initials],
        span('me__words')[
            span('strong')[row.name], br, span('small quiet me__status')[status, icon('chevron-down', small=True)]
        ],
    ]


def _senders() -> list[Tag]:
    mic, camera = _devices('mic', 'Choose the microphone'), _devices('camera', 'Choose the camera')
    return [
        span('ctl-pair')[_switch(MIC), mic],
        span('ctl-pair')[_switch(CAMERA), camera],
        _switch(SCREEN),
        span('bar__rule'),
    ]


def _switch(of: _Switch) -> Tag:
    on = sent(of.kind) == 'on'
    return button(
        'ctl',
        data_media=of.kind,
        aria_pressed=on,
        aria_busy=sent(of.kind) == 'opening',
        title=choose(on, of.turn_off, of.turn_on),
    )[icon(choose(on, of.icon, of.off), large=True), span[of.word]]


def _devices(kind: DeviceKind, words: str) -> Tag:
    return label('caret', title=words)[
        icon('chevron-up', small=True),
        select_(data_device=kind, aria_label=words, value=pref(kind))[
            when(negate(devices(kind)))[option(disabled=True)['None found yet']],
            each(devices(kind), lambda one: option(value=one.id)[one.label]),
        ],
    ]


def _help(row: MyRow, words: str) -> Tag:
    title = choose(row.help, 'I no longer need help (H)', 'Ask for help (H)')
    asks = button('ctl ctl--help', aria_pressed=row.help, title=title, data_key_help='', on_click=act('help'))
    return asks[icon('hand', large=True), span[words]]


def _room() -> Tag:
    return _control('room', 'door-open', 'Room', 'Room name, listing and notes')


def _leave() -> Tag:
    return _control('leave', 'log-out', 'Leave', 'Leave the room')('ctl--leave')


def _control(name: str, picture: str, words: str, title: str) -> Tag:
    return button('ctl', title=title, on_click=act(name))[icon(picture, large=True), span[words]]


WORDS = {PersonStatus.FOCUSING: 'Focusing', PersonStatus.BREAK: 'On a break', PersonStatus.AWAY: 'Away'}


def control_bar(room: Room, me: Participant, open_sheet: Callable[[str], Any], leave: Callable[[], Any]) -> None:
    """Place both bars; `open_sheet` is called with `me`, `help`, `sounds`, `devices` or `room`. Help pressed again cancels."""
    seat = me.seat
    bars = [LiveView(draw, _row(room, seat)) for draw in (draw_bar, draw_phone_bar)]

    async def help_pressed(*_: object) -> None:
        person = room.person(seat)
        if person and person.needs_help:
            await room.end_help(seat)
        else:
            open_sheet('help')

    for bar in bars:
        bar.on_act('help', help_pressed).on_act('leave', lambda *_: leave())
        for name in ('me', 'sounds', 'devices', 'room'):
            bar.on_act(name, lambda *_, name=name: open_sheet(name))

    def changed(event: Event) -> None:
        if event.by == seat:
            for bar in bars:
                bar.show(_row(room, seat))

    on(room, me, HelpAsked, HelpEnded, Renamed, StatusSet, do=changed)


def _row(room: Room, seat: str) -> MyRow:
    person, status = room.facts.seats[seat], room.presence.status(seat)
    return MyRow(person.name, initials(person.name), status.value, WORDS.get(status, ''), person.needs_help)

"""The line at the top of the room: its name, the small timer, and what belongs to the whole page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.kit.brand import MARK
from components.kit.countdown import Countdown
from components.kit.live import on
from components.kit.live_view import LiveView
from studyroom.room.config import RoomConfig
from studyroom.room.events import RoomConfigured
from studyroom.room.room import Room
from studyroom.room.seats import Participant

NAME = f"""
<div class="top__room"><a class="mark-link" href="/" aria-label="All rooms" title="All rooms">{MARK}</a><h1 class="title">{{{{ row.title }}}}</h1>
  <button type="button" class="tag tag--button" :title="row.tip" @click="act('room')"><icon :name="row.icon" small/>{{{{ row.word }}}}</button></div>
"""
TOOLS = """
<div class="top__tools">
  <button type="button" class="btn btn--ghost btn--small wide" style="color:var(--ink)" @click="act('invite')"><icon name="qr-code" small/>Invite</button>
  <button type="button" class="iconbtn wide" title="Keyboard shortcuts (?)" aria-label="Keyboard shortcuts" @click="act('keys')"><icon name="keyboard"/></button>
  <button type="button" class="iconbtn wide" title="Light or dark" aria-label="Light or dark" data-toggle-theme><icon name="sun-moon"/></button>
  <button type="button" class="iconbtn only-narrow" title="More" aria-label="More: invite, room, keys, light or dark" @click="act('more')"><icon name="ellipsis"/></button>
</div>
"""


def top_bar(room: Room, me: Participant, open_sheet: Callable[[str], Any]) -> None:
    """`open_sheet` is called with `room`, `invite`, `keys` or `more`."""
    with ui.element('header').classes('top'):
        name = LiveView(NAME, _name(room.facts.config)).on_act('room', lambda *_: open_sheet('room'))
        with ui.element('div'), ui.element('div').classes('only-narrow'):
            Countdown(variant='mini')
        tools = LiveView(TOOLS, {})
        for act in ('invite', 'keys', 'more'):
            tools.on_act(act, lambda *_, act=act: open_sheet(act))
    on(room, me, RoomConfigured, do=lambda fact: name.show(_name(fact.config)))


def _name(config: RoomConfig) -> dict[str, str]:
    if config.listed:
        return {
            'title': config.title,
            'icon': 'door-open',
            'word': 'Open',
            'tip': 'In the list of rooms; anyone with the link may come in',
        }
    return {
        'title': config.title,
        'icon': 'eye-off',
        'word': 'Unlisted',
        'tip': 'Not in the list of rooms; anyone with the link may come in',
    }

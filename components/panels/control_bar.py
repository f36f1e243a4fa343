"""Your controls: who you are and what you do, help, sounds, leave; one bar at a desk, one under the thumb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.kit.initials import initials
from components.kit.live import on
from components.kit.live_view import LiveView
from studyroom.room.events import Event, HelpAsked, HelpEnded, Renamed, StatusSet
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.status import PersonStatus

HELP = """<button type="button" class="ctl ctl--help" :aria-pressed="row.help" :title="row.help ? 'Help came: take the call back (H)' : 'Ask for help (H)'"
  data-key-help @click="act('help')"><icon name="hand" large/><span>%s</span></button>"""
SOUNDS = """<button type="button" class="ctl" title="Sounds and reminders" @click="act('sounds')"><icon name="volume-2" large/><span>Sounds</span></button>"""
ROOM = """<button type="button" class="ctl" title="Name, list and notes of the room" @click="act('room')"><icon name="door-open" large/><span>Room</span></button>"""
LEAVE = """<button type="button" class="ctl ctl--leave" title="Leave the room" @click="act('leave')"><icon name="log-out" large/><span>Leave</span></button>"""
PRESSED = """<button type="button" class="ctl" data-media="%(kind)s" :aria-pressed="media.%(kind)s === 'on'" :aria-busy="media.%(kind)s === 'opening'"
  :title="media.%(kind)s === 'on' ? '%(off)s' : '%(on)s'"><icon :name="media.%(kind)s === 'on' ? '%(icon)s' : '%(slashed)s'" large/><span>%(word)s</span></button>"""
CARET = """<label class="caret" title="%(choose)s"><icon name="chevron-up" small/><select data-device="%(kind)s" aria-label="%(choose)s" :value="pref('%(kind)s')">
  <option v-if="!media.devices.%(kind)s.length" disabled>None found yet</option><option v-for="one in media.devices.%(kind)s" :key="one.id" :value="one.id">{{ one.label }}</option></select></label>"""
MIC = {'kind': 'mic', 'icon': 'mic', 'slashed': 'mic-off', 'word': 'Mic', 'choose': 'Choose the microphone',
       'on': 'Turn the microphone on (M, hold to talk)', 'off': 'Turn the microphone off (M)'}  # fmt: skip
CAMERA = {'kind': 'camera', 'icon': 'video', 'slashed': 'video-off', 'word': 'Camera', 'choose': 'Choose the camera',
          'on': 'Turn the camera on (V)', 'off': 'Turn the camera off (V)'}  # fmt: skip
SCREEN = {'kind': 'screen', 'icon': 'monitor-up', 'slashed': 'monitor-up', 'word': 'Screen',
          'on': 'Show your screen (S)', 'off': 'Stop showing your screen (S)'}  # fmt: skip
DEVICES = """<button type="button" class="ctl" title="Microphone, camera and speakers" @click="act('devices')"><icon name="settings-2" large/><span>Devices</span></button>"""
MEDIA = f"""<template v-if="media.health === 'ready'"><span class="ctl-pair">{PRESSED % MIC}{CARET % MIC}</span><span class="ctl-pair">{PRESSED % CAMERA}{CARET % CAMERA}</span>
  {PRESSED % SCREEN}<span class="bar__rule"></span></template><p v-else-if="media.line" class="bar__line small quiet" role="status">{{{{ media.line }}}}</p>"""
BAR = f"""
<footer class="bar" aria-label="Your controls">
  <button type="button" class="me" title="Change your status or name" :data-status="row.status" @click="act('me')">
    <span class="seat" :class="{{'seat--away': row.status === 'away', 'seat--help': row.help}}" aria-hidden="true">{{{{ row.initials }}}}</span>
    <span class="me__words"><span class="strong">{{{{ row.name }}}}</span><br><span class="small quiet me__status"><span v-if="row.help">Needs help</span>
      <template v-else-if="row.words"><span>{{{{ row.words }}}}</span></template><template v-else><span class="in-focus">Focusing</span><span class="in-break">On a break</span></template>
      <icon name="chevron-down" small/></span></span></button>
  <div class="bar__mid">{MEDIA}{HELP % 'Ask for help'}{SOUNDS}<template v-if="media.health === 'ready'">{DEVICES}</template>{ROOM}</div>
  <div class="bar__end">{LEAVE}</div>
</footer>
"""
PHONE = f"""
<footer class="phonebar" aria-label="Your controls">
  <template v-if="media.health === 'ready'">{PRESSED % MIC}{PRESSED % CAMERA}</template>
  <button v-else type="button" class="ctl" title="Change your status or name" @click="act('me')"><icon name="armchair" large/><span>You</span></button>
  {HELP % 'Help'}{SOUNDS}<template v-if="media.health !== 'ready'">{ROOM}</template>{LEAVE}</footer>
"""
WORDS = {PersonStatus.FOCUSING: 'Focusing', PersonStatus.BREAK: 'On a break', PersonStatus.AWAY: 'Away'}


def control_bar(room: Room, me: Participant, open_sheet: Callable[[str], Any], leave: Callable[[], Any]) -> None:
    """`open_sheet` is called with `me`, `help`, `sounds`, `devices` or `room`; a second press on help takes the call back."""
    bars = [LiveView(template, _fields(room, me)) for template in (BAR, PHONE)]

    async def help_pressed(*_: object) -> None:
        person = room.person(me.seat)
        if person and person.needs_help:
            await room.end_help(me.seat)
        else:
            open_sheet('help')

    for bar in bars:
        bar.on_act('help', help_pressed).on_act('leave', lambda *_: leave())
        for act in ('me', 'sounds', 'devices', 'room'):
            bar.on_act(act, lambda *_, act=act: open_sheet(act))

    def changed(event: Event) -> None:
        if event.by == me.seat:
            for bar in bars:
                bar.show(_fields(room, me))

    on(room, me, HelpAsked, HelpEnded, Renamed, StatusSet, do=changed)


def _fields(room: Room, me: Participant) -> dict[str, Any]:
    person, status = room.facts.seats[me.seat], room.presence.status(me.seat)
    return {
        'name': person.name,
        'initials': initials(person.name),
        'status': status.value,
        'words': WORDS.get(status, ''),
        'help': person.needs_help,
    }

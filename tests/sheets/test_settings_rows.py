"""The sheets of switches and choices: sounds, keys, the room, your status, and a phone's More."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from components.kit.browser import Media
from components.kit.template import render, template
from components.sheets.keys import Shortcut, Shortcuts, draw_shortcuts
from components.sheets.more import draw_more
from components.sheets.room import RoomSettings, draw_settings
from components.sheets.sounds import draw_sounds
from components.sheets.status import MyStatus, draw_choices
from studyroom.room.status import PersonStatus


def line(words: str, more: str, *, on: bool, sign: str = '') -> str:
    checked = ' checked' if on else ''
    return (
        f'<label class="switch">{sign}<span class="grow">{words}<br><span class="small quiet">{more}</span></span>'
        f'<input type="checkbox" role="switch"{checked}></label>'
    )


def icon(name: str, classes: str = 'icon') -> str:
    return f'<svg class="{classes}" aria-hidden="true"><use href="#{name}"></use></svg>'


def test_sounds_are_shown_as_chosen() -> None:
    drawn = render(draw_sounds, prefs={'volume': 20, 'bell': False, 'tick': True})
    assert drawn.startswith(
        '<div class="settings"><label class="field"><span class="label">Volume</span>'
        '<input class="range" type="range" min="0" max="100" step="5" value="20"></label>'
        '<div class="settings__tests"><button class="btn btn--small" type="button" data-sound="focus">'
        f'{icon("volume-2", "icon icon--s")}End of focus</button>'
        '<button class="btn btn--small" type="button" data-sound="break">'
        f'{icon("volume-2", "icon icon--s")}End of break</button></div>'
        + line('Bell', 'When a focus or a break ends', on=False)
        + line('One minute left', 'A soft tick', on=True)
        + line('Flash', 'The light changes once at the bell', on=True)
        + line('Vibration', 'On phones that support it', on=True)
    )
    assert drawn.endswith(
        line('Ask what I will finish', 'At the start of a focus', on=True)
        + line('Ask how it went', 'At the end of a focus', on=True)
        + '<p class="small quiet">Kept in this browser only.</p></div>'
    )


def test_notifications_are_offered_where_the_browser_supports_them() -> None:
    offered = line('Notification', 'When this tab is in the background', on=False)
    drawn = render(draw_sounds, can=frozenset({'notify'}))
    assert offered in drawn
    assert render(draw_sounds) == drawn.replace(offered, '')


def test_a_choice_is_kept_under_its_name() -> None:
    heard = re.findall(r"@(?:change|input)=\"pref\('(\w+)', ([^)]*\)?)\)\"", template(draw_sounds))
    names = ['volume', 'bell', 'tick', 'flash', 'vibrate', 'notify', 'ask_start', 'ask_end']
    assert [name for name, _ in heard] == names
    assert {value for _, value in heard} == {'Number($event.target.value)', '$event.target.checked'}


@pytest.mark.parametrize('on', [True, False])
def test_the_keys_of_a_page_are_listed_with_a_switch_for_the_letters(on: bool) -> None:
    row = Shortcuts((Shortcut('T', 'Tell me the time'), Shortcut('?', 'This sheet')))
    switch = line('Single-letter keys', 'Turn them off if you use dictation', on=on)
    assert render(draw_shortcuts, row, prefs={'letter_keys': on}) == (
        '<div><div class="keys"><div><span>Tell me the time</span><kbd>T</kbd></div>'
        '<div><span>This sheet</span><kbd>?</kbd></div></div>'
        + switch.replace('"switch">', '"switch" style="margin-top:12px">', 1)
        + '</div>'
    )


@pytest.mark.parametrize(('hold', 'listed'), [(True, False), (False, True)])
def test_the_settings_of_a_room_are_switches(hold: bool, listed: bool) -> None:
    hold_words = 'Notes arrive at the bell; calls for help come through'
    assert render(draw_settings, RoomSettings(hold, listed, 'Kept for 30 days.')) == (
        '<div class="settings">'
        + line('Hold chat during focus', hold_words, on=hold, sign=icon('hourglass'))
        + line(
            'Show in the list of rooms',
            'Otherwise only people with the link can find it',
            on=listed,
            sign=icon('users'),
        )
        + '<p class="small quiet">Kept for 30 days.</p></div>'
    )


@pytest.mark.parametrize('status', PersonStatus)
def test_the_chosen_status_is_marked(status: PersonStatus) -> None:
    drawn = render(draw_choices, MyStatus(status))
    assert drawn.startswith('<div class="choices" role="group" aria-label="Your status"><button class="btn choice"')
    (chosen,) = re.findall(r'aria-pressed="true">(.*?)</button>', drawn)
    words = {'follows': 'Follow the room', 'focusing': 'Focusing', 'break': 'On a break', 'away': 'Away'}[status]
    pictures = {'follows': 'timer', 'focusing': 'lamp-desk', 'break': 'coffee', 'away': 'door-open'}
    mark = icon('check', 'icon icon--s choice__mark')
    assert chosen == f'{icon(pictures[status])}<span>{words}</span>{mark}'
    assert (drawn.count('aria-pressed="false"'), drawn.count(mark)) == (3, 1)


def test_on_a_phone_without_a_call_there_is_less() -> None:
    assert words_in_order(render(draw_more)) == ['Invite others', 'This room', 'Light or dark', 'Keys']
    assert '<button class="btn choice" type="button" data-toggle-theme="">' in render(draw_more)


def test_on_a_phone_in_a_call_a_screen_can_be_shown() -> None:
    ready = render(draw_more, media=Media(health='ready'))
    assert words_in_order(ready) == [
        'Invite others',
        'This room',
        'Show your screen',
        'Your status and name',
        'Devices and video',
        'Light or dark',
        'Keys',
    ]
    assert f'<button class="btn choice" type="button" data-media="screen">{icon("monitor-up")}Show' in ready
    showing = render(draw_more, media=Media(health='ready', screen='on'))
    assert ready.replace('Show your screen', 'Stop showing your screen') == showing


def words_in_order(drawn: str) -> list[str]:
    words: list[str] = re.findall(r'</svg>([^<]+)</button>', drawn)
    assert drawn.count('<button') == len(words)
    assert all(drawn.index(one) < drawn.index(other) for one, other in pairwise(words))
    return words

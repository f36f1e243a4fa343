"""What people are told when the call does not work, for each reason."""

from __future__ import annotations

import pytest

from components.kit.browser import Media
from components.kit.template import render, template
from components.sheets.media_help import (
    HELP,
    KINDS,
    NOTICES,
    AgainRow,
    NoticesRow,
    StepsRow,
    draw_again,
    draw_notice,
    draw_steps,
    steps_row,
)

ALL = NoticesRow(tuple(NOTICES.values()))
CLOSE = (
    '<button class="iconbtn" type="button" title="Close" aria-label="Close" data-media="dismiss">'
    '<svg class="icon icon--s" aria-hidden="true"><use href="#x"></use></svg></button></div></div>'
)


def test_nothing_is_said_while_all_is_well() -> None:
    assert render(draw_notice, ALL) == '<div class="media-notice"></div>'
    assert render(draw_notice, ALL, media=Media(notice='unknown')) == '<div class="media-notice"></div>'


def test_a_reconnecting_call_says_so_unless_there_is_a_notice() -> None:
    words = '<b class="strong">The call is reconnecting.</b> Timer, chat and goals work as usual.</div></div></div>'
    drawn = render(draw_notice, ALL, media=Media(call='reconnecting'))
    assert drawn.startswith('<div class="media-notice"><div class="banner notice" role="status"><svg')
    assert drawn.endswith(f'<div class="grow">{words}')
    assert words not in render(draw_notice, ALL, media=Media(call='reconnecting', notice='full'))


@pytest.mark.parametrize('code', NOTICES)
def test_a_notice_says_what_is_wrong_and_can_be_closed(code: str) -> None:
    notice, drawn = NOTICES[code], render(draw_notice, ALL, media=Media(notice=code))
    lost = ' notice--lost' if code == 'unplugged' else ''
    assert drawn.startswith(
        f'<div class="media-notice"><div class="banner notice{lost}" role="status">'
        f'<svg class="icon" aria-hidden="true"><use href="#{notice.icon}"></use></svg>'
        f'<div class="grow"><b class="strong">{notice.title}</b> {notice.words}</div>'
    )
    assert drawn.endswith(CLOSE)
    assert drawn.count('<button') == (2 if notice.does else 1)


def test_a_notice_has_a_button_for_what_helps() -> None:
    small = '<button class="btn btn--small" type="button"'
    for code in ('silent', 'unplugged'):
        assert f'{small}>Devices</button>' in render(draw_notice, ALL, media=Media(notice=code))
    told = {
        'unreachable': ('again', 'Try again'),
        'elsewhere': ('here', 'Use it here'),
        'blocked': ('hear', 'Allow sound'),
    }
    for code, (does, words) in told.items():
        assert f'{small} data-media="{does}">{words}</button>' in render(draw_notice, ALL, media=Media(notice=code))


def test_only_the_button_for_devices_asks_the_server() -> None:
    assert template(draw_notice).count('@click') == 1
    assert '''@click="act('devices')"''' in template(draw_notice)


def test_steps_are_numbered() -> None:
    assert render(draw_steps, StepsRow(('One <1>.', 'Two.'))) == (
        '<ol class="steps"><li><span>One &lt;1&gt;.</span></li><li><span>Two.</span></li></ol>'
    )


@pytest.mark.parametrize('code', HELP)
def test_steps_name_the_device_and_the_address(code: str) -> None:
    steps = steps_row(code, KINDS['mic'], 'https://room.example').steps
    assert len(steps) == len(HELP[code].steps)
    assert not any('{' in step for step in steps)
    assert (code == 'insecure') == any('https://room.example' in step for step in steps)


def test_a_person_can_try_again_or_stay_without() -> None:
    assert render(draw_again, AgainRow('mic', 'Stay without a microphone')) == (
        '<div class="sheet__foot"><button class="btn btn--main" type="button" data-media="mic">Try again</button>'
        '<button class="btn btn--ghost" type="button">Stay without a microphone</button></div>'
    )

"""What to do when a microphone, a camera, a screen or the call does not work: a sentence and a next step per reason."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit import design
from components.kit.acts import act
from components.kit.browser import media
from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag, When, each, when
from components.kit.tags import b, button, div, icon, li, ol, span
from components.kit.traced import found
from studyroom.room.sentences import Sentence

KINDS = {
    'mic': Sentence('microphone', 'microphone'),
    'camera': Sentence('camera', 'camera'),
    'screen': Sentence('screen', 'screen'),
    'speaker': Sentence('speaker', 'speaker'),
    '': Sentence('microphone_or_camera', 'microphone or camera'),
}


@dataclass(frozen=True, slots=True)
class Help:
    """A title and numbered steps; `{device}` and `{address}` are filled in."""

    title: str
    why: str
    steps: tuple[str, ...]


HELP = {
    'refused': Help(
        'The browser blocks the {device}',
        'You, or a rule of your school, said no to it once. To allow it:',
        ('Click the icon left of the address.', 'Turn the {device} on.', 'Come back and press the button.'),
    ),
    'system': Help(
        'This device’s settings block the {device}',
        'They block it for the whole browser. To allow it:',
        (
            'Open this device’s settings, then Privacy.',
            'Find the {device} and allow your browser to use it.',
            'Restart the browser if it asks you to, then press the button.',
        ),
    ),
    'busy': Help(
        'Another program is using the {device}',
        'Only one can use it at a time.',
        (
            'Close other calls and recorders, including those in other tabs.',
            'Or choose another {device} in Devices.',
            'Then press the button.',
        ),
    ),
    'missing': Help(
        'No {device} found',
        'Your browser cannot see one.',
        (
            'Plug one in, or switch it on.',
            'If it is already plugged in, unplug it and plug it back in.',
            'Then press the button.',
        ),
    ),
    'insecure': Help(
        'This address cannot use the {device}',
        'Browsers allow microphones and cameras only over https, or on the server’s own machine.',
        (
            'Open the room at {address} instead.',
            'If that does not load, ask the person who runs the server to start it with --https.',
        ),
    ),
    'noscreen': Help(
        'This browser cannot show a screen',
        'Phone and tablet browsers do not offer it.',
        ('Join from a computer to show your screen.',),
    ),
    'failed': Help(
        'The {device} did not start',
        'The browser gave no reason.',
        ('Choose another {device} in Devices, or restart the browser.', 'Then press the button.'),
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A problem with the call: a bold title and plain words; `does` says what its button does, `button` is its label."""

    code: str
    icon: str
    title: str
    words: str
    does: str = ''
    button: str = ''


NOTICES = {
    notice.code: notice
    for notice in (
        Notice(
            'starting', 'mic-off', 'Microphones and cameras are not ready yet.', 'Timer, chat and goals work as usual.'
        ),
        Notice(
            'unreachable',
            'mic-off',
            'Microphones and cameras cannot be reached.',
            'Timer, chat and goals work as usual.',
            'again',
            'Try again',
        ),
        Notice(
            'full',
            'users',
            'The call is full.',
            'You can still study along. Try again when someone leaves.',
            'again',
            'Try again',
        ),
        Notice('removed', 'mic-off', 'You were removed from the call.', 'Reload the page to rejoin.'),
        Notice(
            'elsewhere',
            'copy',
            'The call moved to another tab.',
            'Sound and video are there now.',
            'here',
            'Use it here',
        ),
        Notice(
            'blocked',
            'volume-2',
            'Your browser is blocking sound.',
            'Click once to allow it.',
            'hear',
            'Allow sound',
        ),
        Notice(
            'silent',
            'mic-off',
            'Nobody can hear you.',
            'Your microphone is silent. Is it muted, or the wrong one?',
            'devices',
            'Devices',
        ),
        Notice(
            'unplugged',
            'triangle-alert',
            'The device stopped.',
            'It was unplugged. Choose another one.',
            'devices',
            'Devices',
        ),
    )
}


@dataclass(frozen=True, slots=True)
class NoticesRow:
    """Every notice that a browser may need about the call; it chooses which to show."""

    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class StepsRow:
    """What to do, step by step."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgainRow:
    """The buttons at the foot of a sheet; `kind` is the device to turn on again."""

    kind: str
    without: str


def draw_notice(row: NoticesRow) -> Tag:
    """Draw the current notice, or that the call is reconnecting."""
    notice, banner = found(row.notices, media().notice), div('banner notice', role='status')
    return div('media-notice')[
        when(notice.code)[
            banner(toggles={'notice--lost': notice.code == 'unplugged'})[
                icon(notice.icon),
                div('grow')[b('strong')[notice.title], ' ', notice.words],
                _notice_button(notice),
                button('iconbtn', title='Close', aria_label='Close', data_media='dismiss')[icon('x', small=True)],
            ]
        ].elsewhen(media().call == 'reconnecting')[
            banner[
                icon('wifi-off'),
                div('grow')[b('strong')['The call is reconnecting.'], ' Timer, chat and goals work as usual.'],
            ]
        ]
    ]


def _notice_button(notice: Notice) -> When:
    small = button('btn btn--small')
    return when(notice.does == 'devices')[small(on_click=act('devices'))[notice.button]].elsewhen(notice.does)[
        small(data_media=notice.does)[notice.button]
    ]


def draw_steps(row: StepsRow) -> Tag:
    """Draw the numbered steps."""
    return ol('steps')[each(row.steps, lambda step: li[span[step]])]


def draw_again(row: AgainRow) -> Tag:
    """Draw buttons to try again or to stay without the device."""
    return div('sheet__foot')[
        button('btn btn--main', data_media=row.kind, on_click=act('close'))['Try again'],
        button('btn btn--ghost', on_click=act('close'))[row.without],
    ]


def media_notice() -> LiveView[NoticesRow]:
    """Place the notice above the middle column about problems with the call; its act `devices` asks for that sheet."""
    return LiveView(draw_notice, NoticesRow(tuple(NOTICES.values())))


def open_media_help(code: str, kind: str, address: str) -> None:
    """Open the sheet for a reason in HELP; `kind` is mic, camera, screen or speaker, `address` is where cameras work."""
    told, device = HELP[code], KINDS.get(kind, KINDS[''])
    with sheet(Sentence(f'media_{code}_title', told.title, device=device)) as dialog:
        design.words(told.why, 'p', 'quiet')
        LiveView(draw_steps, steps_row(code, device, address))
        if code not in ('insecure', 'noscreen'):
            again = AgainRow(kind, Sentence('stay_without', 'Stay without a {device}', device=device))
            LiveView(draw_again, again).on_act('close', lambda *_: dialog.close())
        else:
            design.button('Got it', dialog.close, classes='btn btn--main')


def steps_row(code: str, device: str, address: str) -> StepsRow:
    """Return the steps for this reason and this device."""
    return StepsRow(
        tuple(
            Sentence(f'media_{code}_step_{number}', step, device=device, address=address)
            for number, step in enumerate(HELP[code].steps, start=1)
        )
    )

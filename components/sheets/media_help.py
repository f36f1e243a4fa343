"""What to do when microphone, camera, screen or the call do not work: a sentence for each reason, and a next step."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.design import button, words
from components.kit.dialog import sheet
from components.kit.live_list import Row
from components.kit.live_view import LiveView

KINDS = {'mic': 'microphone', 'camera': 'camera', 'screen': 'screen', 'speaker': 'speaker', '': 'microphone or camera'}


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
        ('Click the sign to the left of the address.', 'Turn the {device} on.', 'Come back and press the button.'),
    ),
    'system': Help(
        'This device keeps the {device} from the browser',
        'The system’s privacy settings say no to the whole browser. To allow it:',
        (
            'Open the settings of this device, then Privacy.',
            'Find the {device} there, and allow your browser.',
            'Start the browser anew if it asks for that, then press the button.',
        ),
    ),
    'busy': Help(
        'Another program uses the {device}',
        'Only one at a time can have it.',
        (
            'Close other calls and recorders, also in other tabs.',
            'Or choose another {device} in Devices.',
            'Then press the button.',
        ),
    ),
    'missing': Help(
        'No {device} was found',
        'This browser sees none that is plugged in.',
        (
            'Plug one in, or switch it on.',
            'If it is there already, unplug it and plug it in again.',
            'Then press the button.',
        ),
    ),
    'insecure': Help(
        'This address has no {device}',
        'Browsers allow microphones and cameras only on https, and on the machine of the server itself.',
        (
            'Open the room at {address} instead.',
            'If that does not answer, ask whoever runs the server to start it with --https.',
        ),
    ),
    'noscreen': Help(
        'This browser cannot show a screen',
        'Browsers on phones and tablets do not offer it.',
        ('Join from a computer to show your screen.',),
    ),
    'failed': Help(
        'The {device} did not start',
        'The browser gave no reason.',
        ('Choose another {device} in Devices, or start the browser anew.', 'Then press the button.'),
    ),
}

NOTICES = {
    'starting': ('mic-off', 'Microphones and cameras are not ready yet.', 'Timer, chat and goals work as usual.', ''),
    'unreachable': (
        'mic-off',
        'Microphones and cameras cannot be reached.',
        'Timer, chat and goals work as usual.',
        'again',
    ),
    'full': ('users', 'The call is full.', 'You can study along; try again when somebody has left.', 'again'),
    'removed': ('mic-off', 'You were taken out of the call.', 'Load the page anew to sit down again.', ''),
    'elsewhere': ('copy', 'The call went on in another tab.', 'Sound and picture are there now.', 'here'),
    'blocked': ('volume-2', 'The browser keeps the sound back.', 'It wants one click first.', 'hear'),
    'silent': (
        'mic-off',
        'Nobody hears you.',
        'Your microphone sends silence: is it muted, or the wrong one?',
        'devices',
    ),
    'unplugged': ('triangle-alert', 'It stopped: the device was unplugged.', 'Choose another one.', 'devices'),
}
BUTTONS = {'again': 'Try again', 'here': 'Use it here', 'hear': 'Click to hear', 'devices': 'Devices'}

NOTICE = """
<div class="media-notice"><div v-if="row.notices[media.notice]" class="banner notice" :class="{'notice--lost': media.notice === 'unplugged'}" role="status">
  <icon :name="row.notices[media.notice][0]"/><div class="grow"><b class="strong">{{ row.notices[media.notice][1] }}</b> {{ row.notices[media.notice][2] }}</div>
  <button v-if="row.notices[media.notice][3] === 'devices'" type="button" class="btn btn--small" @click="act('devices')">{{ row.buttons.devices }}</button>
  <button v-else-if="row.notices[media.notice][3]" type="button" class="btn btn--small" :data-media="row.notices[media.notice][3]">{{ row.buttons[row.notices[media.notice][3]] }}</button>
  <button type="button" class="iconbtn" title="Close" aria-label="Close" data-media="dismiss"><icon name="x" small/></button></div>
  <div v-else-if="media.call === 'reconnecting'" class="banner notice" role="status"><icon name="wifi-off"/><div class="grow"><b class="strong">The call reconnects.</b> Timer, chat and goals go on.</div></div></div>
"""


def media_notice() -> LiveView[Row]:
    """The line over the middle column that says what is wrong with the call; its act `devices` asks for that sheet."""
    return LiveView(NOTICE, {'notices': NOTICES, 'buttons': BUTTONS})


def open_media_help(code: str, kind: str, address: str) -> None:
    """The sheet for a reason of HELP; `kind` is mic, camera, screen or speaker, `address` where cameras work."""
    told, device = HELP[code], KINDS.get(kind, KINDS[''])
    with sheet(told.title.format(device=device)) as dialog:
        words(told.why, 'p', 'quiet')
        LiveView(STEPS, {'steps': [step.format(device=device, address=address) for step in told.steps]})
        if code not in ('insecure', 'noscreen'):
            LiveView(AGAIN, {'kind': kind, 'without': f'Stay without a {device}'}).on_act(
                'close', lambda *_: dialog.close()
            )
        else:
            button('Understood', dialog.close, classes='btn btn--main')


STEPS = '<ol class="steps"><li v-for="(step, i) in row.steps" :key="i"><span>{{ step }}</span></li></ol>'
AGAIN = """
<div class="sheet__foot"><button type="button" class="btn btn--main" :data-media="row.kind" @click="act('close')">Try again</button>
  <button type="button" class="btn btn--ghost" @click="act('close')">{{ row.without }}</button></div>
"""

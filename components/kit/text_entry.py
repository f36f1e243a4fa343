"""A field to write in: the text stays in the browser until it is sent, and comes back if it is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset
from components.kit.live import handling, push
from studyroom.room.errors import RoomError
from studyroom.room.sentences import Sentence

LONGEST = 20_000  # far above the limit of any verb: anything longer did not come from this page
TOO_LONG = Sentence('text_too_long', 'This is too long.')
FAILED = Sentence('failed', 'That did not work. Your words are still here; please try again.')


class TextEntry(Element, component=asset('text_entry.js')):
    """Calls `on_submit(text)` on Enter, which may be async; a RoomError keeps the text and shows the error's sentence.

    `classes` decides the look: `composer` (chat), `addgoal` (an underlined line with a plus), or a form field. An empty
    form field is sent too, so that `on_submit` can say what is missing; an empty composer or addgoal is not.
    `keep` names the draft kept in this browser. `submit_label` and `button` give a field its button, filled if it is the
    `main` one of the view; `multiline` makes Shift+Enter start a new line.
    """

    def __init__(
        self,
        label: str,
        *,
        on_submit: Callable[[str], Any],
        placeholder: str = '',
        multiline: bool = False,
        keep: str = '',
        value: str = '',
        hint: str = '',
        submit_label: str = '',
        button: bool = False,
        main: bool = True,
        send_icon: bool = False,
        beside: str = '',
        classes: str = 'field',
        input_classes: str = '',
        autofocus: bool = False,
        autocomplete: str = 'off',
    ) -> None:
        super().__init__()
        self._submit = on_submit
        self.props['label'] = label
        self.props['look'] = classes
        given = {
            'placeholder': placeholder,
            'multiline': multiline,
            'keep': keep,
            'value': value,
            'hint': hint,
            'submit-label': submit_label,
            'button': button,
            'plain': not main,
            'send-icon': send_icon,
            'beside': beside,
            'input-classes': input_classes,
            'autofocus': autofocus,
            'autocomplete': autocomplete,
        }
        for name, given_value in given.items():
            if given_value:
                self.props[name] = given_value
        self.on('submit', self._submitted)

    def accept(self) -> None:
        """Clear the field, except for anything typed since."""
        push(self, 'accept')

    def reject(self, sentence: Sentence) -> None:
        """Keep the text and say why it was refused."""
        push(self, 'reject', sentence)

    def set_placeholder(self, text: str) -> None:
        """Change the text shown in the empty field."""
        push(self, 'hold', text)

    async def _submitted(self, event: GenericEventArguments) -> None:
        text = event.args
        if isinstance(text, str) and len(text) <= LONGEST:
            with handling(self.client):
                await self._offer(text)
        else:
            self.reject(TOO_LONG)

    async def _offer(self, text: str) -> None:
        try:
            result = self._submit(text)
            if inspect.isawaitable(result):
                await result
        except RoomError as error:
            self.reject(error.sentence)
        except Exception:
            self.reject(FAILED)
            raise
        else:
            self.accept()

"""Sound and video on this page. This is the only module that talks to the bridge in the browser, which owns both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Self

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.kit.assets import asset, url
from components.kit.browser import Sent, sent
from components.kit.design import words
from components.kit.live import follow, on, push
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import button, div, icon, p
from components.kit.traced import choose
from components.sheets.devices import pick_devices
from components.sheets.media_help import HELP, NOTICES, open_media_help
from studyroom.room.errors import RoomError
from studyroom.room.events import MediaChanged
from studyroom.room.media import MediaState
from studyroom.room.ports import MediaPort, MediaStatus
from studyroom.room.room import Room
from studyroom.room.seats import Participant

Device = Literal['mic', 'camera']
Layout = Literal['auto', 'grid', 'audio']
STATES = ('connected', 'connecting', 'reconnecting', 'signalReconnecting', 'disconnected')


class MediaBridge(Element, component=asset('livekit-bridge.js')):
    """The bridge in the browser, as preview or as stage. Its reports come from a browser, so none of them is trusted."""

    def __init__(self, media: MediaPort) -> None:
        super().__init__()
        self.props['client'] = url('vendor/livekit-client.js')
        self.props['health'] = media.status.health.value
        self.props['line'] = media.status.sentence
        follow(media.subscribe, self._stands)
        self.on('lk', self._told)

    def _stands(self, status: MediaStatus) -> None:
        push(self, 'status', status.health.value, status.sentence)

    def _told(self, event: GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, dict) else {}
        if told.get('type') == 'trouble':
            self._trouble(str(told.get('code')), str(told.get('kind', '')))
        else:
            self._changed(told)

    def _changed(self, told: dict[str, Any]) -> None:
        """Handle the bridge's other reports."""

    def _trouble(self, code: str, kind: str) -> None:
        if code in HELP:
            open_media_help(code, kind, self._safe_address())

    def _safe_address(self) -> str:
        return str(self.client.request.url.replace(scheme='https', query=''))


if MediaBridge.component is not None:
    MediaBridge.component.name = (
        'livekit_bridge'  # the file's name has a dash, which JavaScript does not allow in an import
    )


class MediaStage(MediaBridge):
    """The call of a room, as `me` hears and sees it; joined when someone sends something, or wants to.

    Video takes the middle of the page while there is any. Everyone arrives muted, with the camera off.
    """

    def __init__(self, room: Room, me: Participant, media: MediaPort) -> None:
        super().__init__(media)
        self._room, self._seat, self._media = room, me.seat, media
        self._handlers: dict[str, list[Callable[..., Any]]] = {'state': [], 'local': [], 'trouble': []}
        self.props.update({'stage': True, 'room': room.room_id, 'wanted': self._others_send()})
        self.classes('stage')
        on(room, me, MediaChanged, do=self._somebody_sends)

    def set_layout(self, layout: Layout, pinned: str | None = None) -> None:
        """Lay out video on this page; `pinned` is the seat whose video takes the stage."""
        push(self, 'setLayout', layout, pinned)

    def mute(self, device: Device = 'mic') -> None:
        """Turn this person's microphone or camera off. Only the person can turn one on."""
        push(self, 'toggle', device, False)

    def on_state(self, do: Callable[[str], Any]) -> Self:
        """Call `do` with connecting, connected, reconnecting, signalReconnecting or disconnected when the call changes."""
        self._handlers['state'].append(do)
        return self

    def on_local(self, do: Callable[[MediaState], Any]) -> Self:
        """Call `do` with what this browser says it is sending. For what everyone may know, use events.MediaChanged."""
        self._handlers['local'].append(do)
        return self

    def on_trouble(self, do: Callable[[str, str], Any]) -> Self:
        """Call `do` with the reason (a key of HELP or NOTICES) and the device (mic, camera, screen, or empty)."""
        self._handlers['trouble'].append(do)
        return self

    def _others_send(self) -> bool:
        return any(seat != self._seat for seat in self._room.media)

    def _somebody_sends(self, event: MediaChanged) -> None:
        if event.seat != self._seat and event.state != MediaState() and not self.props.get('wanted'):
            dict.__setitem__(self.props, 'wanted', True)
            push(self, 'enter')

    def _changed(self, told: dict[str, Any]) -> None:
        if told.get('type') == 'ticket':
            self._give_ticket()
        elif told.get('type') == 'state' and told.get('state') in STATES:
            self._tell('state', told['state'])
        elif told.get('type') == 'local':
            sends = (told.get(kind) == 'on' for kind in ('mic', 'camera', 'screen'))
            self._tell('local', MediaState(*sends))

    def _give_ticket(self) -> None:
        person = self._room.person(self._seat)
        try:
            ticket = self._media.ticket(self._room.room_id, self._seat, person.name if person else '')
        except RoomError as error:
            push(self, 'refused', 'removed' if error.code == 'not_seated' else 'starting')
        else:
            push(self, 'given', {'url': ticket.url, 'token': ticket.token, 'own_relays': ticket.own_relays})

    def _trouble(self, code: str, kind: str) -> None:
        super()._trouble(code, kind)
        if code in HELP or code in NOTICES:
            self._tell('trouble', code, kind)

    def _tell(self, what: str, *args: Any) -> None:
        for handler in self._handlers[what]:
            handler(*args)


def draw_preview() -> Tag:
    """Draw the switches and devices, and say what happens to whatever is on."""
    return div('preview__rest')[
        div('preview__switches')[
            _switch('camera', 'video', 'video-off', 'Camera'), _switch('mic', 'mic', 'mic-off', 'Microphone')
        ],
        pick_devices(),
        p('small quiet')[
            'Only you see and hear this until you sit down. Then whatever is on is sent to the room; whatever is off stays off.'
        ],
    ]


def _switch(kind: Sent, picture: str, off: str, word: str) -> Tag:
    on = sent(kind) == 'on'
    return button('btn', data_media=kind, aria_pressed=on)[icon(choose(on, picture, off)), word]


def media_preview(media: MediaPort) -> None:
    """Place a folded section for trying camera, microphone and speaker; the browser asks for nothing until it is used."""
    with ui.element('details').classes('preview'):
        with words('Camera and microphone ', 'summary'):
            words('optional', 'span', 'small quiet')
        MediaBridge(media).classes('tile preview__tile')
        LiveView(draw_preview)

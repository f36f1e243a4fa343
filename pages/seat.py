"""The tie between a browser page and a seat: taking it, handing it to another tab, leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from components.kit.cookies import set_cookie
from components.kit.dialog import close_sheets
from components.kit.live import hush, on
from components.lobby.end_view import end_view
from components.sheets.invite import Invitation
from pages.room_view import room_view
from studyroom.room.events import SeatHeld, SeatLeft
from studyroom.room.ports import MediaPort
from studyroom.room.room import Room
from studyroom.room.seats import Participant

NAME_COOKIE = 'studyroom_name'
YEAR_SECONDS = 365 * 24 * 3_600


class Seat:
    """A person's page in a room; `invitation` is the link to share, `kept` says what is stored."""

    def __init__(self, room: Room, person: str, media: MediaPort, invitation: Invitation, kept: str) -> None:
        self.room = room
        self.person = person
        self.media = media
        self.invitation = invitation
        self.kept = kept
        self.client = ui.context.client
        self.seat = room.seat_of(person)
        self._container = ui.element('div').classes('view')
        self._me: Participant | None = None
        self._taken = False
        self.client.on_connect(self._connected)
        self.client.on_disconnect(self._disconnected)
        self.client.on_delete(lambda: room.forget(self.seat, self.client.id))

    @contextmanager
    def view(self) -> Iterator[None]:
        """Replace the current view with the one built inside this block."""
        with self.client:
            hush()
            close_sheets()
            self._container.clear()
            with self._container:
                yield

    def take(self, me: Participant) -> None:
        """Show the room as this person sees it, and make them present in it."""
        self._me, self._taken = me, True
        with self.view():
            room_view(self.room, me, self.media, self.invitation, self.kept, self.leave)
            on(self.room, me, SeatHeld, do=self._held)
            on(self.room, me, SeatLeft, do=self._left)
        if self.client.has_socket_connection:
            self._connected()

    async def leave(self) -> None:
        """Give up the seat and go to the lobby."""
        await self.room.leave(self.seat)  # _left, here and in every other tab, goes to the lobby

    def remember_name(self, name: str) -> None:
        """Keep the name for the next room in a cookie on this device, which the join view reads."""
        with self.client:
            set_cookie(NAME_COOKIE, name, YEAR_SECONDS)

    def _disconnected(self) -> None:
        # An old socket may close after its successor opens, as when a laptop changes Wi-Fi.
        if not self.client.has_socket_connection:
            self.room.disconnect(self.seat, self.client.id)

    def _connected(self) -> None:
        if not self._taken:
            return
        self.room.connect(self.seat, self.client.id, self.client.tab_id or '')
        if not self.room.presence.holds(self.seat, self.client.id):
            self._elsewhere()

    def _held(self, event: SeatHeld) -> None:
        if event.tab != self.client.tab_id:
            self._elsewhere()

    def _left(self, event: SeatLeft) -> None:
        if event.by == self.seat:
            self._taken = False
            with self.client:
                ui.navigate.to('/')

    def _elsewhere(self) -> None:
        self._taken = False
        self.room.forget(self.seat, self.client.id)
        with self.view():
            end_view(
                'copy',
                'You are open in another tab',
                'You can sit in one place at a time. Your goals and your draft come with you.',
                'Use it here',
                on_step=self._use_here,
            )
            # This also keeps the room awake while the page is open.
            on(self.room, self._me, SeatLeft, do=self._left)

    async def _use_here(self) -> None:
        self.room.take_over(self.seat, self.client.id, self.client.tab_id or '')
        me = await self.room.come_back(self.seat)
        if me is None:
            with self.client:
                ui.navigate.reload()
        else:
            self.take(me)

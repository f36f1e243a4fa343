"""The page of a room: the join view for a visitor, or the room itself for anyone with a seat."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui

from components.kit.brand import page_header
from components.kit.layout import frame
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import footer
from components.lobby.join_view import join_view
from components.panels.media_stage import media_preview
from components.sheets.invite import Invitation
from pages.ends import room_refused
from pages.seat import NAME_COOKIE, Seat
from pages.site import Site
from studyroom.room.errors import RoomError
from studyroom.room.ports import MediaHealth, Rooms
from studyroom.room.room import Room
from studyroom.room.seats import Participant
from studyroom.room.sentences import Sentence

KEPT = 'Kept until the room has been unused for {time}: names, goals, messages. No account, no tracking.'


@dataclass(frozen=True, slots=True)
class Foot:
    """What is stored, and for how long."""

    words: str


def draw_foot(row: Foot) -> Tag:
    """Draw the small print under the join view."""
    return footer('foot')[row.words]


def register(rooms: Rooms, site: Site) -> None:
    """Serve `/room/{room_id}`."""
    kept = kept_in_words(site.kept_days)

    @ui.page('/room/{room_id}', reconnect_timeout=site.reconnect_grace_seconds)
    async def room(request: Request, room_id: str) -> Response | None:
        try:
            found = await rooms.find(room_id)
        except RoomError as problem:
            return room_refused(request, problem)
        person: str = request.state.person
        if found.room_id != room_id:
            return RedirectResponse(f'/room/{quote(found.room_id)}')
        me = await _come_back(found, person)
        with frame(found.facts.config.title, phase=found.facts.timer.phase.value):
            base, reachable = site.shared(request.url.scheme, request.url.netloc)
            invitation = Invitation(f'{base}/room/{quote(found.room_id)}', reachable)
            seat = Seat(found, person, site.media, invitation, kept)
            if me is None:
                _join(seat, unquote(request.cookies.get(NAME_COOKIE, '')))
            else:
                seat.take(me)
        return None


def kept_in_words(days: int) -> Sentence:
    """Say what is stored, and for how long the room can go unused."""
    time = Sentence('a_day', 'a day') if days == 1 else Sentence('days', '{count} days', count=days)
    return Sentence('kept', KEPT, time=time)


async def _come_back(room: Room, person: str) -> Participant | None:
    try:
        return await room.come_back(room.seat_of(person))
    except RoomError:
        # Nothing can be stored right now, but the seat is still theirs.
        return room.person(room.seat_of(person))


def _join(seat: Seat, name: str) -> None:
    async def sit_down(wish: str) -> None:
        me: Participant = await seat.room.sit_down(seat.person, wish)
        seat.remember_name(wish)
        seat.take(me)

    with seat.view(), ui.element('div').classes('centre'):
        page_header()
        with ui.element('main').classes('join'):
            join_view(seat.room, name, sit_down)
            if seat.media.status.health is not MediaHealth.OFF:
                media_preview(seat.media)
        LiveView(draw_foot, Foot(seat.kept))

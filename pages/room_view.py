"""The room itself: which panel goes where."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from components.kit.sounds import Sounds
from components.panels.chat import chat_panel
from components.panels.control_bar import control_bar
from components.panels.goals import goals_panel
from components.panels.media_stage import MediaStage
from components.panels.panel_tabs import panel_tabs
from components.panels.people import people_panel
from components.panels.room_goal import room_goal
from components.panels.timer import rhythm_button, timer_controls, timer_ring
from components.panels.top_bar import top_bar
from components.panels.working_on import working_on
from components.sheets.invite import Invitation
from components.sheets.media_help import media_notice
from pages.sheets import sheet_opener
from studyroom.room.ports import MediaPort
from studyroom.room.room import Room
from studyroom.room.seats import Participant


def room_view(
    room: Room,
    me: Participant,
    media: MediaPort,
    invitation: Invitation,
    kept: str,
    leave: Callable[[], Awaitable[Any]],
) -> None:
    """Place everything that `me` sees. To add a panel, import it above and call it where it belongs."""
    open_sheet = sheet_opener(room, me, invitation, kept)
    with ui.element('div').classes('room'):
        top_bar(room, me, open_sheet)
        with ui.element('section').classes('left').props('role=complementary aria-label="Goals and people"'):
            room_goal(room, me)
            goals_panel(room, me)
            people_panel(room, me)
        with ui.element('main').classes('main').props('aria-label="Timer"'):
            MediaStage(room, me, media)
            with ui.element('div').classes('desk'):
                timer_ring(room, me)
                with ui.element('div').classes('desk__side'):
                    timer_controls(room, me)
                    working_on(room, me)
                    rhythm_button(room, me)
            media_notice().on_act('devices', lambda *_: open_sheet('devices'))
        with ui.element('section').classes('right').props('role=complementary aria-label="Chat"'):
            chat_panel(room, me)
        control_bar(room, me, open_sheet, leave)
        panel_tabs()
    Sounds()

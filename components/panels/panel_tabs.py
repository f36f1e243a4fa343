"""The four tabs of a phone, which shows one panel at a time."""

from __future__ import annotations

from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import button, div, icon, nav, span

FIRST = 'timer'
TABS = (
    (FIRST, 'timer', 'Timer'),
    ('goals', 'list-checks', 'Goals'),
    ('people', 'users', 'People'),
    ('chat', 'message-square-text', 'Chat'),
)


def draw_tabs() -> Tag:
    """Draw a tab for each panel; the chat's tab counts unread messages."""
    tabs = [_tab(*tab) for tab in TABS]
    return nav('bare', aria_label='Panels')[div('phonetabs', role='tablist', aria_label='Panels')[tabs]]


def _tab(panel: str, picture: str, word: str) -> Tag:
    tab = button('tab', role='tab', id=f'tab-{panel}', aria_selected=panel == FIRST, data_panel_tab=panel)
    unread = span('badge', data_unread_of='chat', hidden=True) if panel == 'chat' else None
    return tab(tabindex=0 if panel == FIRST else -1)[icon(picture), word, unread]


def panel_tabs() -> None:
    """Place the tabs. The choice stays in the browser: `data-panel` on the room says which panel is shown."""
    LiveView(draw_tabs)

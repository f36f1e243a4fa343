"""On a phone: one panel at a time, behind four tabs."""

from __future__ import annotations

from components.kit.live_view import LiveView

TABS = (
    ('timer', 'timer', 'Timer'),
    ('goals', 'list-checks', 'Goals'),
    ('people', 'users', 'People'),
    ('chat', 'message-square-text', 'Chat'),
)


def _tab(panel: str, icon: str, word: str) -> str:
    badge = '<span class="badge" data-unread-of="chat" hidden></span>' if panel == 'chat' else ''
    selected = 'true' if panel == 'timer' else 'false'
    return (
        f'<button type="button" class="tab" role="tab" id="tab-{panel}" aria-selected="{selected}" data-panel-tab="{panel}"'
        f' tabindex="{0 if panel == "timer" else -1}"><icon name="{icon}"/>{word}{badge}</button>'
    )


def panel_tabs() -> None:
    """The choice lives in the browser: `data-panel` on the room says which panel is shown."""
    tabs = ''.join(_tab(*tab) for tab in TABS)
    tablist = f'<div class="phonetabs" role="tablist" aria-label="Panels">{tabs}</div>'
    LiveView(f'<nav class="bare" aria-label="Panels">{tablist}</nav>', {})

"""The tabs of a phone."""

from __future__ import annotations

from components.kit.template import render
from components.panels.panel_tabs import draw_tabs


def test_the_timer_is_chosen_first() -> None:
    drawn = render(draw_tabs)
    assert drawn.startswith(
        '<nav class="bare" aria-label="Panels"><div class="phonetabs" role="tablist" aria-label="Panels">'
        '<button class="tab" type="button" role="tab" id="tab-timer" aria-selected="true" data-panel-tab="timer"'
        ' tabindex="0"><svg class="icon" aria-hidden="true"><use href="#timer"></use></svg>Timer</button>'
    )
    assert (drawn.count('aria-selected="false"'), drawn.count('tabindex="-1"')) == (3, 3)


def test_the_chat_tab_counts_unread_messages() -> None:
    unread = '<span class="badge" data-unread-of="chat" hidden></span>'
    assert render(draw_tabs).endswith(f'</svg>Chat{unread}</button></div></nav>')
    assert render(draw_tabs).count('badge') == 1

"""The sign of the product, and the line at the top of pages without a room."""

from __future__ import annotations

from components.kit.live_view import LiveView

NAME = 'Online Study Room'
MARK = (
    '<svg class="mark" viewBox="0 0 26 26" fill="none" aria-hidden="true">'
    '<circle cx="13" cy="13" r="10.5" stroke="var(--line)" stroke-width="2"/>'
    '<path d="M13 2.5a10.5 10.5 0 1 1-9.1 5.25" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/>'
    '<circle cx="13" cy="13" r="3" fill="currentColor"/></svg>'
)
HEADER = f"""
<header class="page__top"><a class="page__brand" href="/">{MARK}<span class="strong">{NAME}</span></a>
  <button type="button" class="iconbtn" title="Light or dark" aria-label="Light or dark" data-toggle-theme><icon name="sun-moon"/></button></header>
"""


def page_header() -> None:
    """Sign, name, and light or dark."""
    LiveView(HEADER, {})

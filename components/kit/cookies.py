"""Cookies that the page itself keeps in its browser."""

from __future__ import annotations

import re
from urllib.parse import quote

from nicegui import ui

NAME = re.compile(r'[a-z_]+')


def set_cookie(name: str, value: str, seconds: int) -> None:
    """Keep a cookie in the browser of this page for so long; the server reads it with `unquote`. Raises ValueError."""
    ui.run_javascript(f"document.cookie = '{cookie(name, value, seconds)}'")


def cookie(name: str, value: str, seconds: int) -> str:
    """Write a cookie, with its value quoted as in an address. Raises ValueError for a name that is not a plain word."""
    if not NAME.fullmatch(name):
        raise ValueError(f'{name!r} is not the name of a cookie')
    return f'{name}={quote(value, safe="")}; Path=/; Max-Age={seconds:d}; SameSite=Lax'

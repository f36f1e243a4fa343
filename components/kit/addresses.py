"""Addresses that a row may lead to."""

from __future__ import annotations

import re

from components.kit.traced import js, traced, tracing

# A browser reads "/\" as "//", and passes over tabs and line breaks. `ownAddress` in static/live_list.js is the same.
OWN = re.compile(r'/(?![/\\])[^\t\n\r]*')


class OwnAddress(str):
    """A path on our own site."""

    __slots__ = ()


def own_address(address: str) -> str | None:
    """Let a row lead to a path on our own site: `a(href=own_address(row.address))`. Any other address is left out."""
    if tracing.get():
        return traced(f'ownAddress({js(address)})', OwnAddress, optional=True)
    return OwnAddress(address) if OWN.fullmatch(address) else None

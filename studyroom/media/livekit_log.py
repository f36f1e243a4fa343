"""Forwards the log of livekit-server to ours: at its level, with only the fields that name no person or address."""

from __future__ import annotations

import json
import logging
from typing import Any

log = logging.getLogger(__name__)

# At "info" it reports every connection, which is detail for debugging.
LEVELS = {'debug': logging.DEBUG, 'info': logging.DEBUG, 'warn': logging.WARNING, 'error': logging.ERROR}
ORDINARY = {'error reading data channel', 'error writing to websocket'}  # warnings whenever somebody closes a page
TOLD = {'room': 'room', 'participant': 'seat'}
LONGEST = 300


def forward(line: str) -> None:
    """Write one line of livekit-server to our log."""
    fields = _fields(line)
    extra = {ours: str(fields[theirs]) for theirs, ours in TOLD.items() if theirs in fields}
    level = logging.DEBUG if fields.get('msg') in ORDINARY else LEVELS.get(str(fields.get('level')), logging.DEBUG)
    log.log(level, 'livekit-server: %s', message_of(line), extra=extra)


def message_of(line: str) -> str:
    """Return the message of a line and its error, or the line itself if it is not JSON."""
    fields = _fields(line)
    words = [str(fields[name]) for name in ('msg', 'error') if fields.get(name)]
    return (': '.join(words) or line)[:LONGEST]


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}

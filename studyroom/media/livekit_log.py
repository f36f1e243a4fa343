"""What livekit-server says, in our log: at its level, and only the fields that name no person and no address."""

from __future__ import annotations

import json
import logging
from typing import Any

log = logging.getLogger(__name__)

# Its "info" is a diary of every connection: only for who asks for it.
LEVELS = {'debug': logging.DEBUG, 'info': logging.DEBUG, 'warn': logging.WARNING, 'error': logging.ERROR}
ORDINARY = {'error reading data channel', 'error writing to websocket'}  # warnings about whoever closes a page
TOLD = {'room': 'room', 'participant': 'seat'}
LONGEST = 300


def forward(line: str) -> None:
    """Put one line into our log."""
    fields = _fields(line)
    extra = {ours: str(fields[theirs]) for theirs, ours in TOLD.items() if theirs in fields}
    level = logging.DEBUG if fields.get('msg') in ORDINARY else LEVELS.get(str(fields.get('level')), logging.DEBUG)
    log.log(level, 'livekit-server: %s', message_of(line), extra=extra)


def message_of(line: str) -> str:
    """The message of a line, and its error; the line itself when it is not JSON."""
    fields = _fields(line)
    words = [str(fields[name]) for name in ('msg', 'error') if fields.get(name)]
    return (': '.join(words) or line)[:LONGEST]


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}

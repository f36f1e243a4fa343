"""Writes docs/events.md: `python -m studyroom.server.events_docs`, in the checkout."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from pathlib import Path

from studyroom.room import events
from studyroom.room.events import Event, Fact
from studyroom.room.permissions import Audience

HEAD = """# Events

All that can happen in a room, from the docstrings of `studyroom/room/events.py`. Every event has `room_id`, `at`
(seconds since 1970) and `by` (the seat that acted, empty for the room itself). Lengths are seconds unless a name says
otherwise.
"""
FACTS_HEAD = """
## Facts

Stored and numbered: `seq` counts 1, 2, 3 in each room, `v` is the version of the class.
"""
PASSING_HEAD = """
## Presence, and rooms that wake and sleep

True only for now: published, never stored, never numbered.
"""
TABLE = """
| event | fields | who hears it | what happened |
| --- | --- | --- | --- |
"""
HEARD_BY = {Audience.ROOM: 'the room', Audience.SELF: 'that person'}


def main() -> None:
    """Write the page into the working directory."""
    Path('docs/events.md').write_text(events_page(), encoding='utf-8')


def events_page() -> str:
    """Return the Markdown of docs/events.md."""
    kinds = list(event_classes())
    facts = ''.join(_row(kind) for kind in kinds if issubclass(kind, Fact))
    passing = ''.join(_row(kind) for kind in kinds if not issubclass(kind, Fact))
    return HEAD + FACTS_HEAD + TABLE + facts + PASSING_HEAD + TABLE + passing


def event_classes() -> Iterator[type[Event]]:
    """Yield every event class that is published, noun by noun."""
    yield from events.KINDS


def _row(kind: type[Event]) -> str:
    common = {field.name for field in dataclasses.fields(Fact)}
    own = ', '.join(f'`{field.name}`' for field in dataclasses.fields(kind) if field.name not in common)
    words = ' '.join((inspect.getdoc(kind) or '').split())
    return f'| `{kind.__name__}` | {own} | {HEARD_BY[kind.audience]} | {words} |\n'


if __name__ == '__main__':
    main()

"""Reads what a page of the study room holds for a browser: its id, and where one can write and click."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ELEMENTS = re.compile(r'parseElements\(String\.raw`(.*?)`\)', re.DOTALL)
QUERY = re.compile(r'^\s*query: (\{.*\}),$', re.MULTILINE)
ACT = re.compile(r'\bact\(["\'](\w+)["\']')
# In this order, as NiceGUI's own script undoes it.
ESCAPED = {'&#36;': '$', '&#96;': '`', '&gt;': '>', '&lt;': '<', '&amp;': '&'}

Elements = Mapping[str, Mapping[str, Any] | None]


class Listener(NamedTuple):
    """Where an event of the browser goes."""

    element: int
    listener: str


class NotAPage(Exception):
    """Raised for an answer that is no page of the study room, such as a refusal."""


@dataclass
class Controls:
    """Where one can write (by the classes of the entry) and click (by the name of the act)."""

    entries: dict[str, Listener] = field(default_factory=dict)
    acts: dict[str, Listener] = field(default_factory=dict)

    def update(self, elements: Elements) -> None:
        """Learn from elements as they travel: those of the page, or of an update (None for one that is gone)."""
        for number, element in elements.items():
            if element is None:
                self._forget(int(number))
            else:
                self._learn(int(number), element)

    def _learn(self, number: int, element: Mapping[str, Any]) -> None:
        props = element.get('props', {})
        for event in element.get('events', ()):
            listener = Listener(number, event['listener_id'])
            if event['type'] == 'submit' and 'look' in props:
                self.entries |= dict.fromkeys(props['look'].split(), listener)
            elif event['type'] == 'act':
                self.acts |= dict.fromkeys(ACT.findall(props.get('row', '')), listener)

    def _forget(self, number: int) -> None:
        for known in (self.entries, self.acts):
            for name in [name for name, listener in known.items() if listener.element == number]:
                del known[name]


@dataclass
class BrowserPage:
    """A page as a browser got it."""

    query: dict[str, Any]
    controls: Controls

    @property
    def client_id(self) -> str:
        """The name of this page on the server."""
        return str(self.query['client_id'])

    @property
    def next_message_id(self) -> int:
        """The number of the first message for this page."""
        return int(self.query['next_message_id'])


def read_page(html: str) -> BrowserPage:
    """Read it from its HTML. Raises NotAPage."""
    query, elements = QUERY.search(html), ELEMENTS.search(html)
    if query is None or elements is None:
        raise NotAPage(html[:200])
    raw = elements[1]
    for escaped, plain in ESCAPED.items():
        raw = raw.replace(escaped, plain)
    controls = Controls()
    controls.update(json.loads(raw))
    return BrowserPage(ast.literal_eval(query[1]), controls)

"""What is measured: each figure with its unit, its limit and its aim."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BARE = 'bare '
SUBSCRIBERS = (2, 10, 30)


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that a figure may be (the least, if `least`): so many times the bare server, or a value, or both."""

    times: float | None = None
    value: float | None = None
    least: bool = False

    def holds(self, value: float, ratio: float | None) -> bool:
        """Whether a figure is within it. What cannot be said of a ratio without a baseline is not held against it."""
        if self.times is not None and ratio is not None and ratio > self.times:
            return False
        if self.value is None:
            return True
        return value >= self.value if self.least else value <= self.value

    def __str__(self) -> str:
        parts = [f'{self.times:g}x'] if self.times is not None else []
        parts += [f'{self.value:,g}'] if self.value is not None else []
        return ', '.join(parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and its samples' name. `scenario` groups figures that are measured together."""

    name: str
    scenario: str
    title: str
    unit: str
    limit: Bound | None = None
    aim: Bound | None = None


FIGURES = (
    Figure('chat p50', 'one room', 'Chat to all {people}, p50', 'ms', Bound(3), Bound(2)),
    Figure('chat p99', 'one room', 'Chat to all {people}, p99', 'ms'),
    Figure('chat server time', 'one room', 'Chat to all {people}, server time of a line', 'ms'),
    Figure('timer p50', 'one room', 'Timer change to all {people}, p50', 'ms', Bound(3), Bound(2)),
    Figure('timer p99', 'one room', 'Timer change to all {people}, p99', 'ms'),
    Figure(
        'one more', 'one room', 'One more joins {people}: server time in all', 'ms', Bound(None, 35), Bound(None, 25)
    ),
    Figure('telling of one more', 'one room', '- of it telling the others', 'ms', Bound(None, 15), Bound(None, 10)),
    Figure('join one room', 'one room', '{people} join one room: server time', 's', Bound(None, 5), Bound(None, 3.5)),
    Figure(
        'memory, one room',
        'one room',
        'Memory of a browser, {people} in one room',
        'KB',
        Bound(None, 300),
        Bound(None, 230),
    ),
    Figure('bell lateness', 'one room', 'Bell: how late on the screens, p50', 'ms'),
    Figure('bell spread', 'one room', 'Bell: first screen to last', 'ms'),
    Figure(
        'join many rooms', 'many rooms', '{many} join {rooms} rooms: server time', 's', Bound(None, 14), Bound(None, 11)
    ),
    Figure('idle', 'many rooms', 'Idle, {many} browsers, {rooms} timers running', '% CPU', Bound(1.2), Bound(1)),
    Figure('chat p50, many rooms', 'many rooms', 'Chat, {many} in {rooms} rooms, p50', 'ms', Bound(3), Bound(2)),
    Figure(
        'chat p99, many rooms',
        'many rooms',
        'Chat, {many} in {rooms} rooms, p99',
        'ms',
        Bound(None, 15),
        Bound(None, 10),
    ),
    Figure(
        'memory, many rooms',
        'many rooms',
        'Memory of a browser, {a_room} a room',
        'KB',
        Bound(None, 260),
        Bound(None, 230),
    ),
    Figure('page server time', 'page', 'Page (join view): server time', 'ms', Bound(None, 7)),
    Figure('page p50', 'page', 'Page (join view): until it is here, p50', 'ms'),
    Figure('page size', 'page', 'Page (join view): size as it travels', 'KB', Bound(None, 8)),
    Figure('file server time', 'page', 'A file of the page: server time (beside: not kept)', 'ms'),
    Figure('sockets chat p50', 'sockets', 'Chat to {people} sockets of the API, p50', 'ms', Bound(1)),
    Figure('sockets chat p99', 'sockets', 'Chat to {people} sockets of the API, p99', 'ms'),
    Figure('sockets idle', 'sockets', 'Idle, {people} sockets of the API, timer running', '% CPU', Bound(1)),
    Figure('sockets traffic', 'sockets', 'Sent to {people} sockets that join one room', 'MB'),
    Figure('writes, 1 room', 'writing', 'Verbs stored a second, 1 room writing', '/s'),
    Figure('writes, 10 rooms', 'writing', 'Verbs stored a second, 10 rooms writing', '/s'),
    Figure('writes, 100 rooms', 'writing', 'Verbs stored a second, 100 rooms writing', '/s'),
    Figure('write p99, 1 room', 'writing', 'Until a verb is stored, 1 room writing, p99', 'ms'),
    Figure('write p99, 10 rooms', 'writing', 'Until a verb is stored, 10 rooms writing, p99', 'ms'),
    Figure('write p99, 100 rooms', 'writing', 'Until a verb is stored, 100 rooms writing, p99', 'ms'),
    Figure(
        'browsers at 50 ms',
        'ramp',
        'Browsers in rooms of {a_room} until chat p99 > 50 ms',
        '',
        None,
        Bound(None, 5_000, least=True),
    ),
    Figure('browsers at 250 ms', 'ramp', 'Browsers in rooms of {a_room} until chat p99 > 250 ms', ''),
    Figure('start, empty', 'long log', 'Start with an empty log', 's'),
    Figure('start', 'long log', 'Start with {facts} facts', 's'),
    Figure('wake', 'long log', 'Wake a room of {facts_a_room} facts', 'ms'),
    Figure('wake, no snapshot', 'long log', 'Wake the same room without its snapshot', 'ms'),
    *(
        Figure(f'{who}, {count} subscribers', 'media', f'{title}, 1 camera to {count} subscribers', '% CPU')
        for count in SUBSCRIBERS
        for who, title in (('livekit', 'livekit-server'), ('proxy', 'The study room meanwhile'))
    ),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some samples, and the least and greatest of them."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Spread:
        return cls(statistics.median(samples), min(samples), max(samples))


@dataclass(frozen=True, slots=True)
class Result:
    """A figure as it was measured, beside the bare server where that does the same."""

    figure: Figure
    title: str
    study_room: Spread
    bare: Spread | None

    @property
    def ratio(self) -> float | None:
        """How many times the bare server."""
        return self.study_room.median / self.bare.median if self.bare and self.bare.median > 0 else None

    @property
    def verdict(self) -> str:
        """Whether it is within its aim or its limit."""
        value = self.study_room.median
        if self.figure.aim and self.figure.aim.holds(value, self.ratio):
            return 'aim'
        if self.figure.limit:
            return 'ok' if self.figure.limit.holds(value, self.ratio) else 'OVER'
        return 'below aim' if self.figure.aim else ''


def results(samples: Mapping[str, Sequence[float]], words: Mapping[str, Any]) -> list[Result]:
    """Return all figures that were measured, in the order of the table."""
    return [
        Result(
            figure,
            figure.title.format_map(words),
            Spread.of(samples[figure.name]),
            Spread.of(samples[BARE + figure.name]) if samples.get(BARE + figure.name) else None,
        )
        for figure in FIGURES
        if samples.get(figure.name)
    ]

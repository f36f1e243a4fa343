"""What only the browser knows, each under a name: who looks, what time it is there, who speaks, what was chosen there.

In a row function these stand for what the browser finds. `render` answers them from a Browser, for tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil, tau
from typing import Literal, Protocol, TypeVar, cast, overload

from components.kit.markup import Tag
from components.kit.prefs import DEFAULTS, Choice, Level, Pref, Switch
from components.kit.tags import circle
from components.kit.traced import Nothing, Traced, either, filled, js, part, traced, tracing

R = TypeVar('R')
DAY = 86_400_000
DeviceKind = Literal['mic', 'camera', 'speaker']
Sent = Literal['mic', 'camera', 'screen']


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone, camera or speaker that this browser sees."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Devices:
    """What can be chosen, by kind."""

    mic: tuple[Device, ...] = ()
    camera: tuple[Device, ...] = ()
    speaker: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """How sound and pictures stand in this browser; `mic`, `camera` and `screen` are off, opening or on."""

    health: str = 'starting'
    line: str = ''
    mic: str = 'off'
    camera: str = 'off'
    screen: str = 'off'
    call: str = 'idle'
    speaking: tuple[str, ...] = ()
    notice: str = ''
    devices: Devices = Devices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A browser as a test describes it. `passed_ms` is how long ago the row came, `previous` the row before it."""

    me: str = ''
    now_ms: int = 0
    passed_ms: int = 0
    previous: object = None
    media: Media = Media()
    prefs: Mapping[str, bool | int | str] = field(default_factory=dict)
    can: frozenset[str] = frozenset()


NOWHERE = Browser()
browser: ContextVar[Browser] = ContextVar('browser', default=NOWHERE)


class Dated(Protocol):
    """A row with an instant."""

    @property
    def at(self) -> int: ...


class Aged(Protocol):
    """A row that says how old something was when it was sent."""

    @property
    def age_ms(self) -> int | None: ...


class Timed(Protocol):
    """A row that says how much was left when it was sent."""

    @property
    def remaining_ms(self) -> int: ...
    @property
    def total_ms(self) -> int: ...
    @property
    def running(self) -> bool: ...


def is_me(seat: str) -> bool:
    """Whether this is the seat of the person who looks. The list or view is told by `me=`."""
    return traced(f'isMe({js(seat)})', bool) if tracing.get() else seat == browser.get().me


def ago(row: Aged) -> str:
    """How long ago, kept true: "just now", "10 min", "2 h"."""
    if tracing.get():
        return traced(f'ago({js(row)})', str)
    minutes = ((row.age_ms or 0) + browser.get().passed_ms) // 60_000
    return 'just now' if minutes < 1 else f'{minutes} min' if minutes < 60 else f'{minutes // 60} h'


def left(row: Timed) -> str:
    """Minutes and seconds that are left, kept true: "14:20"."""
    if tracing.get():
        return traced(f'left({js(row)})', str)
    seconds = ceil(_remaining(row) / 1000)
    return f'{seconds // 60:02}:{seconds % 60:02}'


def arc(row: Timed, classes: str, *, radius: int, centre: int) -> Tag:
    """The part of a ring that is left, kept true: a `<circle>` for an `<svg>`."""
    place = circle(classes, cx=centre, cy=centre, r=radius)
    if tracing.get():
        drawn = f'dash({js(row)}, {radius})'
        turn = traced(f'{drawn}.turn', str)
        return place(stroke_dasharray=traced(f'{drawn}.dasharray', str), transform=_turned(turn, centre))
    around, share = tau * radius, min(1.0, _remaining(row) / row.total_ms) if row.total_ms else 1.0
    return place(
        stroke_dasharray=f'{share * around:.2f} {around:.2f}',
        transform=_turned(f'{360 * (1 - share) - 90:.2f}', centre),
    )


def hhmm(at: int) -> str:
    """The time of day there at that instant, in milliseconds since 1970: "14:05". `render` says it in UTC."""
    return traced(f'hhmm({js(at)})', str) if tracing.get() else f'{_utc(at):%H:%M}'


def hhmm_in(ms: int) -> str:
    """The time of day there in so many milliseconds from now."""
    return traced(f'hhmm(Date.now() + {part(ms)})', str) if tracing.get() else hhmm(browser.get().now_ms + ms)


def iso(at: int) -> str:
    """The instant as a `<time datetime>` wants it: "2026-09-21T14:13:20.000Z"."""
    if tracing.get():
        return traced(f'new Date({js(at)}).toISOString()', str)
    return f'{_utc(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z'


def day(at: int) -> str:
    """The day there: "Today", "Yesterday", "Mon, 21 Sep"."""
    if tracing.get():
        return traced(f'day({js(at)})', str)
    days = browser.get().now_ms // DAY - at // DAY
    return {0: 'Today', 1: 'Yesterday'}.get(days, f'{_utc(at):%a, %-d %b}')


def previous(row: R) -> R:
    """The row above this one in the list. Above the first is one whose fields equal nothing."""
    if isinstance(row, Traced):
        return cast(R, Traced('prev?', row.type))
    return cast(R, browser.get().previous or Nothing())


def new_day(row: Dated) -> bool:
    """Whether this row is the first of its day there."""
    if tracing.get():
        return traced('newday', bool)
    before = previous(row).at
    return before is None or before // DAY != row.at // DAY


def soon_after_previous(row: Dated, minutes: int) -> bool:
    """Whether less than so many minutes lie between the row above and this one."""
    if tracing.get():
        return traced(f'row.at - prev?.at < {minutes * 60_000}', bool, compound=True)
    before = previous(row).at
    return before is not None and row.at - before < minutes * 60_000


def media() -> Media:
    """How sound and pictures stand in this browser: `media().health == 'ready'`."""
    return traced('media', Media) if tracing.get() else browser.get().media


def sent(kind: Sent) -> str:
    """Whether microphone, camera or screen of this browser are off, opening or on."""
    return cast(str, getattr(media(), kind))


def speaking(seat: str) -> bool:
    """Whether that seat is heard at this moment."""
    return traced(f'media.speaking.includes({js(seat)})', bool) if tracing.get() else seat in media().speaking


def devices(kind: DeviceKind) -> tuple[Device, ...]:
    """What can be chosen; empty before the browser may say."""
    return cast(tuple[Device, ...], getattr(media().devices, kind))


def chosen_device(kind: DeviceKind) -> str:
    """The id of the device that was chosen, or else of the first."""
    first = (
        traced(f'media.devices.{kind}[0]?.id', str) if tracing.get() else next((one.id for one in devices(kind)), '')
    )
    return either(pref(kind), first)


@overload
def pref(name: Switch) -> bool: ...
@overload
def pref(name: Level) -> int: ...
@overload
def pref(name: Choice) -> str: ...
def pref(name: Pref) -> bool | int | str:
    """A choice that is kept in this browser; `set_pref` changes it."""
    if tracing.get():
        return traced(f'pref({js(name)})', type(DEFAULTS[name]))
    return browser.get().prefs.get(name, DEFAULTS[name])


def can(what: Literal['notify']) -> bool:
    """Whether this browser is able to."""
    return traced(f'can({js(what)})', bool) if tracing.get() else what in browser.get().can


def _remaining(row: Timed) -> int:
    return max(0, row.remaining_ms - (browser.get().passed_ms if row.running else 0))


def _turned(turn: str, centre: int) -> str:
    return filled(f'rotate({{turn}} {centre} {centre})', turn=turn)


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)

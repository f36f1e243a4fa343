"""Named helpers for what only the browser knows: who is looking, the local time, who is speaking, which choices it keeps.

In a row function they stand for values that the browser fills in. In tests, `render` takes them from a Browser.
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
from components.kit.sentences import filled
from components.kit.tags import circle
from components.kit.traced import Nothing, Traced, either, js, part, traced, tracing

R = TypeVar('R')
DAY = 86_400_000
DeviceKind = Literal['mic', 'camera', 'speaker']
Sent = Literal['mic', 'camera', 'screen']


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone, camera or speaker that this browser can see."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Devices:
    """The available devices of each kind."""

    mic: tuple[Device, ...] = ()
    camera: tuple[Device, ...] = ()
    speaker: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """The state of sound and video in this browser; `mic`, `camera` and `screen` are off, opening or on."""

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
    """A browser as a test describes it. `passed_ms` is the time since the row arrived, `previous` the row before it."""

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
    """A row with the age that something had when it was sent."""

    @property
    def age_ms(self) -> int | None: ...


class Timed(Protocol):
    """A row with the time that was left when it was sent."""

    @property
    def remaining_ms(self) -> int: ...
    @property
    def total_ms(self) -> int: ...
    @property
    def running(self) -> bool: ...


def is_me(seat: str) -> bool:
    """Return whether this is the seat of the person looking. The list or view learns it from `me=`."""
    return traced(f'isMe({js(seat)})', bool) if tracing.get() else seat == browser.get().me


def ago(row: Aged) -> str:
    """Say how long ago it was, kept up to date: "just now", "10 min", "2 h"."""
    if tracing.get():
        return traced(f'ago({js(row)})', str)
    minutes = ((row.age_ms or 0) + browser.get().passed_ms) // 60_000
    return 'just now' if minutes < 1 else f'{minutes} min' if minutes < 60 else f'{minutes // 60} h'


def left(row: Timed) -> str:
    """Return the minutes and seconds left, kept up to date: "14:20"."""
    if tracing.get():
        return traced(f'left({js(row)})', str)
    seconds = ceil(_remaining(row) / 1000)
    return f'{seconds // 60:02}:{seconds % 60:02}'


def arc(row: Timed, classes: str, *, radius: int, centre: int) -> Tag:
    """Draw the part of a ring that is left, kept up to date: a `<circle>` for an `<svg>`."""
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
    """Return the local time at an instant, in milliseconds since 1970: "14:05". `render` uses UTC."""
    return traced(f'hhmm({js(at)})', str) if tracing.get() else f'{_utc(at):%H:%M}'


def hhmm_in(ms: int) -> str:
    """Return the local time so many milliseconds from now."""
    return traced(f'hhmm(Date.now() + {part(ms)})', str) if tracing.get() else hhmm(browser.get().now_ms + ms)


def iso(at: int) -> str:
    """Format the instant for `<time datetime>`: "2026-09-21T14:13:20.000Z"."""
    if tracing.get():
        return traced(f'new Date({js(at)}).toISOString()', str)
    return f'{_utc(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z'


def day(at: int) -> str:
    """Return the local day: "Today", "Yesterday", "Mon, 21 Sep"."""
    if tracing.get():
        return traced(f'day({js(at)})', str)
    days = browser.get().now_ms // DAY - at // DAY
    return {0: 'Today', 1: 'Yesterday'}.get(days, f'{_utc(at):%a, %-d %b}')


def previous(row: R) -> R:
    """Return the row above this one in the list. The fields of the row above the first equal nothing."""
    if isinstance(row, Traced):
        return cast(R, Traced('prev', row.type, optional=True))
    return cast(R, browser.get().previous or Nothing())


def new_day(row: Dated) -> bool:
    """Return whether this row is the first of its local day."""
    if tracing.get():
        return traced('newday', bool)
    before = previous(row).at
    return before is None or before // DAY != row.at // DAY


def soon_after_previous(row: Dated, minutes: int) -> bool:
    """Return whether this row came within so many minutes of the one above."""
    if tracing.get():
        return traced(f'{part(row.at)} - {part(previous(row).at)} < {minutes * 60_000}', bool, compound=True)
    before = previous(row).at
    return before is not None and row.at - before < minutes * 60_000


def media() -> Media:
    """Return the state of sound and video in this browser: `media().health == 'ready'`."""
    return traced('media', Media) if tracing.get() else browser.get().media


def sent(kind: Sent) -> str:
    """Return whether this browser's microphone, camera or screen is off, opening or on."""
    return cast(str, getattr(media(), kind))


def speaking(seat: str) -> bool:
    """Return whether the person in that seat is speaking right now."""
    return traced(f'media.speaking.includes({js(seat)})', bool) if tracing.get() else seat in media().speaking


def devices(kind: DeviceKind) -> tuple[Device, ...]:
    """Return the available devices; empty until the browser is allowed to list them."""
    return cast(tuple[Device, ...], getattr(media().devices, kind))


def chosen_device(kind: DeviceKind) -> str:
    """Return the id of the chosen device, or of the first one."""
    first = (
        traced(f'media.devices.{kind}[0]?.id', str, optional=True)
        if tracing.get()
        else next((one.id for one in devices(kind)), '')
    )
    return either(pref(kind), first)


@overload
def pref(name: Switch) -> bool: ...
@overload
def pref(name: Level) -> int: ...
@overload
def pref(name: Choice) -> str: ...
def pref(name: Pref) -> bool | int | str:
    """Return a choice kept in this browser; `set_pref` changes it."""
    if tracing.get():
        return traced(f'pref({js(name)})', type(DEFAULTS[name]))
    return browser.get().prefs.get(name, DEFAULTS[name])


def can(what: Literal['notify']) -> bool:
    """Return whether this browser supports it."""
    return traced(f'can({js(what)})', bool) if tracing.get() else what in browser.get().can


def _remaining(row: Timed) -> int:
    return max(0, row.remaining_ms - (browser.get().passed_ms if row.running else 0))


def _turned(turn: str, centre: int) -> str:
    return filled(f'rotate({{turn}} {centre} {centre})', turn=turn)


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)

"""Rate limits for an address, and for a socket."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from math import floor
from typing import Final, Literal

from limits import RateLimitItemPerSecond
from limits.strategies import SlidingWindowCounterRateLimiter

from studyroom.clock import Clock
from studyroom.security.windows import MOST_KEYS, Windows
from studyroom.settings import Settings

Kind = Literal['requests', 'rooms', 'sockets', 'messages']
MINUTE: Final = 60
SECONDS: Final[dict[Kind, int]] = {'requests': MINUTE, 'rooms': MINUTE, 'sockets': MINUTE, 'messages': 10}
NETWORK_BITS: Final = 64
NAME_LENGTH: Final = 64


class RateLimits:
    """The four limits of the settings, over sliding windows. 0 means no limit.

    `most`: the number of addresses counted separately for each kind; further ones share one count.
    """

    def __init__(self, settings: Settings, clock: Clock, most: int = MOST_KEYS) -> None:
        amounts: dict[Kind, int] = {
            'requests': settings.limit_requests,
            'rooms': settings.limit_rooms,
            'sockets': settings.limit_sockets,
            'messages': settings.limit_messages,
        }
        self._items = {kind: _item(kind, amount) for kind, amount in amounts.items() if amount}
        self._windows = {kind: Windows(clock, most) for kind in self._items}
        self._limiters = {kind: SlidingWindowCounterRateLimiter(windows) for kind, windows in self._windows.items()}

    def check(self, kind: Kind, who: str) -> int:
        """Count one more for `who`. Returns 0 if it is allowed, else the whole seconds to wait (>= 1).

        `who` is an address (all of an IPv6 /64 count as one), or any other name, such as that of a socket.
        """
        item = self._items.get(kind)
        key = network_of(who)
        if item is None or self._limiters[kind].hit(item, key):
            return 0
        return self._wait(kind, item, key)

    def forget(self, kind: Kind, who: str) -> None:
        """Forget what was counted for `who`, such as a closed socket."""
        if (item := self._items.get(kind)) is not None:
            self._limiters[kind].clear(item, network_of(who))

    def _wait(self, kind: Kind, item: RateLimitItemPerSecond, key: str) -> int:
        """Return the seconds until the weighted count is below the limit: in this window or after it."""
        length = SECONDS[kind]
        before, _, count, until = self._windows[kind].get_sliding_window(item.key_for(key), length)
        left = until - length
        if count < item.amount:
            wait = left - (item.amount - count) * length / before if before else 0.0
        else:
            wait = left + length * (1 - item.amount / count)
        return floor(wait) + 1  # at that very instant it would still be full


def network_of(address: str) -> str:
    """Return what is counted as one: an IPv4 address, an IPv6 /64 network, or the first 64 letters of another name."""
    try:
        found = ip_address(address.partition('%')[0])
    except ValueError:
        return address[:NAME_LENGTH]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f'{IPv6Address(int(found) >> NETWORK_BITS << NETWORK_BITS)}/{NETWORK_BITS}'


def _item(kind: Kind, amount: int) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(amount, SECONDS[kind], kind)

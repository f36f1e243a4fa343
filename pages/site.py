"""What the pages know about the server they run on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studyroom.room.ports import MediaPort


@dataclass(frozen=True, slots=True)
class Site:
    """A server; `shared(scheme, netloc)` gives the base of shared links, and whether other machines can open them."""

    reconnect_grace_seconds: float
    kept_days: int
    shared: Callable[[str, str], tuple[str, bool]]
    media: MediaPort

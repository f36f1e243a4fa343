"""Microphone, camera and screen, as the people in a room see them: what somebody sends, and whether anybody can."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class MediaState:
    """What one person sends right now; a muted track is not sent. Told by the media server, never by the browser."""

    audio: bool = False
    video: bool = False
    screen: bool = False


class MediaHealth(StrEnum):
    """Off by a setting; being fetched; starting or starting again; ready; or not to be had."""

    OFF = 'off'
    FETCHING = 'fetching'
    STARTING = 'starting'
    READY = 'ready'
    UNAVAILABLE = 'unavailable'


@dataclass(frozen=True, slots=True)
class MediaStatus:
    """How media stand on this server: `sentence` says it to a person, `advice` what to do (only when unavailable).

    `progress` goes from 0 to 1 while fetching; None when nobody knows how far it is.
    """

    health: MediaHealth
    sentence: str
    advice: str = ''
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What lets one client into one call: ask for a new one at each joining, keep none. Good for `seconds`.

    `url` is a path of our own origin. Without `own_relays` the browser shall use no STUN or TURN server at all
    (`iceServers: []`): everybody is on this machine or in one network.
    """

    url: str
    token: str
    own_relays: bool = False
    seconds: int = 300

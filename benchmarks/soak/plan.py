"""How long a soak is, how many people take part, and when something is killed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for on the command line, and what follows from it. Times are in seconds."""

    minutes: float = 60
    browsers: int = 200
    rooms: int = 10
    kills: int = 2
    media: bool = True
    seed: int = 1

    @property
    def seconds(self) -> float:
        """How long people come and go."""
        return self.minutes * 60

    @property
    def grace(self) -> int:
        """How long the server keeps a seat without a connection: its default, or less where the run is short."""
        return round(_within(self.seconds / 20, 10, 90))

    @property
    def pace(self) -> float:
        """The mean time between two things that one person does."""
        return _within(self.seconds / 30, 0.3, 10)

    @property
    def acts(self) -> int:
        """About as many things does a person do before they go."""
        return 30 if self.minutes >= 10 else 10

    @property
    def sample(self) -> float:
        """The time between two readings of the server's figures."""
        return _within(self.seconds / 180, 0.5, 10)

    @property
    def telling(self) -> float:
        """The time between two lines of progress."""
        return _within(self.seconds / 6, 2, 60)

    @property
    def incidents(self) -> tuple[tuple[float, str], ...]:
        """When the server is killed, then livekit-server, each after an equal part of the time."""
        whats = ['server'] * self.kills + (['livekit-server'] if self.media else [])
        part = self.seconds / (len(whats) + 1)
        return tuple((part * (number + 1), what) for number, what in enumerate(whats))

    @property
    def waits_for_sleep(self) -> bool:
        """Whether the end waits until the rooms are asleep, which takes more than a minute."""
        return self.minutes >= 1


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))

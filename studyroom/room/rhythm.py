"""How long the phases are, and which of them start by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studyroom.room.errors import BadInput

MINUTE = 60
FOCUS_MINUTES = (1, 120)
BREAK_MINUTES = (1, 30)
LONG_BREAK_MINUTES = (1, 60)
ROUNDS = (2, 12)


class Phase(StrEnum):
    """What the room is doing."""

    FOCUS = 'focus'
    BREAK = 'break'
    LONG = 'long'


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The lengths of phases in seconds; a long break comes after every `rounds` focuses (0: never)."""

    focus: int = 25 * MINUTE
    short_break: int = 5 * MINUTE
    long_break: int = 15 * MINUTE
    rounds: int = 0
    auto_break: bool = True
    auto_focus: bool = False

    def checked(self) -> Rhythm:
        """Return this rhythm if it is within bounds: focus 1-120 min, break 1-30, long break 1-60, rounds 0 or 2-12.

        Raises RoomError `bad_rhythm`.
        """
        _check_length('A focus', self.focus, FOCUS_MINUTES)
        _check_length('A break', self.short_break, BREAK_MINUTES)
        _check_length('A long break', self.long_break, LONG_BREAK_MINUTES)
        if not _whole(self.rounds) or (self.rounds and not ROUNDS[0] <= self.rounds <= ROUNDS[1]):
            low, high = ROUNDS
            raise BadInput(
                'bad_rhythm', 'A long break comes after {low} to {high} rounds, or never.', low=low, high=high
            )
        if not isinstance(self.auto_break, bool) or not isinstance(self.auto_focus, bool):
            raise BadInput('bad_rhythm', 'Automatic start is either on or off.')
        return self

    def length(self, phase: Phase) -> int:
        """Return the full length of a phase in seconds."""
        return {Phase.FOCUS: self.focus, Phase.BREAK: self.short_break, Phase.LONG: self.long_break}[phase]

    def starts_itself(self, phase: Phase) -> bool:
        return self.auto_focus if phase is Phase.FOCUS else self.auto_break

    @property
    def set_seconds(self) -> int:
        """The length of a whole set, after which a rhythm that starts every phase by itself repeats."""
        if not self.rounds:
            return self.focus + self.short_break
        return self.rounds * self.focus + (self.rounds - 1) * self.short_break + self.long_break


def minutes(focus: int, short_break: int, long_break: int, rounds: int = 4) -> Rhythm:
    return Rhythm(focus * MINUTE, short_break * MINUTE, long_break * MINUTE, rounds)


PRESETS: dict[str, Rhythm] = {
    'classic': minutes(25, 5, 15),
    'deep': minutes(50, 10, 20),
    'steady': minutes(52, 17, 30),
    'lesson': minutes(45, 15, 30),
    'long': minutes(90, 20, 30, rounds=2),
}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_length(what: str, seconds: object, bounds: tuple[int, int]) -> None:
    low, high = bounds
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not low * MINUTE <= seconds <= high * MINUTE:
        raise BadInput('bad_rhythm', '{what} lasts {low} to {high} minutes.', what=what, low=low, high=high)

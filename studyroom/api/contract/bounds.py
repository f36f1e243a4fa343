"""Types of single fields, with the bounds of the contract; the verbs of Room check them again."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from studyroom.room.errors import RoomError
from studyroom.room.text import MESSAGE_LENGTH, NAME_LENGTH, ROOM_GOAL_LENGTH, TITLE_LENGTH, clean_room_id

FOCUS_SECONDS = (60, 7200)
BREAK_SECONDS = (60, 1800)
PAGE_SIZES = (1, 100)


def _room_id(value: str) -> str:
    try:
        return clean_room_id(value)
    except RoomError as error:
        raise ValueError(error.sentence) from error


RoomId = Annotated[
    str,
    AfterValidator(_room_id),
    Field(
        description='3 to 32 Unicode letters and digits, `-`, `_`; trimmed, NFKC-normalised, lower-cased.',
        min_length=3,
        max_length=200,
    ),
]


def _says(low: int, high: int) -> WrapValidator:
    """Report any fault in a number in one sentence that names both bounds."""

    def valid(value: object, check: ValidatorFunctionWrapHandler) -> object:
        try:
            return check(value)
        except ValidationError as error:
            raise ValueError(f'must be {low} to {high}') from error

    return WrapValidator(valid)


FocusLength = Annotated[
    int,
    Field(ge=FOCUS_SECONDS[0], le=FOCUS_SECONDS[1], description='Seconds of a focus.'),
    _says(*FOCUS_SECONDS),
]
BreakLength = Annotated[
    int,
    Field(ge=BREAK_SECONDS[0], le=BREAK_SECONDS[1], description='Seconds of a break.'),
    _says(*BREAK_SECONDS),
]
PageSize = Annotated[
    int, Field(ge=PAGE_SIZES[0], le=PAGE_SIZES[1], description='How many at most.'), _says(*PAGE_SIZES)
]
MessageId = Annotated[str, Field(pattern=r'^m[1-9][0-9]{0,17}$', description='The `id` of a message.')]
Goal = Annotated[str, Field(description=f'At most {ROOM_GOAL_LENGTH} code points after NFC; empty for none.')]
Title = Annotated[str, Field(description=f'1 to {TITLE_LENGTH} code points: the name of the room in the lobby.')]
Name = Annotated[str, StringConstraints(strip_whitespace=True), Field(description=f'1 to {NAME_LENGTH} code points.')]
Text = Annotated[str, Field(description=f'1 to {MESSAGE_LENGTH:,} code points after NFC.')]

"""The errors of rooms and their log."""

from studyroom.room.sentences import Sentence


class RoomError(Exception):
    """A verb was refused, and nothing changed.

    `code` is stable and meant for programs (`name_too_long`). `sentence` is meant for people: the `template` with
    `params` filled in.
    """

    def __init__(self, code: str, template: str, /, **params: object) -> None:
        self.code = code
        self.sentence = Sentence(code, template, **params)
        super().__init__(self.sentence)


class BadInput(RoomError):
    """What was given is wrong, whatever the room is like: text of another type, a length out of bounds."""


class Conflict(Exception):
    """Another writer of the same room was faster: read what it stored, then decide again."""


class LogUnavailable(Exception):
    """The log could not store or read anything: full disk, locked or read-only database. Nothing is half-stored."""


class UnreadableFact(Exception):
    """A stored fact has an unknown type, a newer version or fields that do not fit. Its content is never quoted."""

"""What a person is told when a verb refuses."""

from studyroom.room.sentences import Sentence


class RoomError(Exception):
    """A verb that was not carried out: nothing changed.

    `code` is stable and for programs (`name_too_long`); `sentence`, the `template` with `params` in its places, is for
    people.
    """

    def __init__(self, code: str, template: str, /, **params: object) -> None:
        self.code = code
        self.sentence = Sentence(code, template, **params)
        super().__init__(self.sentence)


class Conflict(Exception):
    """Another writer of the same room was faster: read what came, then decide again."""


class LogUnavailable(Exception):
    """The log could store nothing: full disk, locked or read-only database. Nothing is half-stored."""


class UnreadableFact(Exception):
    """A stored fact of unknown type, of a newer version, or with fields that do not fit. Never quotes its content."""

"""What a person is told when a verb refuses."""


class RoomError(Exception):
    """A verb that was not carried out: nothing changed.

    `code` is stable and for programs (`name_too_long`), `sentence` is for people.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Conflict(Exception):
    """Another writer of the same room was faster: read what came, then decide again."""


class LogUnavailable(Exception):
    """The log could store nothing: full disk, locked or read-only database. Nothing is half-stored."""

"""Facts get their numbers from the log, never from whoever made them."""

from collections.abc import Sequence
from dataclasses import replace

from studyroom.room.events import Fact


def number(room_id: str, facts: Sequence[Fact], after_seq: int) -> tuple[Fact, ...]:
    """The facts with `seq` from `after_seq` + 1; ValueError when one is of another room."""
    if any(fact.room_id != room_id for fact in facts):
        raise ValueError(f'a fact of another room cannot be stored in {room_id}')
    return tuple(replace(fact, seq=seq) for seq, fact in enumerate(facts, after_seq + 1))

"""The log of a room's facts, as everything above sees it, and what every implementation of it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from studyroom.room.events import Fact

Data = TypeVar('Data')


class LogUnusable(Exception):
    """The log cannot be opened: damaged, or from a newer version. The text names the file and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Data]):
    """The state of a room after the fact `seq`; `at` is the instant it was taken."""

    seq: int
    at: float
    data: Data


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Data]):
    """The newest snapshot, if any, and every fact after it."""

    snapshot: Snapshot[Data] | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A stored room: the number of its newest fact, and the instant of that or of its snapshot if later."""

    room_id: str
    seq: int
    last_at: float


class RoomLog(Protocol[Data]):
    """Stores facts. Every method but `open` and `close` raises LogUnavailable when disk or database fails."""

    async def open(self) -> None:
        """Check and, if need be, migrate what is stored. Raises LogUnusable if that fails."""

    async def close(self) -> None:
        """Store what is still queued, then release the files. Closing again does nothing."""

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        """Store the facts, all or none, and return them numbered from `after_seq` + 1; they are durable then.

        `erase` names earlier facts that are overwritten with their `erased()` form, in the same transaction,
        together with the room's snapshot; unknown numbers are ignored. Raises Conflict unless `after_seq` is the room's
        last fact, ValueError for a fact of another room.
        """

    async def probe(self) -> None:
        """Check that facts can be stored right now, without storing anything."""

    async def read(self, room_id: str, after_seq: int = 0) -> tuple[Fact, ...]:
        """Return the facts after `after_seq`; none for an unknown room. Raises UnreadableFact."""

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[Data]) -> None:
        """Replace an older snapshot; ignored if older than the stored one or than an erasure."""

    async def load(self, room_id: str) -> Loaded[Data]:
        """Return snapshot and later facts as of one moment; ignores another shape. Raises UnreadableFact."""

    async def rooms(self) -> tuple[RoomRecord, ...]:
        """Return every room with at least one fact."""

    async def delete(self, room_id: str) -> None:
        """Overwrite and remove all data of a room in one transaction; an unknown room is fine."""


def number(room_id: str, facts: Sequence[Fact], after_seq: int) -> tuple[Fact, ...]:
    """Return the facts with `seq` from `after_seq` + 1. Raises ValueError if one belongs to another room."""
    if any(fact.room_id != room_id for fact in facts):
        raise ValueError(f'a fact of another room cannot be stored in {room_id}')
    return tuple(replace(fact, seq=seq) for seq, fact in enumerate(facts, after_seq + 1))

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
    """What the facts up to and including `seq` add up to; `at` is the instant it was taken."""

    seq: int
    at: float
    data: Data


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Data]):
    """The newest snapshot, if there is one, and every fact after it."""

    snapshot: Snapshot[Data] | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A stored room: number of its newest fact, and instant of that or of its snapshot, whichever is later."""

    room_id: str
    seq: int
    last_at: float


class RoomLog(Protocol[Data]):
    """Every method but `open` and `close` raises LogUnavailable when the disk or the database refuses."""

    async def open(self) -> None:
        """Check and, where needed, migrate what is stored; LogUnusable when that cannot be done."""

    async def close(self) -> None:
        """Store what is still queued, then let go of the files; a second close does nothing."""

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        """The facts, numbered from `after_seq` + 1, durable when this returns: all of them or none.

        `erase` names earlier facts that are overwritten with their `erased()` form, in the same transaction,
        together with the room's snapshot; unknown numbers are passed over. Conflict when the room's last number is
        not `after_seq`; ValueError for a fact of another room.
        """

    async def probe(self) -> None:
        """Return when something could be stored right now; it stores nothing that anybody can read."""

    async def read(self, room_id: str, after_seq: int = 0) -> tuple[Fact, ...]:
        """The facts after `after_seq`, in order; none for an unknown room. UnreadableFact."""

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[Data]) -> None:
        """Keep it in place of an older one; passed over when it is older than what is kept or than an erasure."""

    async def load(self, room_id: str) -> Loaded[Data]:
        """Snapshot and later facts, as of one moment; a snapshot of another shape is passed over. UnreadableFact."""

    async def rooms(self) -> tuple[RoomRecord, ...]:
        """Every room with at least one fact."""

    async def delete(self, room_id: str) -> None:
        """Overwrite and remove everything of the room, in one transaction; an unknown room is fine."""


def number(room_id: str, facts: Sequence[Fact], after_seq: int) -> tuple[Fact, ...]:
    """The facts with `seq` from `after_seq` + 1; ValueError when one is of another room."""
    if any(fact.room_id != room_id for fact in facts):
        raise ValueError(f'a fact of another room cannot be stored in {room_id}')
    return tuple(replace(fact, seq=seq) for seq, fact in enumerate(facts, after_seq + 1))

"""A log without a disk, for tests and for trying things out. It is gone with the process."""

from collections.abc import Sequence
from typing import Generic

from studyroom.log.room_log import Data, Loaded, RoomRecord, Snapshot, number
from studyroom.room.errors import Conflict
from studyroom.room.events import Fact


class MemoryLog(Generic[Data]):
    """A RoomLog in a dictionary; what it holds survives `close` and `open`."""

    def __init__(self) -> None:
        self._facts: dict[str, list[Fact]] = {}
        self._snapshots: dict[str, Snapshot[Data]] = {}
        self._erased: dict[str, int] = {}

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        numbered = number(room_id, facts, after_seq)
        stored = self._facts.get(room_id, [])
        if len(stored) != after_seq:
            raise Conflict(f'{room_id} is at {len(stored)}, not at {after_seq}')
        if erase:
            stored = [fact.erased() if fact.seq in erase else fact for fact in stored]
            self._snapshots.pop(room_id, None)
            self._erased[room_id] = after_seq + max(1, len(numbered))
        if stored or numbered:
            self._facts[room_id] = stored
            stored.extend(numbered)
        return numbered

    async def probe(self) -> None:
        pass

    async def read(self, room_id: str, after_seq: int = 0) -> tuple[Fact, ...]:
        return tuple(self._facts.get(room_id, ())[after_seq:])

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[Data]) -> None:
        kept = self._snapshots.get(room_id)
        oldest = max(kept.seq if kept else 0, self._erased.get(room_id, 0))
        if oldest <= snapshot.seq <= len(self._facts.get(room_id, ())):
            self._snapshots[room_id] = snapshot

    async def load(self, room_id: str) -> Loaded[Data]:
        snapshot = self._snapshots.get(room_id)
        return Loaded(snapshot, await self.read(room_id, snapshot.seq if snapshot else 0))

    async def rooms(self) -> tuple[RoomRecord, ...]:
        return tuple(
            RoomRecord(room_id, facts[-1].seq, max(facts[-1].at, self._snapshot_at(room_id)))
            for room_id, facts in self._facts.items()
        )

    async def delete(self, room_id: str) -> None:
        for kept in (self._facts, self._snapshots, self._erased):
            kept.pop(room_id, None)

    def _snapshot_at(self, room_id: str) -> float:
        snapshot = self._snapshots.get(room_id)
        return snapshot.at if snapshot else 0.0

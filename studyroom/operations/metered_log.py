"""A log that measures how long facts take to become durable."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Generic

from studyroom.log.room_log import Data, RoomLog
from studyroom.operations.metrics import Metrics
from studyroom.room.errors import LogUnavailable
from studyroom.room.events import Fact


class MeteredLog(Generic[Data]):
    """Wraps a RoomLog and measures its `append`."""

    def __init__(self, log: RoomLog[Data], metrics: Metrics) -> None:
        self._log = log
        self._metrics = metrics
        self.open, self.close, self.probe = log.open, log.close, log.probe
        self.read, self.load, self.rooms = log.read, log.load, log.rooms
        self.save_snapshot, self.delete = log.save_snapshot, log.delete

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        began = perf_counter()
        try:
            stored = await self._log.append(room_id, facts, after_seq, erase)
        except LogUnavailable:
            self._metrics.log_refused()
            raise
        self._metrics.log_commit.observe(perf_counter() - began)
        return stored

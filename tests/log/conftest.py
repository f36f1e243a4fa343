from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from studyroom.log.codec import Codec
from studyroom.log.memory import MemoryLog
from studyroom.log.room_log import RoomLog
from studyroom.log.sqlite import SqliteLog
from studyroom.room.config import RoomConfig
from studyroom.room.events import FACTS


@pytest.fixture
def codec() -> Codec[RoomConfig]:
    """A codec in which the config of a room stands in for its whole state: any frozen dataclass can be a snapshot."""
    return Codec(FACTS, snapshot_type=RoomConfig)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'data' / 'rooms.sqlite'


@pytest.fixture
async def sqlite_log(path: Path, codec: Codec[RoomConfig]) -> AsyncIterator[SqliteLog[RoomConfig]]:
    log = SqliteLog(path, codec, busy_timeout=0.2)
    await log.open()
    yield log
    await log.close()


@pytest.fixture(params=['memory', 'sqlite'])
async def log(
    request: pytest.FixtureRequest, path: Path, codec: Codec[RoomConfig]
) -> AsyncIterator[RoomLog[RoomConfig]]:
    log: RoomLog[RoomConfig] = MemoryLog() if request.param == 'memory' else SqliteLog(path, codec)
    await log.open()
    yield log
    await log.close()

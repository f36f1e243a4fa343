"""The real server with a clock that tests can push forward; production has no such control.

    python -m tests.serve --port 8123 --data-dir folder

`POST /_control/step?seconds=1500` moves the clock; what was stepped is kept beside the data, so that a server that is
started again goes on at the same time. `POST /_control/wall?seconds=-3600` sets the machine's wall clock back, for this
process. `POST /_control/lock?held=true` has another program hold the database, `POST /_control/full?held=true` lets no
file grow any more, as a full disk does; `GET /_control/break` fails.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sqlite3
import time
from pathlib import Path

from fastapi import Response
from nicegui import app

from studyroom.app import StudyRoom, create_app
from studyroom.clock import SystemClock
from studyroom.server.logs import set_up_logging
from studyroom.server.web_server import HEARTBEAT, run_server
from studyroom.settings import Settings
from tests.crowd import add_crowd_controls
from tests.seating import add_seating_controls


class SteppedSystemClock(SystemClock):
    """Goes on by itself like the real one, and jumps forward when told."""

    def __init__(self, keep: Path) -> None:
        super().__init__()
        self._keep = keep
        self._stepped = float(keep.read_text()) if keep.exists() else 0.0

    def now(self) -> float:
        return super().now() + self._stepped

    def step(self, seconds: float) -> None:
        self._stepped += seconds
        self._keep.write_text(str(self._stepped))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--data-dir', type=Path, required=True)
    parser.add_argument('--media', choices=['on', 'off'], default='off')
    parser.add_argument('--heartbeat', type=float, default=HEARTBEAT)
    given = parser.parse_args()
    settings = Settings(port=given.port, data_dir=given.data_dir, media=given.media)
    set_up_logging(settings.log_level, settings.log_format)
    given.data_dir.mkdir(parents=True, exist_ok=True)
    clock = SteppedSystemClock(given.data_dir / 'stepped')
    study_room = create_app(settings, clock)
    asyncio.run(study_room.open())
    _control(clock, given.data_dir)
    _look(study_room)
    add_crowd_controls(study_room)
    add_seating_controls(study_room)
    stop, heartbeat = study_room.sockets.stop, given.heartbeat
    run_server(settings, given.port, lambda: print('listening', flush=True), on_stop=stop, heartbeat=heartbeat)


def _control(clock: SteppedSystemClock, folder: Path) -> None:
    real_time = time.time
    holders: list[sqlite3.Connection] = []

    @app.post('/_control/step')
    def step(seconds: float) -> Response:
        clock.step(seconds)
        return Response()

    @app.post('/_control/wall')
    def wall(seconds: float) -> Response:
        time.time = lambda: real_time() + seconds
        return Response()

    @app.post('/_control/lock')
    def lock(held: bool) -> Response:
        """Another program holds the database."""
        while holders:
            holders.pop().close()
        if held:
            holder = sqlite3.connect(folder / 'rooms.sqlite3', check_same_thread=False)
            holder.execute('BEGIN IMMEDIATE')
            holders.append(holder)
        return Response()

    @app.post('/_control/full')
    def full(held: bool) -> Response:
        """The disk is full: no file of this process grows beyond what the log's file has now."""
        wal = (folder / 'rooms.sqlite3-wal').stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal if held else resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return Response()


def _look(study_room: StudyRoom) -> None:
    @app.get('/_control/break')
    def break_down() -> None:
        raise RuntimeError('broken on purpose')

    @app.get('/_control/listeners')
    def listeners() -> dict[str, int]:
        return {'listeners': study_room.hub.listeners()}

    @app.post('/_control/delete')
    async def delete(room_id: str, line_id: str) -> Response:
        """The author of that message takes it back."""
        room = await study_room.rooms.find(room_id)
        await room.delete_message(room.facts.chat.find(line_id).seat, line_id)
        return Response()

    @app.get('/_control/sockets')
    async def sockets() -> dict[str, int]:
        """Of the API: those that are open, and all tasks of this process."""
        return {'sockets': len(study_room.sockets), 'tasks': len(asyncio.all_tasks())}


if __name__ == '__main__':
    main()

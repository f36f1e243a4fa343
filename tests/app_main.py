"""What the tests of pages run in their own process: the whole app over a log in memory, without a server."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nicegui import app, ui

from studyroom.app import create_app
from studyroom.log.memory import MemoryLog
from studyroom.settings import Settings
from tests.seating import add_seating_controls

folder = tempfile.TemporaryDirectory(prefix='studyroom-test-')
study_room = create_app(Settings(data_dir=Path(folder.name), media='off'), log=MemoryLog())
add_seating_controls(study_room)
app.on_shutdown(folder.cleanup)
ui.run(binding_refresh_interval=None, dark=None)

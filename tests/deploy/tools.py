"""Runs programs that check the files for servers. If one is missing, its tests say NOT RUN."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import NOT_RUN

CAREFUL = {'SYSTEMD_LOG_LEVEL': 'warning', 'SYSTEMD_PAGER': 'cat'}


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that starts on this machine, with the environment it needs."""

    command: list[str]
    environment: Mapping[str, str]

    def run(self, *words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *words],
            cwd=cwd,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


GetTool = Callable[..., Tool]


def tool(name: str, *asked: str, home: Path) -> Tool:
    """Return the program if it answers when `asked` for its version; otherwise skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f'{NOT_RUN}{name} is not on this machine (bin/test gets it if apt-get can).')
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(('STUDYROOM_', 'LIVEKIT_', 'COMPOSE'))
    }
    # A program that bin/test unpacked has its Python packages beside it.
    beside = Path(found).parents[1] / 'lib/python3/dist-packages'
    environment = kept | {'HOME': str(home), 'PYTHONPATH': str(beside)} | CAREFUL
    ready = Tool([found], environment)
    if not _starts(found, asked, str(beside)):
        pytest.skip(f'{NOT_RUN}{name} does not start on this machine.')
    return ready


@cache
def _starts(program: str, asked: tuple[str, ...], packages: str) -> bool:
    environment = dict(os.environ) | {'PYTHONPATH': packages}
    return subprocess.run([program, *asked], env=environment, capture_output=True, check=False).returncode == 0

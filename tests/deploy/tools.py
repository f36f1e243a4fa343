"""Programs that know the files for servers better than we do. Where one is missing, its tests say NOT RUN."""

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
    """A program that starts here, with what its environment needs."""

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
    """The program, which answers when it is `asked` for its version; skips the test where it does not."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f'{NOT_RUN}{name} is not on this machine (bin/test gets it where apt-get can).')
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(('STUDYROOM_', 'LIVEKIT_', 'COMPOSE'))
    }
    # One that bin/test unpacked finds its Python packages beside it.
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

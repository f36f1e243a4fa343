"""What the figures were measured on, and of what."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.servers import ROOT, cores
from studyroom import __version__

NOISE = 0.05


class OtherPrograms:
    """How busy the machine is with programs other than this one and its servers, from here on."""

    def __init__(self) -> None:
        self._began, self._before = time.monotonic(), _cpu_of_others()

    def share(self) -> float:
        """Return the share of all cores that they took, including what a virtual machine was not given."""
        passed = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        return max(0.0, _cpu_of_others() - self._before) / passed

    def in_words(self) -> str:
        """Return the share in words, with a warning if it is too much."""
        share = self.share()
        return f'{100 * share:.0f} % of the machine{", so the figures are rough" if share > NOISE else ""}'


def described(mode: str) -> dict[str, str]:
    """Return machine, version and mode in words, for the header."""
    pair = cores()
    return {
        'version': f'{__version__} ({_commit()})',
        'measured': f'{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {mode}',
        'machine': f'{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB',
        'system': f'{platform.system()} {platform.release()}, Python {platform.python_version()}',
        'cores': f'server on core {pair[0]}, load on core {pair[1]}' if pair else 'not pinned: the figures are rough',
    }


def _cpu_of_others() -> float:
    """Return the CPU time of all processes, but for this one and its servers (those that have ended)."""
    spent = psutil.cpu_times()
    idle = spent.idle + getattr(spent, 'iowait', 0.0) + getattr(spent, 'guest', 0.0)
    return float(sum(spent) - idle - sum(os.times()[:4]))


def _commit() -> str:
    command = ['git', '-C', str(ROOT), 'describe', '--always', '--dirty']
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return 'no checkout of git'


def _processor() -> str:
    try:
        lines = Path('/proc/cpuinfo').read_text(encoding='utf-8').splitlines()
        return next(line.partition(':')[2].strip() for line in lines if line.startswith('model name'))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()

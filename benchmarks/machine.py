"""What the figures were measured on, and of what."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.servers import ROOT, cores
from studyroom import __version__

BUSY = 15.0


def described(mode: str) -> dict[str, str]:
    """Return machine, version and mode in words, for the header. Looks for a second at how busy the machine is."""
    busy, pair = psutil.cpu_percent(interval=1.0), cores()
    return {
        'version': f'{__version__} ({_commit()})',
        'measured': f'{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {mode}',
        'machine': f'{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB',
        'system': f'{platform.system()} {platform.release()}, Python {platform.python_version()}',
        'cores': f'server on core {pair[0]}, load on core {pair[1]}' if pair else 'not pinned: the figures are rough',
        'before': f'{busy:.0f} % busy with other programs{"; close them" if busy > BUSY else ""}',
    }


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

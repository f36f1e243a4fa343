"""The livekit-server program: which one, from where, and whether it is new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

VERSION = '1.13.5'  # 1.13.2 to 1.13.5 can be built by a plain `go install`; later ones may not
OLDEST = (1, 12)  # TURN changed in 1.12, and /rtc/v1 must be there (1.9.10)
ANSWER_SECONDS = 10.0
WORK = 'fetching-'
LEFT_BEHIND_SECONDS = 3_600.0
EXECUTABLE = 0o755


class Origin(StrEnum):
    """Where a program was found, in the order of looking."""

    SETTING = 'STUDYROOM_LIVEKIT_BIN'
    PATH = 'PATH'
    CACHE = 'the cache folder'
    ARCHIVE = 'the official archive'
    GO = 'go install'


class NoMediaServer(Exception):
    """There is no livekit-server, or it could not be fetched; the text is one sentence. Nothing is half-installed."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A livekit-server that reported its version."""

    path: Path
    version: str
    origin: Origin


def cache_folder() -> Path:
    """Return the folder of fetched programs: `~/.cache/studyroom` on Linux. They can be fetched again."""
    return user_cache_path('studyroom', appauthor=False)


def cached_path(folder: Path) -> Path:
    return folder / f'livekit-server-{VERSION}{".exe" if os.name == "nt" else ""}'


def work_folder(folder: Path) -> TemporaryDirectory[str]:
    """Make a folder for fetching and building, beside the cached program; removes those that a killed server left."""
    folder.mkdir(parents=True, exist_ok=True)
    new = TemporaryDirectory(dir=folder, prefix=WORK)
    now = Path(new.name).stat().st_mtime
    for left in folder.glob(f'{WORK}*'):
        if now - left.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return new


def install(program: Path, folder: Path, origin: Origin) -> Binary | None:
    """Move a new program into the cache, whole or not at all. Returns None if it does not run here."""
    program.chmod(EXECUTABLE)
    binary = answering(program, origin)
    if binary is None:
        return None
    return replace(binary, path=program.replace(cached_path(folder)))


def present(setting: Path | None, folder: Path) -> Binary | None:
    """Return the program that is on this machine already. Raises NoMediaServer if the configured one is unusable."""
    if setting is not None:
        return _asked_for(setting)
    on_path = shutil.which('livekit-server')
    found = answering(Path(on_path), Origin.PATH) if on_path else None
    return found or answering(cached_path(folder), Origin.CACHE)


def answering(path: Path, origin: Origin) -> Binary | None:
    """Return the program if it reports version 1.12 or newer within 10 s; else None."""
    version = _version(path)
    if version is None or tuple(map(int, version.split('.')[:2])) < OLDEST:
        return None
    return Binary(path, version, origin)


def _asked_for(path: Path) -> Binary:
    found = answering(path, Origin.SETTING)
    if found is None:
        oldest = '.'.join(map(str, OLDEST))
        raise NoMediaServer(
            f'{Origin.SETTING} is "{path}", but that is no livekit-server of version {oldest} or newer.'
        )
    return found


def _version(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - the program that the owner of this server named
            [path, '--version'], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    match = re.search(r'version (\d+\.\d+\.\d+)', answer.stdout + answer.stderr)
    return match.group(1) if match else None

"""The one folder that holds everything that is kept, such as the log and the secret. One server uses it at a time."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from filelock import BaseFileLock, FileLock, Timeout
from platformdirs import user_data_path

LOCK = 'server.lock'
SECRET = 'secret'
SECRET_BYTES = 32


class DataFolderRefused(Exception):
    """Raised when the folder cannot be used; the text is a sentence for the person who starts the server."""


def default_data_folder() -> Path:
    """Return the platform's user data folder: `~/.local/share/studyroom` on Linux."""
    return user_data_path('studyroom', appauthor=False)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that this server has locked, and the key that signs cookies: 64 hexadecimal digits."""

    path: Path
    secret: str = field(repr=False)
    lock: BaseFileLock = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Lock the folder, creating it (0700) and its secret (0600) if they are missing. Raises DataFolderRefused."""
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(path / LOCK, timeout=0, mode=0o600, thread_local=False)
            lock.acquire()
        except Timeout:
            raise DataFolderRefused(f'Another server is already running with the data folder {path}.') from None
        except OSError as error:
            raise DataFolderRefused(f'The data folder {path} cannot be used: {error.strerror}.') from None
        try:
            return cls(path, kept_secret(path / SECRET), lock)
        except DataFolderRefused:
            lock.release()
            raise

    def close(self) -> None:
        """Release the folder for another server."""
        self.lock.release()


def kept_secret(path: Path) -> str:
    """Return 64 hexadecimal digits, made at the first start and readable only by their owner (0600).

    Raises DataFolderRefused.
    """
    try:
        if not path.exists():
            _keep_new_secret(path)
        secret = path.read_text(encoding='ascii').strip()
    except UnicodeDecodeError:
        secret = ''
    except OSError as error:
        raise DataFolderRefused(f'The secret {path} cannot be read or made: {error.strerror}.') from None
    if not re.fullmatch(r'[0-9a-f]{64}', secret):
        raise DataFolderRefused(f'The file {path} is damaged: delete it. Everybody then has to join again.')
    return secret


def _keep_new_secret(path: Path) -> None:
    """Write a new key whole or not at all: a crash leaves no half of one behind."""
    draft = path.with_suffix('.new')
    with suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, 'w', encoding='ascii') as file:
        file.write(secrets.token_hex(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

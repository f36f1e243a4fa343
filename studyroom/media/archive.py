"""Fetches livekit-server: the official archive, checked against the checksums of its release before unpacking."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import shutil
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import httpx

from studyroom.media.binary import VERSION, Binary, NoMediaServer, Origin, install, work_folder

SYSTEMS = {'linux': 'linux', 'win32': 'windows'}
MACHINES = {'x86_64': 'amd64', 'amd64': 'amd64', 'aarch64': 'arm64', 'arm64': 'arm64', 'armv7l': 'armv7'}
CONNECT_SECONDS = 10.0
SILENT_SECONDS = 30.0  # a server that sends nothing for this long is given up
LARGEST_BYTES = 200 * 1024 * 1024

Progress = Callable[[int, int], None]
"""Called with the bytes received and the total (0 if the server does not say)."""


def archive_name() -> str | None:
    """Return the name of the official archive for this machine; None if there is none (macOS: use Homebrew)."""
    system, machine = SYSTEMS.get(sys.platform), MACHINES.get(platform.machine().lower())
    if system is None or machine is None or (system == 'windows' and machine == 'armv7'):
        return None
    return f'livekit_{VERSION}_{system}_{machine}.{"zip" if system == "windows" else "tar.gz"}'


async def fetch(base: str, folder: Path, progress: Progress, *, silent_seconds: float = SILENT_SECONDS) -> Binary:
    """Download, check, unpack, try out and move into place. Raises NoMediaServer with the reason."""
    name = archive_name()
    if name is None:
        raise NoMediaServer(f'There is no official livekit-server archive for {sys.platform} on {platform.machine()}.')
    try:
        with await asyncio.to_thread(work_folder, folder) as work:
            archive = Path(work) / name
            await _download_checked(f'{base.rstrip("/")}/v{VERSION}', archive, progress, silent_seconds)
            program = await asyncio.to_thread(_unpack, archive)
            binary = await asyncio.to_thread(install, program, folder, Origin.ARCHIVE)
    except httpx.InvalidURL:
        raise NoMediaServer(f'STUDYROOM_LIVEKIT_BASE is "{base}", and that is no address.') from None
    except httpx.HTTPError as error:
        raise NoMediaServer(f'livekit-server could not be fetched from {base}: {_why(error)}.') from error
    except OSError as error:
        raise NoMediaServer(f'livekit-server could not be kept in {folder}: {error.strerror or error}.') from error
    if binary is None:
        raise NoMediaServer(f'The livekit-server in {name} does not run on this machine.')
    return binary


async def _download_checked(release: str, archive: Path, progress: Progress, silent_seconds: float) -> None:
    timeout = httpx.Timeout(silent_seconds, connect=min(silent_seconds, CONNECT_SECONDS))
    async with httpx.AsyncClient(follow_redirects=True, timeout=timeout) as client:
        expected = _expected(await _text(client, f'{release}/checksums.txt'), archive.name)
        found = await _download(client, f'{release}/{archive.name}', archive, progress)
    if found != expected:
        raise NoMediaServer(f'The archive {archive.name} does not match its checksum: it was thrown away; try again.')


async def _text(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    answer.raise_for_status()
    return answer.text


def _expected(checksums: str, name: str) -> str:
    for line in checksums.splitlines():
        digest, _, file = line.partition('  ')
        if file.strip() == name:
            return digest.strip().lower()
    raise NoMediaServer(f'The release names no checksum for {name}.')


async def _download(client: httpx.AsyncClient, address: str, target: Path, progress: Progress) -> str:
    digest, received = hashlib.sha256(), 0
    async with client.stream('GET', address) as answer:
        answer.raise_for_status()
        total = int(answer.headers.get('content-length', 0))
        with target.open('wb') as file:
            async for block in answer.aiter_bytes():
                received += len(block)
                if received > LARGEST_BYTES:
                    raise NoMediaServer('The archive is far larger than livekit-server: it was thrown away.')
                digest.update(block)
                await asyncio.to_thread(file.write, block)
                progress(received, total)
    return digest.hexdigest()


def _unpack(archive: Path) -> Path:
    """Unpack the one member we want, by its exact name: nothing else in an archive reaches the disk."""
    member = 'livekit-server.exe' if archive.suffix == '.zip' else 'livekit-server'
    program = archive.with_name(member)
    try:
        if archive.suffix == '.zip':
            with zipfile.ZipFile(archive) as zipped, zipped.open(member) as content, program.open('wb') as file:
                shutil.copyfileobj(content, file)
        else:
            with tarfile.open(archive) as packed, program.open('wb') as file:
                shutil.copyfileobj(_member(packed, member), file)
    except (KeyError, tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NoMediaServer(f'The archive {archive.name} holds no {member}.') from error
    return program


def _member(packed: tarfile.TarFile, name: str) -> IO[bytes]:
    content = packed.extractfile(name)
    if content is None:
        raise KeyError(name)
    return content


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f'the server answered {error.response.status_code}'
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return 'there is no connection to it'
    return 'the server fell silent' if isinstance(error, httpx.TimeoutException) else 'the connection broke off'

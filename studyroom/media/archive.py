"""Fetching livekit-server: the official release archive, checked against the release's checksums before it is unpacked."""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from studyroom.media.binary import VERSION, Binary, NoMediaServer, Origin, answering, cached_path

BASE = 'https://github.com/livekit/livekit/releases/download'
SYSTEMS = {'linux': 'linux', 'win32': 'windows'}
MACHINES = {'x86_64': 'amd64', 'amd64': 'amd64', 'aarch64': 'arm64', 'arm64': 'arm64', 'armv7l': 'armv7'}
SILENT_SECONDS = 30.0  # a server that says nothing for so long is not waited for
LARGEST_BYTES = 200 * 1024 * 1024

Progress = Callable[[int, int], None]
"""Called with bytes received and bytes in all (0 where the server does not say)."""


def archive_name() -> str | None:
    """The official archive for this system and processor, or None where there is none (macOS: Homebrew has it)."""
    system, machine = SYSTEMS.get(sys.platform), MACHINES.get(platform.machine().lower())
    if system is None or machine is None or (system == 'windows' and machine == 'armv7'):
        return None
    return f'livekit_{VERSION}_{system}_{machine}.{"zip" if system == "windows" else "tar.gz"}'


async def fetch(base: str, folder: Path, progress: Progress) -> Binary:
    """Download, check, unpack and move into place, in that order. NoMediaServer says in one sentence what went wrong."""
    name = archive_name()
    if name is None:
        raise NoMediaServer(f'There is no official livekit-server archive for {sys.platform} on {platform.machine()}.')
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix='fetching-') as work:
            return await _fetch(f'{base}/v{VERSION}', name, Path(work), folder, progress)
    except httpx.HTTPError as error:
        raise NoMediaServer(f'livekit-server could not be fetched from {base}: {_why(error)}.') from error
    except OSError as error:
        raise NoMediaServer(f'livekit-server could not be kept in {folder}: {error.strerror or error}.') from error


async def _fetch(release: str, name: str, work: Path, folder: Path, progress: Progress) -> Binary:
    async with httpx.AsyncClient(follow_redirects=True, timeout=SILENT_SECONDS) as client:
        expected = _expected(await _text(client, f'{release}/checksums.txt'), name)
        found = await _download(client, f'{release}/{name}', work / name, progress)
    if found != expected:
        raise NoMediaServer(f'The archive {name} does not match its checksum: it was thrown away; try again.')
    program = await asyncio.to_thread(_unpack, work / name, work)
    program.replace(cached_path(folder))
    binary = await asyncio.to_thread(answering, cached_path(folder), Origin.ARCHIVE)
    if binary is None:
        cached_path(folder).unlink()
        raise NoMediaServer(f'The livekit-server in {name} does not run on this machine.')
    return binary


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


def _unpack(archive: Path, work: Path) -> Path:
    """The one member we want, by its exact name: nothing else of an archive reaches the disk."""
    member = 'livekit-server.exe' if archive.suffix == '.zip' else 'livekit-server'
    program = work / f'unpacked-{member}'
    try:
        if archive.suffix == '.zip':
            with zipfile.ZipFile(archive) as packed:
                program.write_bytes(packed.read(member))
        else:
            with tarfile.open(archive) as packed:
                content = packed.extractfile(member)
                if content is None:
                    raise KeyError(member)
                program.write_bytes(content.read())
    except (KeyError, tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise NoMediaServer(f'The archive {archive.name} holds no {member}.') from error
    os.chmod(program, 0o755)
    return program


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f'the server answered {error.response.status_code}'
    if isinstance(error, httpx.TimeoutException):
        return 'the server fell silent'
    return (
        'the connection broke off' if isinstance(error, httpx.RemoteProtocolError) else 'there is no connection to it'
    )

"""An archive is fetched whole and checked, or not at all."""

import asyncio
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyroom.media.archive import fetch
from studyroom.media.binary import VERSION, NoMediaServer, Origin, cached_path, present
from tests.media.call import until
from tests.media.release import Release, archive, serving

FINE = archive()


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 100 kB."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, former[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, former)


def silence(received: int, total: int) -> None:
    pass


async def refused(release: Release, folder: Path, silent_seconds: float = 30.0) -> str:
    async with serving(release):
        with pytest.raises(NoMediaServer) as refusal:
            await fetch(release.base, folder, silence, silent_seconds=silent_seconds)
    assert list(folder.iterdir()) == [], 'something is half-installed'
    return str(refusal.value).replace(release.base, 'BASE').replace(str(folder), 'FOLDER')


async def retried(release: Release, folder: Path) -> None:
    """Assert that the next attempt succeeds whatever went wrong before."""
    async with serving(release):
        assert (await fetch(release.base, folder, silence)).version == VERSION
    assert [path.name for path in folder.iterdir()] == [cached_path(folder).name]


async def test_an_archive_with_the_right_checksum_is_put_into_the_cache(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    async with serving(Release(FINE)) as release:
        binary = await fetch(release.base, tmp_path / 'new', lambda *told_now: told.append(told_now))
    assert (binary.path, binary.origin) == (cached_path(tmp_path / 'new'), Origin.ARCHIVE)
    assert present(None, tmp_path / 'new') is not None
    assert told[-1] == (len(FINE), len(FINE))
    assert len(told) > 2
    assert [path.name for path in (tmp_path / 'new').iterdir()] == [binary.path.name], 'the licence stays outside'


async def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    sentence = 'livekit-server could not be fetched from BASE: the connection broke off.'
    assert await refused(Release(FINE, cut=200_000), tmp_path) == sentence
    await retried(Release(FINE), tmp_path)


async def test_an_archive_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    sentence = await refused(Release(FINE, checksum='f' * 64), tmp_path)
    assert sentence.endswith('does not match its checksum: it was thrown away; try again.')
    await retried(Release(FINE), tmp_path)


async def test_an_archive_without_a_checksum_is_refused(tmp_path: Path) -> None:
    async with serving(Release(FINE)) as release:
        with pytest.raises(NoMediaServer, match='could not be fetched'):
            await fetch(release.base + '/nowhere', tmp_path, silence)
    assert release.asked == 0


async def test_an_archive_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    sentence = 'livekit-server could not be fetched from BASE: the server answered 404.'
    assert await refused(Release(FINE, missing=True), tmp_path) == sentence


async def test_a_server_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    release = Release(FINE, cut=100_000, silent=True)
    sentence = 'livekit-server could not be fetched from BASE: the server fell silent.'
    assert await refused(release, tmp_path, silent_seconds=0.4) == sentence


async def test_a_slow_server_is_waited_for_while_it_sends(tmp_path: Path) -> None:
    async with serving(Release(FINE, pause=0.25)) as release:
        assert (await fetch(release.base, tmp_path, silence, silent_seconds=0.6)).version == VERSION


async def test_without_a_server_nothing_is_installed(tmp_path: Path) -> None:
    with pytest.raises(NoMediaServer, match='there is no connection to it'):
        await fetch('http://127.0.0.1:9', tmp_path, silence)


@pytest.mark.usefixtures('full_disk')
async def test_on_a_full_disk_nothing_is_installed(tmp_path: Path) -> None:
    assert await refused(Release(FINE), tmp_path) == 'livekit-server could not be kept in FOLDER: File too large.'


async def test_a_cache_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / 'file').touch()
    with pytest.raises(NoMediaServer, match='could not be kept in'):
        await fetch('http://127.0.0.1:9', tmp_path / 'file' / 'cache', silence)


async def test_an_interrupted_download_leaves_nothing_and_the_next_attempt_succeeds(tmp_path: Path) -> None:
    received: list[int] = []
    async with serving(Release(FINE, pause=0.2)) as release:
        attempt = asyncio.create_task(fetch(release.base, tmp_path, lambda so_far, _: received.append(so_far)))
        await until(lambda: received)
        attempt.cancel()
        with pytest.raises(asyncio.CancelledError):
            await attempt
    assert list(tmp_path.iterdir()) == []
    await retried(Release(FINE), tmp_path)


async def test_an_archive_without_the_program_is_refused(tmp_path: Path) -> None:
    assert 'holds no livekit-server' in await refused(Release(archive(member='something-else')), tmp_path)


async def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path) -> None:
    assert 'holds no livekit-server' in await refused(Release(b'<html>' * 1_000), tmp_path)


@pytest.mark.parametrize('program', [b'\x00 for another machine', b'#!/bin/sh\necho livekit-server version 1.9.0\n'])
async def test_a_program_that_does_not_run_here_is_refused(tmp_path: Path, program: bytes) -> None:
    assert (await refused(Release(archive(program)), tmp_path)).endswith('does not run on this machine.')


async def test_a_failed_update_leaves_the_program_that_was_there(tmp_path: Path) -> None:
    await retried(Release(FINE), tmp_path)
    before = cached_path(tmp_path).read_bytes()
    async with serving(Release(FINE, checksum='f' * 64)) as release:
        with pytest.raises(NoMediaServer):
            await fetch(release.base, tmp_path, silence)
    assert cached_path(tmp_path).read_bytes() == before

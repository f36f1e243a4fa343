"""`studyroom media status` and `studyroom media install`, run as a user would."""

import asyncio
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studyroom.media.binary import VERSION, Binary, cached_path
from tests.media.call import SECRET, Call, until, without_settings
from tests.media.release import Release, archive, serving
from tests.media.server_process import media
from tests.media.test_binary import program
from tests.media.test_go_build import NOWHERE, go


def test_status_says_which_program_is_used_and_why(tmp_path: Path) -> None:
    named = program(tmp_path / 'named')
    answer = media('status', STUDYROOM_LIVEKIT_BIN=str(named))
    assert answer.stdout.splitlines() == [
        f'livekit-server 1.13.5 is used: {named} (from STUDYROOM_LIVEKIT_BIN).',
        'Sound and picture stay on this machine (UDP port 7882 and TCP port 7881), unless it is started with --lan.',
    ]
    assert answer.returncode == 0


def test_status_says_when_media_are_off() -> None:
    assert media('status', STUDYROOM_MEDIA='off').stdout == 'Media are off: STUDYROOM_MEDIA.\n'


def elsewhere(url: str, secret: str = SECRET) -> dict[str, str]:
    return {'LIVEKIT_URL': url, 'LIVEKIT_API_KEY': 'studyroom', 'LIVEKIT_API_SECRET': secret}


async def test_status_says_whether_an_external_livekit_answers(call: Call) -> None:
    good, other = elsewhere(call.source.address), elsewhere(call.source.address, 'x' * 40)
    answer = await asyncio.to_thread(media, 'status', **good)
    assert answer.stdout.splitlines() == [
        f'Media go through the LiveKit at {call.source.address}: LIVEKIT_URL. Nothing is started here.',
        'Microphone and camera are ready.',
    ]
    assert answer.returncode == 0
    answer = await asyncio.to_thread(media, 'status', **other)
    assert (
        'refuses the keys of this server. The person who runs this server should check LIVEKIT_API_KEY' in answer.stdout
    )
    assert answer.returncode == 1


def test_status_says_when_an_external_livekit_is_missing() -> None:
    answer = media('status', **elsewhere('ws://127.0.0.1:9'))
    assert 'The media server does not answer.' in answer.stdout
    assert answer.returncode == 1


@pytest.mark.parametrize(
    ('settings', 'sentence'),
    [
        ({'STUDYROOM_MEDIA_NODE_IP': '198.51.100.7'}, 'Sound and picture come to 198.51.100.7: UDP port 7882 and'),
        ({'STUDYROOM_MEDIA_NODE_IP': 'auto'}, 'come to the address that a STUN server tells: UDP port 7882 and'),
        ({'STUDYROOM_HOST': '0.0.0.0', 'STUDYROOM_MEDIA_UDP_PORT': '50000'}, 'UDP port 50000 and TCP port 7881'),
    ],
)
def test_status_says_how_far_sound_and_picture_reach(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    answer = media('status', STUDYROOM_LIVEKIT_BIN=str(program(tmp_path / 'named')), **settings)
    assert sentence in answer.stdout


def test_status_without_a_livekit_says_how_to_get_one(tmp_path: Path) -> None:
    answer = media('status', XDG_CACHE_HOME=str(tmp_path), PATH='/nowhere')
    assert 'Get it now with: studyroom media install' in answer.stdout
    assert answer.returncode == 1


def test_install_that_fails_says_why_in_one_sentence(tmp_path: Path) -> None:
    answer = media(
        'install', XDG_CACHE_HOME=str(tmp_path), PATH='/nowhere', STUDYROOM_LIVEKIT_BASE='http://127.0.0.1:9'
    )
    sentence = 'livekit-server could not be fetched from http://127.0.0.1:9: there is no connection to it.\n'
    assert (answer.stderr, answer.returncode) == (sentence, 1)


def test_install_is_done_at_once_if_the_program_is_there(tmp_path: Path, livekit_server: Binary) -> None:
    (tmp_path / 'studyroom').mkdir()
    shutil.copy(livekit_server.path, cached_path(tmp_path / 'studyroom'))
    answer = media('install', XDG_CACHE_HOME=str(tmp_path))
    assert '(from the cache folder)' in answer.stdout
    assert answer.returncode == 0


async def installing(release: Release, cache: Path) -> subprocess.Popen[str]:
    """Start `media install`, and wait until it has asked the release."""
    process = start_install(cache, release.base, stderr=subprocess.PIPE)
    await until(lambda: release.asked)
    return process


def start_install(cache: Path, base: str, stderr: int) -> subprocess.Popen[str]:
    settings = {'XDG_CACHE_HOME': str(cache), 'PATH': '/nowhere', 'STUDYROOM_LIVEKIT_BASE': base}
    command = [sys.executable, '-m', 'studyroom', 'media', 'install']
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=without_settings(**settings))


async def test_install_reports_each_quarter_when_its_output_is_not_a_terminal(tmp_path: Path) -> None:
    async with serving(Release(archive())) as release:
        process = await installing(release, tmp_path)
        said, told = await asyncio.to_thread(process.communicate)
    quarters = [line.split(']')[1].split('%')[0].strip() for line in told.splitlines()]
    assert quarters == sorted(quarters, key=int)
    assert quarters[-1] == '100'
    assert len(quarters) <= 5
    program = cached_path(tmp_path / 'studyroom')
    assert said == f'livekit-server {VERSION} is used: {program} (fetched from the official archive).\n'


async def test_install_draws_a_progress_bar_in_a_terminal(tmp_path: Path) -> None:
    ours, its = pty.openpty()
    async with serving(Release(archive(), pause=0.02)) as release:
        process = start_install(tmp_path, release.base, stderr=its)
        os.close(its)
        await asyncio.to_thread(process.wait)
    drawn = await asyncio.to_thread(os.read, ours, 65_536)
    os.close(ours)
    first, *_, last = drawn.decode().strip().split('\r')
    assert re.fullmatch(r'\[#* *\] +\d+ %  of 0 MB', first)
    assert last == f'[{"#" * 30}] 100 %  of 0 MB'


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
async def test_install_leaves_nothing_when_it_is_stopped_and_says_so(tmp_path: Path, number: signal.Signals) -> None:
    async with serving(Release(archive(), cut=100_000, silent=True)) as release:
        process = await installing(release, tmp_path)
        process.send_signal(number)
        _, told = await asyncio.to_thread(process.communicate)
    assert told.splitlines()[-1] == 'Stopped: nothing was installed. Run it again when you like.'
    assert process.returncode == 1
    assert list((tmp_path / 'studyroom').iterdir()) == []


async def test_install_can_be_run_again_after_it_was_killed(tmp_path: Path) -> None:
    async with serving(Release(archive(), cut=100_000, silent=True)) as release:
        process = await installing(release, tmp_path)
        process.kill()
        await asyncio.to_thread(process.communicate)
    assert not cached_path(tmp_path / 'studyroom').exists()
    async with serving(Release(archive())) as release:
        await asyncio.to_thread((await installing(release, tmp_path)).communicate)
    assert cached_path(tmp_path / 'studyroom').exists()


def test_install_says_that_it_builds_when_no_archive_is_available(tmp_path: Path) -> None:
    folder = tmp_path / 'bin'
    folder.mkdir()
    go(folder)
    answer = media('install', XDG_CACHE_HOME=str(tmp_path), PATH=str(folder), STUDYROOM_LIVEKIT_BASE=NOWHERE)
    assert answer.stderr.endswith('no connection to it. Building it with Go instead: that takes some minutes.\n')
    assert '(built by Go)' in answer.stdout


def test_an_unknown_subcommand_is_refused() -> None:
    assert media('dance').returncode == 2


def test_a_wrong_setting_is_refused() -> None:
    answer = media('status', STUDYROOM_MEDIA='perhaps')
    assert answer.stderr == 'STUDYROOM_MEDIA is "perhaps", but must be on or off.\n'
    assert answer.returncode == 2

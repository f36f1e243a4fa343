"""`studyroom media status` and `studyroom media install`, as a person calls them."""

import shutil
from pathlib import Path

from studyroom.media.binary import Binary, cached_path
from tests.media.server_process import media
from tests.media.test_binary import program


def test_status_says_what_is_used_and_why(tmp_path: Path) -> None:
    named = program(tmp_path / 'named')
    answer = media('status', STUDYROOM_LIVEKIT_BIN=str(named))
    assert answer.stdout.splitlines() == [
        f'livekit-server 1.13.5 is used: {named} (from STUDYROOM_LIVEKIT_BIN).',
        'Sound and picture use UDP port 7882 and TCP port 7881, reach: machine.',
    ]
    assert answer.returncode == 0


def test_status_knows_off_and_elsewhere() -> None:
    assert media('status', STUDYROOM_MEDIA='off').stdout == 'Media are off: STUDYROOM_MEDIA.\n'
    elsewhere = {'LIVEKIT_URL': 'wss://media.example.org', 'LIVEKIT_API_KEY': 'k', 'LIVEKIT_API_SECRET': 's' * 40}
    assert 'wss://media.example.org: LIVEKIT_URL. Nothing is started here.' in media('status', **elsewhere).stdout


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


def test_install_with_everything_here_is_done_at_once(tmp_path: Path, livekit_server: Binary) -> None:
    (tmp_path / 'studyroom').mkdir()
    shutil.copy(livekit_server.path, cached_path(tmp_path / 'studyroom'))
    answer = media('install', XDG_CACHE_HOME=str(tmp_path))
    assert '(from the cache folder)' in answer.stdout
    assert answer.returncode == 0


def test_a_word_that_is_none_is_refused() -> None:
    assert media('dance').returncode == 2


def test_a_bad_setting_is_refused() -> None:
    answer = media('status', STUDYROOM_MEDIA='perhaps')
    assert answer.stderr == 'STUDYROOM_MEDIA is "perhaps", but must be on or off.\n'
    assert answer.returncode == 2

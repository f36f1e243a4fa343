"""Tests that what the Dockerfile puts into the image starts, is healthy and stops: in a folder, without Docker."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from studyroom.media.binary import VERSION
from tests.browser.gallery_server import wait_until_answering
from tests.deploy.recipe import CHECKOUT, Stage, is_kept_out, lay_out, stages
from tests.media.call import without_settings
from tests.ports import free_port

STAGES = stages()
IMAGE = STAGES[-1]
MADE_BY_STAGES = {'/build/static/vendor', '/livekit-server', '/venv'}
"""Paths that other stages make and the checkout does not have."""


class LaidOut:
    """The image's files, laid out in a folder, and a server that runs from there."""

    def __init__(self, folder: Path) -> None:
        self.app, self.port = folder / 'app', free_port()
        self.app.mkdir()
        lay_out(IMAGE, self.app)
        own = {
            'PYTHONPATH': str(self.app),
            'STUDYROOM_DATA_DIR': str(folder / 'data'),
            'STUDYROOM_PORT': str(self.port),
        }
        given = {name: value for name, value in IMAGE.environment().items() if name != 'PATH'}
        here = {'STUDYROOM_LIVEKIT_BIN': '', 'STUDYROOM_HOST': '127.0.0.1', 'STUDYROOM_MEDIA': 'off'}
        self.environment = without_settings(**given | own | here)

    def start(self) -> subprocess.Popen[str]:
        server = subprocess.Popen(command_of(IMAGE.one('ENTRYPOINT')), cwd=self.app, env=self.environment, text=True)
        wait_until_answering(f'http://127.0.0.1:{self.port}')
        return server

    def is_healthy(self) -> bool:
        """Run the health check exactly as the Dockerfile has it."""
        command = command_of(IMAGE.one('HEALTHCHECK').split('CMD ')[1])
        return subprocess.run(command, env=self.environment, capture_output=True, check=False).returncode == 0


def command_of(listed: str) -> list[str]:
    """Return the command, with this Python in place of the image's."""
    program, *arguments = json.loads(listed)
    assert program == 'python'
    return [sys.executable, *arguments]


@pytest.fixture(scope='module')
def image(tmp_path_factory: pytest.TempPathFactory) -> LaidOut:
    return LaidOut(tmp_path_factory.mktemp('image'))


def test_it_runs_from_the_copied_files_is_healthy_while_it_runs_and_stops_on_request(image: LaidOut) -> None:
    asked = [sys.executable, '-c', 'import studyroom; print(studyroom.__file__)']
    result = subprocess.run(asked, cwd=image.app, env=image.environment, capture_output=True, text=True, check=True)
    assert Path(result.stdout.strip()) == image.app / 'studyroom/__init__.py'
    server = image.start()
    try:
        assert image.is_healthy()
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
    finally:
        server.kill()
    assert not image.is_healthy()


def test_only_the_program_is_copied(image: LaidOut) -> None:
    assert {path.name for path in image.app.iterdir()} == {'LICENSE', 'components', 'pages', 'static', 'studyroom'}
    for path in ('.env', 'deploy/.env', 'rooms.sqlite3', '.git/config', 'pages/__pycache__/lobby.cpython-311.pyc'):
        assert is_kept_out(PurePosixPath(path)), path


@pytest.mark.parametrize('stage', STAGES, ids=lambda stage: stage.name or 'image')
def test_every_copied_file_exists_and_is_not_ignored(stage: Stage) -> None:
    for copy in stage.copies():
        for source in copy.sources:
            if copy.stage:
                assert source in MADE_BY_STAGES
                assert copy.stage in {earlier.name for earlier in STAGES}
            else:
                assert (CHECKOUT / source).exists(), source
                assert not is_kept_out(PurePosixPath(source)), source


def test_the_media_server_is_the_tested_version() -> None:
    assert [stage.image for stage in STAGES if stage.name == 'livekit'] == [f'livekit/livekit-server:v{VERSION}']
    (copy,) = [copy for copy in IMAGE.copies() if copy.stage == 'livekit']
    assert copy.target == IMAGE.environment()['STUDYROOM_LIVEKIT_BIN']


def test_everything_is_pinned() -> None:
    for stage in STAGES:
        assert re.search(r':\S*\d\.\d', stage.image), stage.image
        installs = [command for command in stage.all('RUN') if 'pip install' in command]
        assert all('--no-deps --require-hashes -r requirements' in command for command in installs)
    assert len({stage.image for stage in STAGES if stage.name != 'livekit'}) == 1, (
        'the venv works with one Python version'
    )


def test_it_does_not_run_as_root() -> None:
    user = IMAGE.one('USER')
    assert re.fullmatch(r'[1-9]\d+:[1-9]\d+', user)
    made = ' '.join(IMAGE.all('RUN'))
    assert f'--uid {user.split(":")[0]} ' in made
    assert f'--gid {user.split(":")[1]} ' in made
    order = [word for word, _ in IMAGE.instructions]
    assert max(place for place, word in enumerate(order) if word == 'RUN') < order.index('USER')


def test_data_is_in_a_volume_that_this_user_owns() -> None:
    folder = IMAGE.one('VOLUME')
    assert IMAGE.environment()['STUDYROOM_DATA_DIR'] == folder
    assert any(f'install -d -m 0700 -o studyroom -g studyroom {folder}' in command for command in IMAGE.all('RUN'))


def test_the_stop_signal_reaches_the_server() -> None:
    assert IMAGE.one('STOPSIGNAL') == 'SIGTERM'
    assert IMAGE.one('ENTRYPOINT').startswith('["'), 'a shell in between would swallow the signal'

"""Tests that the wheel runs without the checkout it was built from."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
import venv
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parent.parent
OF_TESTS = ('STUDYROOM_', 'NICEGUI_', 'PYTEST_', 'PYTHON', 'COV_', 'VIRTUAL_ENV')
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OF_TESTS)}

COMMAND = """from importlib.metadata import entry_points
(studyroom,) = entry_points(group='console_scripts', name='studyroom')
raise SystemExit(studyroom.load()())"""


@pytest.fixture(scope='session')
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp('dist')
    build = [sys.executable, '-m', 'hatchling', 'build', '-t', 'wheel', '-d', str(folder)]
    subprocess.run(build, cwd=CHECKOUT, env=ENVIRONMENT, check=True, capture_output=True)
    return next(folder.glob('*.whl'))


@pytest.fixture(scope='session')
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel and the packages of the server's lock, but none that only tests need."""
    folder = tmp_path_factory.mktemp('clean')
    venv.create(folder)
    (packages,) = folder.glob('lib/python*/site-packages')
    for wanted in re.findall(r'^\w.*?==[^\\]*', (CHECKOUT / 'requirements.lock').read_text(), re.MULTILINE):
        _lay(Requirement(wanted), packages)
    ZipFile(wheel).extractall(packages)
    return folder / 'bin' / 'python'


def _lay(wanted: Requirement, packages: Path) -> None:
    """Link to the installed package, which has the same hashes, instead of installing it again."""
    if wanted.marker and not wanted.marker.evaluate():
        return
    found = distribution(wanted.name)
    assert found.version in wanted.specifier, f'requirements-test.lock has {wanted.name} {found.version}'
    for file in {*(found.files or ())}:
        if file.parts[0] != '..':
            (packages / file).parent.mkdir(parents=True, exist_ok=True)
            (packages / file).symlink_to(str(file.locate()))


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.split('/')[0] for name in names} == {
        *('studyroom', 'pages', 'components', 'online_study_room-0.1.0.dist-info'),
    }
    assert 'studyroom/_static/tokens.css' in names
    assert 'studyroom/_static/vendor/icons.svg' in names
    assert 'studyroom/_static/vendor/figtree-LICENSE.txt' in names
    assert any(name.endswith('.dist-info/licenses/LICENSE') for name in names)


def test_packages_for_tests_are_not_where_the_wheel_runs(python: Path) -> None:
    found = subprocess.run([python, '-c', 'import nicegui, pytest'], env=ENVIRONMENT, capture_output=True, text=True)
    assert "No module named 'pytest'" in found.stderr


def test_outside_the_checkout_the_wheel_serves_the_lobby_with_its_fonts_and_icons(python: Path, tmp_path: Path) -> None:
    command = [str(python), '-c', COMMAND, '--data-dir', str(tmp_path / 'data')]
    environment = ENVIRONMENT | {'STUDYROOM_MEDIA': 'off'}  # nothing is fetched for a look at the lobby
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            _look_around(_link(server))
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=10) == 0
        finally:
            server.kill()


def _link(server: 'subprocess.Popen[str]') -> str:
    assert server.stdout
    for line in server.stdout:
        if found := re.search(r'http://localhost:\d+', line):
            return found[0]
    raise AssertionError('The server printed no link.')


def _look_around(link: str) -> None:
    page = _get(link).decode()
    assert 'Online Study Room' in page
    sheet = re.search(r'href="(/static/[^"]*)/tokens\.css"', page)
    assert sheet
    assert _get(f'{link}{sheet[1]}/vendor/literata-latin.woff2')[:4] == b'wOF2'
    assert b'id="lamp-desk"' in _get(f'{link}{sheet[1]}/vendor/icons.svg')


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        content: bytes = answer.read()
    return content

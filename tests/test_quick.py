"""Which tests `bin/test --quick` takes: told by their folder and their fixtures, not by a list."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.forked_server import CHECKOUT, clean_environment

OF_A_NEW_TEST = """
import pytest

@pytest.fixture(scope='session')
def chromium():
    pass

@pytest.fixture
def somebody(chromium):
    pass

def test_that_calculates():
    pass

def test_that_looks(somebody):
    pass
"""


def taken(*words: str | Path) -> set[str]:
    """The tests, each as its file and name."""
    command = [sys.executable, '-m', 'pytest', '--quick', '--collect-only', '-q', '-p', 'no:cacheprovider', *words]
    done = subprocess.run(command, cwd=CHECKOUT, env=clean_environment(), capture_output=True, text=True, check=True)
    return {line for line in done.stdout.splitlines() if '::' in line}


def test_what_needs_python_alone_is_taken_and_what_needs_a_program_is_not() -> None:
    tests = taken('tests/browser', 'tests/deploy', 'tests/media', 'tests/room')
    folders = {test.split('/')[1] for test in tests}
    files = {test.split('::')[0].split('/')[-1] for test in tests}
    assert folders == {'deploy', 'media', 'room'}
    assert files >= {'test_files.py', 'test_livekit_log.py', 'test_room_timer.py'}
    assert not files & {'test_tools.py', 'test_separate_livekit.py', 'test_process.py', 'test_two_hosts.py'}


def test_a_new_test_is_told_apart_by_the_fixtures_of_its_fixtures(tmp_path: Path) -> None:
    file = tmp_path / 'test_new.py'
    file.write_text(OF_A_NEW_TEST)
    assert {test.split('::')[1] for test in taken('-p', 'tests.conftest', file)} == {'test_that_calculates'}

"""CONTRIBUTING.md, followed to the letter: every step is taken in a copy of the checkout, and its checks are run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.study import ROOT
from tests.forked_server import clean_environment

LINKED = ('.venv', 'node_modules', 'static/vendor')
HEADINGS = ('A display panel', 'A feature with new state')
CHECKS = (('ruff', 'format', '--check', '--quiet', '.'), ('ruff', 'check', '--quiet', '.'), ('mypy',))
GUARDS = [
    'tests/room',
    'tests/kit',
    'tests/panels',
    'tests/sheets',
    'tests/test_docs.py',
    'tests/test_house_rules.py',
    'tests/test_frontend.py',
    'tests/operations/test_metrics.py',
    'tests/log/test_log_codec.py',
    'tests/log/test_log_written_by_0_1.py',
    'tests/api/test_refusals.py',
    'tests/api/test_openapi.py',
    'tests/api/test_asyncapi.py',
]
"""The tests that a careless change would turn red: what is held of every noun, row, code, field and page."""


class Block(NamedTuple):
    """A fenced block that names its file: a whole one, or a change as a diff without line numbers."""

    language: str
    path: str
    text: str


def blocks(heading: str) -> list[Block]:
    """The blocks with a file name under that heading of CONTRIBUTING.md."""
    page = (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8')
    section = page.split(f'\n## {heading}\n')[1].split('\n## ')[0]
    found = re.findall(r'^( *)```(\w+) (\S+)\n(.*?)^\1```$', section, re.DOTALL | re.MULTILINE)
    return [
        Block(language, path, ''.join(line.removeprefix(indent) for line in text.splitlines(keepends=True)))
        for indent, language, path, text in found
    ]


def commands(heading: str) -> list[str]:
    """The commands under that heading, a line each."""
    page = (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8')
    section = page.split(f'\n## {heading}\n')[1].split('\n## ')[0]
    return [
        line.strip()
        for block in re.findall(r'```sh\n(.*?)```', section, re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]


def write(block: Block, checkout: Path) -> None:
    target = checkout / block.path
    if block.language != 'diff':
        assert not target.exists(), f'{block.path} exists already'
        target.write_text(block.text, encoding='utf-8')
        return
    lines = [line if line.strip() else ' \n' for line in block.text.splitlines(keepends=True)]
    before = ''.join(line[1:] for line in lines if line[0] in ' -')
    after = ''.join(line[1:] for line in lines if line[0] in ' +')
    former = target.read_text(encoding='utf-8')
    assert former.count(before) == 1, f'{block.path} should have this once:\n{before}'
    target.write_text(former.replace(before, after), encoding='utf-8')


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all files of the checkout; what the scripts installed or fetched is shared with it."""
    listed = subprocess.run(
        ['git', 'ls-files', '-co', '--exclude-standard'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    copy = tmp_path / 'checkout'
    for name in filter(None, listed.stdout.splitlines()):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    for name in LINKED:
        (copy / name).symlink_to(ROOT / name)
    if (ROOT / '.mypy_cache').exists():
        shutil.copytree(ROOT / '.mypy_cache', copy / '.mypy_cache')
    return copy


def run(checkout: Path, *command: str) -> str:
    """Runs it in the copy. Fails with everything it said unless it succeeds."""
    environment = clean_environment() | {'PYTHONPATH': f'{checkout}:{checkout / "bin"}'}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, f'{" ".join(command)}\n{done.stdout[-6_000:]}\n{done.stderr[-3_000:]}'
    return done.stdout


def python(checkout: Path, *module: str) -> str:
    return run(checkout, sys.executable, '-m', *module)


@pytest.mark.timeout(600)
def test_every_step_of_the_page_is_taken_in_a_copy_whose_checks_stay_green(checkout: Path) -> None:
    """Both features, one after the other, as after following the whole page."""
    panel, feature = map(blocks, HEADINGS)
    for block in (*panel, *feature):
        write(block, checkout)
    for command in commands('A feature with new state'):
        run(checkout, *command.split())
    for check in CHECKS:
        python(checkout, *check)
    run(checkout, str(checkout / '.venv/bin/lint-imports'), '--no-cache')
    tests = [block.path for block in (*panel, *feature) if block.path.startswith('tests/')]
    said = python(checkout, 'pytest', '-v', '-p', 'no:cacheprovider', *GUARDS, *tests)
    for file in (*GUARDS, *tests):
        assert re.search(f'^{file}.* PASSED', said, re.MULTILINE), f'{file} was not run'


def test_a_panel_is_one_file_one_import_one_line_and_its_tests() -> None:
    panel = blocks('A display panel')
    kinds = [(block.language, block.path.split('/')[0]) for block in panel]
    assert kinds == [
        ('python', 'components'), ('diff', 'pages'), ('diff', 'pages'), ('python', 'tests'), ('python', 'tests'),
    ]  # fmt: skip
    assert all(block.text.count('\n+') + block.text.startswith('+') == 1 for block in panel if block.language == 'diff')


def test_the_page_shows_no_javascript() -> None:
    page = (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8')
    assert not re.search(r'```(js|javascript|html|vue)', page)
    assert not [block.path for heading in HEADINGS for block in blocks(heading) if block.path.endswith('.js')]

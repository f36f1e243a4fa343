"""What CONTRIBUTING.md shows is built from that page, checked as any change is, and looked at in a browser."""

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

COPIED = ('studyroom', 'pages', 'components', 'static', 'tests', 'bin', '.mypy_cache')


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
    """A copy of all that runs and all that checks it."""
    for name in COPIED:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy2(ROOT / 'pyproject.toml', tmp_path)
    return tmp_path


def run(checkout: Path, *module: str) -> str:
    """Fails with all that was said unless it succeeds."""
    environment = clean_environment() | {'PYTHONPATH': str(checkout)}
    command = [sys.executable, '-m', *module]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f'{" ".join(module)}\n{done.stdout}\n{done.stderr}'
    return done.stdout


def check_as_any_change(checkout: Path, files: list[str], tests: list[str]) -> None:
    run(checkout, 'ruff', 'format', '--check', '--quiet', *files)
    run(checkout, 'ruff', 'check', '--quiet', *files)
    run(checkout, 'mypy', 'studyroom', 'pages', 'components')
    about_them = ' or '.join(['function', 'publish', 'clock', *(Path(name).stem for name in files)])
    rules = 'tests/test_house_rules.py'
    said = run(checkout, 'pytest', '-v', '-p', 'no:cacheprovider', rules, *tests, '-k', about_them)
    for file in (rules, *tests):
        assert re.search(f'^{file}::.* PASSED', said, re.MULTILINE), said


def test_what_is_shown_is_built_checked_and_used(checkout: Path) -> None:
    """Both features, one after the other, as somebody who reads the page to its end has them."""
    panel, feature = blocks('A display panel'), blocks('A feature with new state')
    kinds = [(block.language, block.path.split('/')[0]) for block in panel]
    assert kinds == [('python', 'components'), ('diff', 'pages'), ('diff', 'pages'), ('python', 'tests')]
    assert all(block.text.count('\n+') + block.text.startswith('+') == 1 for block in panel if block.language == 'diff')
    for block in (*panel, *feature):
        write(block, checkout)
    files = sorted({block.path for block in (*panel, *feature)})
    check_as_any_change(checkout, files, tests=[panel[-1].path, feature[-1].path])

"""Tests that every benchmark runs and prints its figures beside those of its baseline."""

import re
import subprocess
import sys

import pytest

from tests.browser.study import ROOT
from tests.forked_server import clean_environment

FEW = {'files': ['--pages', '1'], 'sockets': ['--sockets', '3', '--lines', '4']}


@pytest.mark.parametrize('name', sorted(FEW))
def test_a_benchmark_prints_figures(name: str) -> None:
    command = [sys.executable, '-m', f'benchmarks.{name}', *FEW[name]]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) >= 2
    assert all(re.search(r'\d+\.\d+ ms', line) for line in lines)

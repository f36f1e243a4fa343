"""Runs two_hosts.py where other tests do not see network interfaces come and go.

Browsers abandon what they are loading when the network of their machine changes (ERR_NETWORK_CHANGED), and a page whose
script was abandoned stays empty. So both hosts are namespaces, and this machine is neither.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.browser.study import ROOT
from tests.conftest import NOT_RUN
from tests.forked_server import clean_environment

ALONE = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
PYTEST = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests/media/two_hosts.py']
SECONDS = 150


def obstacle() -> str:
    """Return why this machine cannot give a test its own network; empty if it can."""
    if os.name != 'posix' or os.geteuid() != 0:
        return 'a network namespace needs root'
    if not (shutil.which('ip') and shutil.which('unshare')):
        return 'a network namespace needs iproute2 and util-linux'
    return subprocess.run([*ALONE, 'true'], capture_output=True, text=True, check=False).stderr.strip()


@pytest.mark.usefixtures('livekit_server')
def test_two_hosts_hear_and_see_each_other() -> None:
    if reason := obstacle():
        pytest.skip(f'{NOT_RUN}browser and call on a second host: {reason}.')
    command = [*ALONE, sys.executable, *PYTEST]
    run = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if said := re.search(f'{NOT_RUN}.*', run.stdout):
        pytest.skip(said[0])
    assert run.returncode == 0, run.stdout + run.stderr
    assert '2 passed' in run.stdout

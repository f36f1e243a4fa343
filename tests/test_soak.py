"""Tests of the soak: a short one passes, Ctrl-C ends it and its server, and each kind of failure is found."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.soak.checks import Outcome, checks
from benchmarks.soak.ledger import Comparison, Ledger, compare
from benchmarks.soak.plan import Plan
from benchmarks.soak.server import Reading
from tests.forked_server import CHECKOUT, clean_environment

SHORT = ('--minutes', '0.1', '--browsers', '4', '--rooms', '2', '--kills', '1', '--no-media')
IDLE = Reading(0, 1, 0, 0, 10, 1, 11, 28, 100.0, 1.0, media_up=True, media_restarts=0)
EMPTY = replace(IDLE, rooms=0, media_restarts=1)
STORED = Comparison(written=9, acknowledged=8, stored=9, lost=(), doubled=())


def start(*options: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, '-m', 'benchmarks.soak', *options]
    return subprocess.Popen(command, cwd=CHECKOUT, env=clean_environment(), stdout=subprocess.PIPE, text=True)


@pytest.mark.waits
def test_a_short_soak_with_one_kill_passes(tmp_path: Path) -> None:
    soak = start(*SHORT, '--results', tmp_path / 'soak.json')
    said, _ = soak.communicate(timeout=150)
    assert soak.returncode == 0, said
    found = json.loads((tmp_path / 'soak.json').read_text())
    assert found['passed']
    assert found['messages']['acknowledged'] > 0
    assert found['empty']['process'] == 2
    assert 'server is killed' in said


@pytest.mark.waits
def test_ctrl_c_ends_the_soak_and_its_server(tmp_path: Path) -> None:
    soak = start(*SHORT, '--minutes', '60', '--results', tmp_path / 'soak.json')
    assert soak.stdout is not None
    assert 'listeners' in soak.stdout.readline()
    started = psutil.Process(soak.pid).children(recursive=True)
    assert started
    soak.send_signal(signal.SIGINT)
    assert soak.wait(timeout=30) == 130
    _, alive = psutil.wait_procs(started, timeout=5)
    assert alive == []


def passing(**changed: Any) -> Outcome:
    """An hour of one server process in which nothing went wrong."""
    readings = [replace(IDLE, at=10.0 * number, browsers=200) for number in range(360)]
    found = {'idle': IDLE, 'empty': EMPTY, 'comparison': STORED, 'media_kills': 1, 'exit_code': 0}
    return Outcome(Plan(), **({'readings': readings} | found | changed))


def failed(**changed: Any) -> list[str]:
    return [check.name for check in checks(passing(**changed)) if not check.held]


def test_a_soak_in_which_nothing_went_wrong_passes() -> None:
    assert failed() == []


def test_memory_that_grows_by_more_than_a_tenth_after_its_plateau_fails() -> None:
    steady = passing().readings
    grown = [replace(reading, memory=100 + reading.at / 100) for reading in steady]
    early = [replace(reading, memory=50 + min(reading.at, 600) / 10) for reading in steady]
    assert failed(readings=early) == []
    assert failed(readings=grown) == ['memory of server process 1 stays within 10% of its plateau']


@pytest.mark.parametrize(
    ('figure', 'many', 'name'),
    [
        ('listeners', 2, 'no subscription is left over'),
        ('tasks', 20, 'no task is left over'),
        ('files', 40, 'no open file is left over'),
        ('people', 1, 'nobody is left over'),
        ('rooms', 1, 'no room is awake'),
        ('media_restarts', 0, 'livekit-server came back'),
    ],
)
def test_what_is_left_over_fails(figure: str, many: int, name: str) -> None:
    assert failed(empty=replace(EMPTY, **{figure: many})) == [name]


def test_an_error_in_the_log_and_a_failure_for_people_fail() -> None:
    assert failed(faults=['ERROR   broken']) == ['the server logged no error']
    assert failed(troubles={'writing: TimeoutError': 1}) == ['nothing failed for people while the server was up']


async def test_messages_that_were_shown_are_looked_for_in_the_log(tmp_path: Path) -> None:
    ledger = Ledger()
    kept, lost, doubled, unseen = (ledger.write(7)[0] for _ in range(4))
    for words in (kept, lost, doubled):
        ledger.saw(7, 0.0, words.encode())
    ledger.saw(8, 0.0, unseen.encode())
    with closing(sqlite3.connect(tmp_path / 'rooms.sqlite3')) as database:
        database.execute('CREATE TABLE facts (type TEXT, payload TEXT)')
        for words in (kept, doubled, doubled, unseen):
            database.execute("INSERT INTO facts VALUES ('MessageSent', ?)", (json.dumps({'text': words}),))
        database.commit()
    found = compare(ledger, tmp_path / 'rooms.sqlite3')
    assert found == Comparison(written=4, acknowledged=3, stored=4, lost=(1,), doubled=(2,))
    name = 'every acknowledged message is in the log exactly once'
    assert failed(comparison=found) == [name]

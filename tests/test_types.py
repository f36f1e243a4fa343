"""Tests that mypy refuses wrong calls of verbs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.forked_server import CHECKOUT, clean_environment

WRONG = {
    'a verb without its argument': "await room.say('seat:1')",
    'a verb with one argument too many': "await room.end_help('seat:1', 'about')",
    'an argument of the wrong type': "await room.add_minutes('seat:1', 'five')",
    'a report that is awaited': "await room.disconnect('seat:1', 'client')",
    'a fact without a required field': 'MessageSent(**room.scene().stamp, name="Ann")',
    'a presence event without its seat': 'PersonCame(**room.scene().stamp)',
}
RIGHT = """
from studyroom.room.events import MessageSent, PersonCame
from studyroom.room.room import Room


async def use(room: Room) -> None:
    await room.say('seat:1', 'hello')
    await room.add_goal('seat:1', 'read', now=True)
    room.disconnect('seat:1', 'client')
    MessageSent(**room.scene('seat:1').stamp, name='Ann', text='hello')
"""


def test_mypy_refuses_a_wrong_call_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / 'wrong_calls.py'
    page.write_text(RIGHT + ''.join(f'    {line}\n' for line in WRONG.values()), encoding='utf-8')
    command = [sys.executable, '-m', 'mypy', '--no-error-summary', str(page)]
    environment = clean_environment() | {'MYPYPATH': str(CHECKOUT)}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=170)
    found = {int(number) for number in re.findall(rf'{page.name}:(\d+): error', done.stdout)}
    first = RIGHT.count('\n') + 1
    assert found == {*range(first, first + len(WRONG))}, done.stdout + done.stderr

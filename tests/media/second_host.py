"""Another computer in the same network: a network namespace of Linux, joined to this machine by two interfaces."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# RFC 5737: a network for documentation, which nobody uses.
OURS, ITS = '192.0.2.1', '192.0.2.2'
HERE, THERE = 'studyroom-a', 'studyroom-b'


@dataclass(frozen=True, slots=True)
class SecondHost:
    """`ours` is the address by which it reaches this machine, `name` is the name of its namespace."""

    name: str
    ours: str

    def command(self, *words: str | Path) -> list[str | Path]:
        """Return the command that runs `command` over there."""
        return ['ip', 'netns', 'exec', self.name, *words]

    def program(self, path: str, folder: Path) -> Path:
        """Write a script that runs `path` over there with its arguments and open files."""
        wrapper = folder / f'{Path(path).name}-on-{self.name}'
        wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {path} "$@"\n')
        wrapper.chmod(0o755)
        return wrapper


class NoSecondHost(Exception):
    """This machine cannot have a second host; the text says why."""


@contextmanager
def second_host() -> Iterator[SecondHost]:
    """Make a second host while inside. Raises NoSecondHost.

    To be used only in a network of its own: see test_two_hosts.py.
    """
    host = SecondHost(f'studyroom-{os.getpid()}', OURS)
    try:
        _ip('netns', 'add', host.name)
        _join(host)
        yield host
    finally:
        subprocess.run(['ip', 'netns', 'del', host.name], capture_output=True, check=False)


def _join(host: SecondHost) -> None:
    _ip('link', 'add', HERE, 'type', 'veth', 'peer', 'name', THERE, 'netns', host.name)
    _ip('address', 'add', f'{OURS}/30', 'dev', HERE)
    _ip('link', 'set', HERE, 'up')
    over_there = f'address add {ITS}/30 dev {THERE}', f'link set {THERE} up', 'link set lo up'
    for words in over_there:
        _ip('-netns', host.name, *words.split())


def _ip(*words: str) -> None:
    done = subprocess.run(['ip', *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSecondHost(f'`ip {" ".join(words)}` says: {done.stderr.strip()}')

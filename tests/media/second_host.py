"""Another computer in the same network: a network namespace of Linux, joined to this machine by two interfaces."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studyroom.network import lan_addresses

# RFC 5737: networks for documentation, which nobody has; a machine that has one all the same gets another one.
NETWORKS = ('192.0.2', '198.51.100', '203.0.113')


@dataclass(frozen=True, slots=True)
class SecondHost:
    """`ours` is the address at which it finds this machine, `name` that of its namespace."""

    name: str
    ours: str

    def command(self, *words: str | Path) -> list[str | Path]:
        """The same command, run over there."""
        return ['ip', 'netns', 'exec', self.name, *words]

    def program(self, path: str, folder: Path) -> Path:
        """A program that runs `path` over there, with whatever arguments and open files it is given."""
        wrapper = folder / f'{Path(path).name}-on-{self.name}'
        wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {path} "$@"\n')
        wrapper.chmod(0o755)
        return wrapper


class NoSecondHost(Exception):
    """This machine cannot have one; the text says why."""


@contextmanager
def second_host() -> Iterator[SecondHost]:
    """NoSecondHost where there is no `ip`, or the kernel does not let us."""
    if os.name != 'posix' or os.geteuid() != 0:
        raise NoSecondHost('a network namespace needs root')
    if shutil.which('ip') is None:
        raise NoSecondHost('a network namespace needs iproute2')
    network = next(net for net in NETWORKS if not any(address.startswith(f'{net}.') for address in lan_addresses()))
    fourth = 4 * (os.getpid() % 63)  # a network of four addresses, for each test process its own
    host = SecondHost(f'studyroom-{os.getpid()}', f'{network}.{fourth + 1}')
    try:
        _ip('netns', 'add', host.name)
        _join(host, f'{network}.{fourth + 2}')
        yield host
    finally:
        subprocess.run(['ip', 'netns', 'del', host.name], capture_output=True, check=False)


def _join(host: SecondHost, its: str) -> None:
    here, there = f'sr{os.getpid()}a', f'sr{os.getpid()}b'
    _ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', host.name)
    _ip('address', 'add', f'{host.ours}/30', 'dev', here)
    _ip('link', 'set', here, 'up')
    over_there = f'address add {its}/30 dev {there}', f'link set {there} up', 'link set lo up'
    for words in over_there:
        _ip('-netns', host.name, *words.split())


def _ip(*words: str) -> None:
    done = subprocess.run(['ip', *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSecondHost(f'`ip {" ".join(words)}` says: {done.stderr.strip()}')

"""Ports for servers of tests, which nobody else takes between the choosing and the listening."""

from __future__ import annotations

import itertools
import os
import socket

FIRST, EACH, WORKERS = 10_000, 1_400, 16  # up to 32,399: what follows is where the system finds ports for connections
WORKER = int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')) % WORKERS
ports = itertools.cycle(range(FIRST + WORKER * EACH, FIRST + (WORKER + 1) * EACH))
UNSAFE = {10_080}  # Chromium opens no page there: the one port of its list in this range
# Another run of tests on this machine begins elsewhere.
next(itertools.islice(ports, os.getppid() % EACH, None))


def free_port() -> int:
    """Return one that no other test, and no connection, is given; nobody listens on it on any address."""
    return next(port for port in ports if port not in UNSAFE and _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('', port))
        except OSError:
            return False
    return True

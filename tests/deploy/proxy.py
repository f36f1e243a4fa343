"""A proxy in front of a server: the real Caddy or nginx, with our file for it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.nginx import nginx_folder
from tests.deploy.recipe import CHECKOUT
from tests.deploy.tools import tool
from tests.ports import free_port

START_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy: browsers connect to `url`, and `folder` holds what it writes."""

    url: str
    folder: Path

    def said(self) -> str:
        """Return all its log lines: about itself, about requests and about failures."""
        return '\n'.join(path.read_text() for path in sorted(self.folder.iterdir()) if path.suffix in {'.log', '.said'})

    def trusting(self) -> ssl.SSLContext | None:
        """Return a context for clients that verify its certificate, or None if it speaks plain http."""
        return ssl.create_default_context(cafile=self.folder / 'ca.pem') if self.url.startswith('https') else None


Before = Callable[[Path, int], AbstractContextManager[Proxy]]


@contextmanager
def caddy(folder: Path, upstream: int) -> Iterator[Proxy]:
    """Run Caddy over plain http: for a name with https, it would install its own certificate on the machine."""
    port = free_port()
    program = tool('caddy', 'version', home=folder)
    given = {
        'SITE_ADDRESS': f'http://127.0.0.1:{port}',
        'UPSTREAM': f'127.0.0.1:{upstream}',
        'CADDY_ADMIN': f'unix/{folder}/admin.sock',
    }
    command = [*program.command, 'run', '--adapter', 'caddyfile', '--config', str(CHECKOUT / 'deploy/Caddyfile')]
    with _running(command, dict(program.environment) | given, folder, port):
        yield Proxy(f'http://127.0.0.1:{port}', folder)


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[Proxy]:
    """Run nginx over https, with a certificate for this machine."""
    port = free_port()
    program = tool('nginx', '-v', home=folder)
    main = nginx_folder(folder, upstream=upstream, port=port)
    command = [*program.command, '-p', str(folder), '-c', str(main)]
    with _running(command, program.environment, folder, port):
        yield Proxy(f'https://127.0.0.1:{port}', folder)


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], folder: Path, port: int) -> Iterator[None]:
    said = folder / 'proxy.said'
    with said.open('w') as lines:
        process = subprocess.Popen(command, env=dict(environment), stdout=lines, stderr=lines, text=True)
    try:
        _wait_for(port, process, said)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen[str], said: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(('127.0.0.1', port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.05)

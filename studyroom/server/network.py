"""Addresses and ports of this machine."""

from __future__ import annotations

import errno
import ipaddress
import socket
from urllib.parse import urlsplit

import ifaddr

ALL_ADDRESSES = '0.0.0.0'  # noqa: S104 - only bound when somebody asks for it
EVERYWHERE = {ALL_ADDRESSES, '::', ''}
TRIED_PORTS = 100


class CannotListen(Exception):
    """No port to listen on; the text is one sentence for the person who starts the server."""


def links(host: str, port: int, scheme: str = 'http') -> tuple[str, ...]:
    """Return the addresses to open in a browser, the one for this machine first."""
    if host in EVERYWHERE:
        names: tuple[str, ...] = ('localhost', *lan_addresses())
    elif is_loopback(host):
        names = ('localhost' if host != '::1' else '[::1]',)
    else:
        names = (f'[{host}]' if ':' in host else host,)
    return tuple(f'{scheme}://{name}:{port}' for name in names)


def lan_addresses() -> tuple[str, ...]:
    """Return the IPv4 addresses by which other machines may reach this one, without loopback and link-local ones."""
    found = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str))
    usable = (ip for ip in found if not (is_loopback(ip) or ipaddress.ip_address(ip).is_link_local))
    return tuple(dict.fromkeys(usable))


def shared_base(bound_to: str, scheme: str, reached_at: str) -> tuple[str, bool]:
    """Return the base of links to share, and whether other machines can open them.

    `reached_at` is the host and port by which a browser reached us. A loopback name is replaced by our first address in
    the network, if the server listens there.
    """
    name = urlsplit(f'//{reached_at}').hostname or ''
    if not is_loopback(name):
        return f'{scheme}://{reached_at}', True
    addresses = lan_addresses() if bound_to in EVERYWHERE else ()
    if not addresses:
        return f'{scheme}://{reached_at}', False
    port = urlsplit(f'//{reached_at}').port
    return f'{scheme}://{addresses[0]}{f":{port}" if port else ""}', True


def port_for(host: str, wanted: int, *, exactly: bool) -> int:
    """Return `wanted` if it is free, else the next free port unless `exactly`. Raises CannotListen."""
    if _can_listen(host, wanted):
        return wanted
    if exactly:
        raise CannotListen(f'Port {wanted} is taken by another program: stop that one, or choose another with --port.')
    for port in range(wanted + 1, min(wanted + TRIED_PORTS, 65536)):
        if _can_listen(host, port):
            return port
    raise CannotListen(f'The ports from {wanted} to {wanted + TRIED_PORTS - 1} are all taken: choose one with --port.')


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach the address."""
    if host == 'localhost':
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _can_listen(host: str, port: int) -> bool:
    """Return whether the port is free. Raises CannotListen for errors that another port would not solve."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        if error.errno == errno.EACCES:
            raise CannotListen(f'Port {port} needs an administrator: choose one from 1024 with --port.') from None
        raise CannotListen(f'The address "{host}" is none of this machine: choose another with --host.') from None
    return True

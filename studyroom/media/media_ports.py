"""Ports for media, open on every address of this machine."""

from __future__ import annotations

import errno
import socket
from collections.abc import Collection
from dataclasses import replace

from studyroom.media.livekit_config import Network

TRIED = 100
KINDS = {'udp_port': socket.SOCK_DGRAM, 'tcp_port': socket.SOCK_STREAM}


class PortTaken(Exception):
    """A configured port is used by another program; the text is one sentence."""


def with_free_ports(network: Network, exactly: Collection[str]) -> Network:
    """Return `network` with taken ports replaced by the next free ones. Raises PortTaken for those in `exactly`."""
    found: dict[str, int] = {}
    for name, kind in KINDS.items():
        wanted: int = getattr(network, name)
        if name in exactly and not _is_free(kind, wanted):
            setting = f'STUDYROOM_MEDIA_{name.upper()}'
            raise PortTaken(f'Port {wanted} for media is taken by another program ({setting}).')
        candidates = range(wanted, min(wanted + TRIED, 65_536))
        free = (port for port in candidates if port not in found.values() and _is_free(kind, port))
        try:
            found[name] = next(free)
        except StopIteration:
            raise PortTaken(f'The ports from {wanted} on are all taken: none is left for media.') from None
    return replace(network, udp_port=found['udp_port'], tcp_port=found['tcp_port'])


def free_port() -> int:
    """Return a free TCP port on loopback."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


def _is_free(kind: socket.SocketKind, port: int) -> bool:
    """Return whether the port is free on every address of both families: livekit-server listens on `::`."""
    return not any(_is_taken(family, kind, port) for family in (socket.AF_INET, socket.AF_INET6))


def _is_taken(family: socket.AddressFamily, kind: socket.SocketKind, port: int) -> bool:
    try:
        with socket.socket(family, kind) as probe:
            if family is socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(('', port))
    except OSError as error:  # any other error: there is no such family here
        return error.errno in (errno.EADDRINUSE, errno.EACCES)
    return False

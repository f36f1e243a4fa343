"""The configuration of livekit-server: made in memory and passed in its environment, never on disk or in argv."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from studyroom.media.tokens import LiveKitKeys

EMPTY_SECONDS = 300
DEPARTURE_SECONDS = 20
STUN_PORT = 3478
ASK_OUTSIDE = 'auto'


class Reach(StrEnum):
    """Who can reach the media ports: this machine, the local network, or everybody."""

    MACHINE = 'machine'
    LAN = 'lan'
    PUBLIC = 'public'


@dataclass(frozen=True, slots=True)
class Turn:
    """LiveKit's relay for browsers behind strict firewalls; off without a port. TLS needs a domain and both files."""

    udp_port: int = 0
    domain: str = ''
    tls_port: int = 0
    cert: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Ports and addresses of the media themselves; signalling stays on loopback behind our own origin.

    `node_ip` is the one address that browsers are given; with `auto`, a STUN server on the internet tells it.
    """

    reach: Reach = Reach.MACHINE
    udp_port: int = 7882
    tcp_port: int = 7881
    node_ip: str = ''
    turn: Turn = Turn()


def livekit_config(network: Network, http_port: int, keys: LiveKitKeys, webhook: str) -> str:
    """Return the value of LIVEKIT_CONFIG: YAML, written as JSON. `webhook` is an address on loopback."""
    config: dict[str, Any] = {
        'port': http_port,
        'bind_addresses': ['127.0.0.1'],
        'rtc': _rtc(network),
        'room': {'auto_create': True, 'empty_timeout': EMPTY_SECONDS, 'departure_timeout': DEPARTURE_SECONDS},
        'keys': {keys.key: keys.secret},
        'webhook': {'api_key': keys.key, 'urls': [webhook]},
        'logging': {'level': 'info', 'json': True, 'pion_level': 'error'},
    }
    if network.turn.udp_port or network.turn.tls_port:
        config['turn'] = _turn(network.turn)
    return msgspec.json.encode(config).decode()


def _rtc(network: Network) -> dict[str, Any]:
    rtc: dict[str, Any] = {'tcp_port': network.tcp_port, 'udp_port': network.udp_port, 'use_external_ip': False}
    if network.reach is Reach.MACHINE:
        return rtc | {'node_ip': '127.0.0.1', 'enable_loopback_candidate': True}
    if network.node_ip == ASK_OUTSIDE:
        return rtc | {'use_external_ip': True}
    if network.node_ip:
        return rtc | {'node_ip': network.node_ip}
    return rtc | {'interfaces': {'excludes': ['docker0']}}


def _turn(turn: Turn) -> dict[str, Any]:
    config: dict[str, Any] = {'enabled': True, 'udp_port': turn.udp_port or STUN_PORT}
    if turn.tls_port:
        config |= {
            'domain': turn.domain,
            'tls_port': turn.tls_port,
            'cert_file': str(turn.cert),
            'key_file': str(turn.key),
        }
    return config

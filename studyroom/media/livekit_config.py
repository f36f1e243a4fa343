"""The configuration of livekit-server: made in memory, handed over in its environment, never on disk or in argv."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

KEY = 'studyroom'
SECRET_BYTES = 32
EMPTY_SECONDS = 300
DEPARTURE_SECONDS = 20


class Reach(StrEnum):
    """Who shall reach the media ports: this machine, the local network, or everybody."""

    MACHINE = 'machine'
    LAN = 'lan'
    PUBLIC = 'public'


@dataclass(frozen=True, slots=True)
class Network:
    """Ports and addresses of the media themselves; signalling stays on loopback behind our own origin."""

    reach: Reach = Reach.MACHINE
    udp_port: int = 7882
    tcp_port: int = 7881
    node_ip: str = ''
    turn_domain: str = ''
    turn_udp_port: int = 0


def livekit_config(network: Network, http_port: int, secret: str, webhook: str) -> str:
    """YAML (as JSON, which YAML contains) for LIVEKIT_CONFIG. `webhook` is an address on loopback."""
    config: dict[str, Any] = {
        'port': http_port,
        'bind_addresses': ['127.0.0.1'],
        'rtc': _rtc(network),
        'room': {'auto_create': True, 'empty_timeout': EMPTY_SECONDS, 'departure_timeout': DEPARTURE_SECONDS},
        'keys': {KEY: secret},
        'webhook': {'api_key': KEY, 'urls': [webhook]},
        'logging': {'level': 'info', 'json': True, 'pion_level': 'error'},
    }
    if network.turn_udp_port or network.turn_domain:
        config['turn'] = {'enabled': True, 'udp_port': network.turn_udp_port or 3478, 'domain': network.turn_domain}
    return msgspec.json.encode(config).decode()


def kept_secret(path: Path) -> str:
    """The key that signs tokens, made at the first start, readable by us alone (0600); at least 32 characters."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(SECRET_BYTES), encoding='ascii')
    return path.read_text(encoding='ascii').strip()


def _rtc(network: Network) -> dict[str, Any]:
    rtc: dict[str, Any] = {'tcp_port': network.tcp_port, 'udp_port': network.udp_port, 'use_external_ip': False}
    if network.reach is Reach.MACHINE:
        return rtc | {'node_ip': '127.0.0.1', 'enable_loopback_candidate': True}
    if network.node_ip:
        return rtc | {'node_ip': network.node_ip}
    if network.reach is Reach.PUBLIC:
        return rtc | {'use_external_ip': True}
    return rtc | {'interfaces': {'excludes': ['docker0']}}

"""Turns settings into the LiveKit to use and the network for media."""

from __future__ import annotations

from pathlib import Path

from studyroom.data_folder import kept_secret
from studyroom.media.binary import cache_folder
from studyroom.media.livekit_config import Network, Reach, Turn
from studyroom.media.own_server import OwnServerOptions, OwnSource
from studyroom.media.source import ExternalSource, Source
from studyroom.media.tokens import LiveKitKeys
from studyroom.server.network import is_loopback, lan_addresses
from studyroom.settings import Settings

SECRET = 'livekit.secret'
PORTS = ('udp_port', 'tcp_port')


def source_from(settings: Settings, folder: Path) -> Source:
    """Return the external LiveKit that is named, else our own with its secret in `folder`. Raises DataFolderRefused."""
    if settings.livekit_url:
        return ExternalSource(settings.livekit_url, LiveKitKeys(settings.livekit_api_key, settings.livekit_api_secret))
    return OwnSource(own_server_options(settings), kept_secret(folder / SECRET))


def own_server_options(settings: Settings) -> OwnServerOptions:
    """Return the options of our own LiveKit."""
    exact = frozenset(port for port in PORTS if f'media_{port}' in settings.model_fields_set)
    return OwnServerOptions(settings.livekit_bin, cache_folder(), settings.livekit_base, network_from(settings), exact)


def network_from(settings: Settings) -> Network:
    """Return how media travel: within this machine on loopback, else the local network; beyond it with a node IP."""
    here, node_ip = lan_addresses(), settings.media_node_ip
    if node_ip:
        reach = Reach.PUBLIC
    elif is_loopback(settings.host) or not here:
        reach = Reach.MACHINE
    else:
        reach = Reach.LAN
        # One address leaves no choice, and LiveKit then asks no server outside for it.
        node_ip = here[0] if len(here) == 1 else ''
    turn = Turn(
        settings.turn_udp_port, settings.turn_domain, settings.turn_tls_port, settings.tls_cert, settings.tls_key
    )
    return Network(reach, settings.media_udp_port, settings.media_tcp_port, node_ip, turn)

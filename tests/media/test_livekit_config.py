"""The real livekit-server accepts every configuration that settings can make: it rejects unknown keys."""

import os
from pathlib import Path
from typing import Any

import pytest
import trustme

from studyroom.media.binary import Binary
from studyroom.media.from_settings import network_from
from studyroom.media.livekit_config import Network, Reach, Turn, livekit_config
from studyroom.media.media_ports import with_free_ports
from studyroom.media.supervisor import ProcessState, Supervisor
from studyroom.media.tokens import LiveKitKeys
from studyroom.server.network import lan_addresses
from studyroom.settings import Settings
from tests.media.call import until
from tests.ports import free_port

KEYS = LiveKitKeys('studyroom', 's' * 40)


def networks(folder: Path) -> dict[str, Network]:
    free = with_free_ports(Network(udp_port=free_port(), tcp_port=free_port()), ())
    ports: dict[str, Any] = {'udp_port': free.udp_port, 'tcp_port': free.tcp_port}
    issued = trustme.CA().issue_cert('turn.example.org')
    issued.cert_chain_pems[0].write_to_path(folder / 'cert.pem')
    issued.private_key_pem.write_to_path(folder / 'key.pem')
    turn = Turn(free_port(), 'turn.example.org', free_port(), folder / 'cert.pem', folder / 'key.pem')
    return {
        'this machine': Network(**ports),
        'lan': Network(Reach.LAN, **ports),
        'lan with one address': Network(Reach.LAN, **ports, node_ip='192.0.2.7'),
        'public': Network(Reach.PUBLIC, **ports, node_ip='198.51.100.7'),
        'relay': Network(Reach.PUBLIC, **ports, node_ip='198.51.100.7', turn=Turn(free_port())),
        'relay over tls': Network(Reach.PUBLIC, **ports, node_ip='198.51.100.7', turn=turn),
    }


@pytest.mark.parametrize('place', ['this machine', 'lan', 'lan with one address', 'public', 'relay', 'relay over tls'])
async def test_livekit_starts_with_each_configuration(livekit_server: Binary, tmp_path: Path, place: str) -> None:
    port = free_port()
    config = livekit_config(networks(tmp_path)[place], port, KEYS, 'http://127.0.0.1:9/livekit/webhook')
    supervisor = Supervisor(
        [livekit_server.path],
        lambda: os.environ | {'LIVEKIT_CONFIG': config},
        lambda: f'http://127.0.0.1:{port}/',
        lambda health: None,
        lambda line: None,
    )
    supervisor.start()
    try:
        await until(lambda: supervisor.state is ProcessState.READY or supervisor.failures)
        assert supervisor.failures == 0, list(supervisor.last_lines)
    finally:
        await supervisor.stop()


def plan(**settings: object) -> Network:
    return network_from(Settings(**settings))  # type: ignore[arg-type]


def test_on_a_server_bound_to_this_machine_media_stay_on_it() -> None:
    assert plan().reach is Reach.MACHINE


def test_on_a_server_bound_to_all_addresses_media_reach_the_local_network() -> None:
    reach = plan(host='0.0.0.0').reach
    assert reach is (Reach.LAN if lan_addresses() else Reach.MACHINE)


@pytest.mark.parametrize('host', ['127.0.0.1', '0.0.0.0'])
@pytest.mark.parametrize('node_ip', ['198.51.100.7', 'auto'])
def test_with_a_node_ip_media_reach_everybody_even_behind_a_proxy_on_loopback(host: str, node_ip: str) -> None:
    found = plan(host=host, media_node_ip=node_ip)
    assert (found.reach, found.node_ip) == (Reach.PUBLIC, node_ip)


def test_livekit_asks_servers_outside_only_if_the_settings_say_so() -> None:
    for place in (plan(), plan(host='0.0.0.0'), plan(media_node_ip='192.0.2.7')):
        assert '"use_external_ip":true' not in livekit_config(place, 7880, KEYS, '')
    assert '"use_external_ip":true' in livekit_config(plan(media_node_ip='auto'), 7880, KEYS, '')

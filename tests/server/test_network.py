import ipaddress
import socket
from collections.abc import Iterator

import pytest

from studyroom.server.network import CannotListen, lan_addresses, links, port_for, shared_base


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_free_port_is_used_as_it_is(taken: int) -> None:
    free = port_for('127.0.0.1', taken + 1, exactly=False)
    assert port_for('127.0.0.1', free, exactly=True) == free


def test_the_next_free_port_replaces_one_that_is_taken(taken: int) -> None:
    assert taken < port_for('127.0.0.1', taken, exactly=False) < taken + 100


def test_a_port_taken_on_one_address_counts_as_taken_on_all(taken: int) -> None:
    assert port_for('0.0.0.0', taken, exactly=False) > taken


def test_an_exact_port_that_is_taken_is_refused_with_a_sentence(taken: int) -> None:
    with pytest.raises(CannotListen, match=f'^Port {taken} is taken by another program: .* --port.$'):
        port_for('127.0.0.1', taken, exactly=True)


def test_an_address_of_another_machine_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotListen, match=r'^The address "192\.0\.2\.1" is none of this machine'):
        port_for('192.0.2.1', 8080, exactly=False)


@pytest.mark.parametrize('host', ['127.0.0.1', 'localhost', '127.0.0.2'])
def test_a_narrow_bind_has_one_link(host: str) -> None:
    assert len(links(host, 8080)) == 1


def test_the_link_of_loopback_is_localhost() -> None:
    assert links('127.0.0.1', 8080) == ('http://localhost:8080',)


def test_a_wide_bind_has_a_link_for_each_address_of_the_network() -> None:
    assert links('0.0.0.0', 81) == ('http://localhost:81', *(f'http://{ip}:81' for ip in lan_addresses()))


def test_addresses_for_others_do_not_include_those_that_only_this_machine_can_reach() -> None:
    for address in map(ipaddress.ip_address, lan_addresses()):
        assert not address.is_loopback
        assert not address.is_link_local


def test_an_ipv6_address_is_bracketed() -> None:
    assert links('fd00::5', 8080) == ('http://[fd00::5]:8080',)


def test_links_to_share_keep_the_name_that_the_browser_used() -> None:
    assert shared_base('0.0.0.0', 'https', 'study.example.edu') == ('https://study.example.edu', True)


def test_a_loopback_name_is_not_shared_when_the_network_can_reach_us() -> None:
    base, reachable = shared_base('0.0.0.0', 'http', 'localhost:8080')
    addresses = lan_addresses()
    assert (base, reachable) == (
        (f'http://{addresses[0]}:8080', True) if addresses else ('http://localhost:8080', False)
    )


def test_a_link_that_only_this_machine_can_open_is_marked_as_such() -> None:
    assert shared_base('127.0.0.1', 'http', '127.0.0.1:8080') == ('http://127.0.0.1:8080', False)

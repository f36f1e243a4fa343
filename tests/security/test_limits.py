"""Rate limits for one address, on a clock that moves only when told to."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyroom.clock import SteppedClock
from studyroom.security.limits import RateLimits, network_of
from studyroom.security.windows import Windows
from studyroom.settings import Settings

ANN, BEN = '192.0.2.1', '192.0.2.2'


def limits(clock: SteppedClock, most: int = 100, **amounts: int) -> RateLimits:
    return RateLimits(
        Settings(_env_file=None, **{f'limit_{kind}': amount for kind, amount in amounts.items()}), clock, most
    )


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


def test_calls_up_to_the_limit_are_allowed_and_one_more_is_not(clock: SteppedClock) -> None:
    rooms = limits(clock, rooms=5)
    assert [rooms.check('rooms', ANN) for _ in range(5)] == [0] * 5
    assert rooms.check('rooms', ANN) > 0


def test_each_address_and_each_kind_of_call_is_counted_separately(clock: SteppedClock) -> None:
    both = limits(clock, rooms=1, sockets=1)
    assert both.check('rooms', ANN) == 0
    assert both.check('rooms', ANN) > 0
    assert both.check('rooms', BEN) == both.check('sockets', ANN) == 0


def test_a_refused_call_does_not_count(clock: SteppedClock) -> None:
    rooms = limits(clock, rooms=2)
    waits = [rooms.check('rooms', ANN) for _ in range(50)]
    clock.step(waits[-1])
    assert rooms.check('rooms', ANN) == 0


@given(
    limit=st.integers(1, 40),
    start=st.floats(0, 60),
    steps=st.lists(st.tuples(st.floats(0, 50), st.integers(0, 60)), max_size=8),
)
def test_someone_who_waits_as_long_as_told_is_let_in(limit: int, start: float, steps: list[tuple[float, int]]) -> None:
    clock = SteppedClock(1_800_000_000.0 + start)
    requests = limits(clock, requests=limit)
    for seconds, hits in [*steps, (0, limit + 1)]:
        clock.step(seconds)
        for _ in range(hits):
            wait = requests.check('requests', ANN)
    assert 1 <= wait <= 120
    clock.step(wait)
    assert requests.check('requests', ANN) == 0


@given(
    limit=st.integers(2, 40), steps=st.lists(st.tuples(st.floats(0, 20), st.integers(0, 60)), min_size=1, max_size=20)
)
def test_in_the_long_run_nobody_gets_more_than_the_limit(limit: int, steps: list[tuple[float, int]]) -> None:
    clock = SteppedClock()
    requests, allowed = limits(clock, requests=limit), 0
    for seconds, hits in steps:
        clock.step(seconds)
        allowed += sum(requests.check('requests', ANN) == 0 for _ in range(hits))
    windows = clock.now() // 60 - 1_800_000_000 // 60 + 1
    assert allowed <= limit * windows


def test_while_a_burst_fades_the_wait_lasts_until_there_is_room_for_one_more(clock: SteppedClock) -> None:
    requests = limits(clock, requests=10)
    for _ in range(10):
        requests.check('requests', ANN)
    clock.step(60)  # the clock of the test starts with a window: one of the 10 expires every 6 seconds
    assert requests.check('requests', ANN) == 1
    clock.step(15)  # 7.5 of them still count
    assert [requests.check('requests', ANN) for _ in range(4)] == [0, 0, 0, 4]


def test_half_a_window_after_a_burst_half_of_it_still_counts(clock: SteppedClock) -> None:
    requests = limits(clock, requests=10)
    for _ in range(10):
        requests.check('requests', ANN)
    clock.step(90)  # the clock of the test starts with a window
    assert [requests.check('requests', ANN) for _ in range(5)] == [0] * 5
    assert requests.check('requests', ANN) > 0


def test_a_limit_of_0_means_no_limit(clock: SteppedClock) -> None:
    free = limits(clock, messages=0)
    assert {free.check('messages', 'socket-1') for _ in range(10_000)} == {0}
    free.forget('messages', 'socket-1')


def test_a_socket_that_is_gone_is_forgotten(clock: SteppedClock) -> None:
    messages = limits(clock, messages=2)
    assert [bool(messages.check('messages', 'socket-1')) for _ in range(3)] == [False, False, True]
    messages.forget('messages', 'socket-1')
    assert messages.check('messages', 'socket-1') == 0


def test_messages_are_counted_over_ten_seconds(clock: SteppedClock) -> None:
    messages = limits(clock, messages=3)
    assert [messages.check('messages', 'socket-1') for _ in range(4)] == [0, 0, 0, 11]
    clock.step(20)
    assert messages.check('messages', 'socket-1') == 0


def test_addresses_beyond_the_maximum_share_one_count(clock: SteppedClock) -> None:
    requests = limits(clock, most=3, requests=2)
    for address in (ANN, BEN, '192.0.2.3'):
        assert requests.check('requests', address) == 0
    crowd = [requests.check('requests', f'198.51.100.{number}') for number in range(5)]
    assert [bool(wait) for wait in crowd] == [False, False, True, True, True]
    assert requests.check('requests', ANN) == 0, 'addresses that were there before keep their own count'
    clock.step(180)
    newcomers = [requests.check('requests', f'203.0.113.{number}') for number in range(3)]
    assert newcomers == [0, 0, 0], 'addresses that fell silent made room'


def test_addresses_are_forgotten_once_their_counts_have_expired(clock: SteppedClock) -> None:
    windows = Windows(clock)
    for number in range(50):
        windows.acquire_sliding_window_entry(f'198.51.100.{number}', limit=5, expiry=60)
    clock.step(60)
    windows.acquire_sliding_window_entry(ANN, limit=5, expiry=60)
    assert len(windows) == 51, 'what came a window ago still counts'
    clock.step(60)
    windows.acquire_sliding_window_entry(BEN, limit=5, expiry=60)
    assert len(windows) == 2


def test_counting_starts_no_thread(clock: SteppedClock) -> None:
    before = threading.active_count()
    requests = limits(clock, requests=1_000)
    for number in range(1_000):
        requests.check('requests', f'198.51.100.{number % 7}')
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ('address', 'network'),
    [
        ('192.0.2.1', '192.0.2.1'),
        ('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'),
        ('2001:db8:1:2::9', '2001:db8:1:2::/64'),
        ('2001:db8:1:2:f000::9', '2001:db8:1:2::/64'),
        ('2001:db8:1:f003::9', '2001:db8:1:f003::/64'),
        ('2001:db8:1:3::9', '2001:db8:1:3::/64'),
        ('::ffff:192.0.2.1', '192.0.2.1'),
        ('fe80::1%eth0', 'fe80::/64'),
        ('socket-1', 'socket-1'),
        ('', ''),
        ('x' * 9_000, 'x' * 64),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_small_ipv6_network_counts_as_one_address(clock: SteppedClock) -> None:
    rooms = limits(clock, rooms=2)
    waits = [rooms.check('rooms', f'2001:db8::{number:x}') for number in range(3)]
    assert [bool(wait) for wait in waits] == [False, False, True]

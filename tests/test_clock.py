import time

import pytest

from studyroom.clock import SteppedClock, SystemClock


def test_the_system_clock_starts_at_wall_time() -> None:
    assert SystemClock().now() == pytest.approx(time.time(), abs=0.5)


def test_setting_the_wall_clock_changes_nothing_while_the_process_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    before = clock.now()
    wall = time.time()
    for moved in (wall - 3_600, wall + 3_600):
        monkeypatch.setattr(time, 'time', lambda moved=moved: moved)
        assert 0 <= clock.now() - before < 5


def test_the_monotonic_clock_is_used_where_none_counts_suspend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, 'CLOCK_BOOTTIME', raising=False)
    clock = SystemClock()
    before = clock.now()
    assert clock.now() >= before
    assert before == pytest.approx(time.time(), abs=0.5)


def test_the_system_clock_never_goes_back() -> None:
    clock = SystemClock()
    instants = [clock.now() for _ in range(1_000)]
    assert instants == sorted(instants)


def test_a_stepped_clock_stands_still_until_it_is_told_to_move() -> None:
    clock = SteppedClock(100.0)
    assert clock.now() == clock.now() == 100.0
    clock.step(7_200)
    assert clock.now() == 7_300.0
    with pytest.raises(ValueError, match='never goes back'):
        clock.step(-1)

from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyroom.room.errors import RoomError
from studyroom.room.focus_timer import FocusTimer, Status
from studyroom.room.rhythm import MINUTE, Phase, Rhythm

START = 1_800_000_000.0
HOUR, DAY = 3_600, 86_400

rhythms = st.builds(
    Rhythm,
    focus=st.integers(1, 120).map(lambda count: count * MINUTE),
    short_break=st.integers(1, 30).map(lambda count: count * MINUTE),
    long_break=st.integers(1, 60).map(lambda count: count * MINUTE),
    rounds=st.sampled_from([0, 2, 3, 4, 12]),
    auto_break=st.booleans(),
    auto_focus=st.booleans(),
)
moves = st.tuples(
    st.sampled_from(['start', 'pause', 'resume', 'skip', 'reset', 'add', 'rhythm', *Phase]),
    st.floats(0, 2 * HOUR),
    rhythms,
)


def moved(timer: FocusTimer, verb: str, now: float, rhythm: Rhythm) -> FocusTimer:
    match verb:
        case 'reset':
            return timer.reset()
        case 'rhythm':
            return timer.with_rhythm(rhythm)
        case 'add':
            try:
                return timer.add(5 * MINUTE, now)
            except RoomError:
                return timer
        case Phase():
            return timer.start(now, verb)
    return getattr(timer, verb)(now)


def caught_up(timer: FocusTimer, now: float) -> FocusTimer:
    after = [timer, *(following for _, following in timer.advance(now))]
    return after[-1]


def one_by_one(timer: FocusTimer, now: float) -> FocusTimer:
    while timer.status is Status.RUNNING and timer.ends_at <= now:
        timer = timer.skip(timer.ends_at)
    return timer


@st.composite
def timers(draw: st.DrawFn) -> tuple[FocusTimer, float]:
    """A timer that people have used for a while, and the present instant."""
    now, timer = START, FocusTimer.fresh(draw(rhythms))
    for verb, wait, rhythm in draw(st.lists(moves, max_size=8)):
        now += wait
        timer = moved(caught_up(timer, now), verb, now, rhythm)
    return timer, now


def running(rhythm: Rhythm | None = None) -> FocusTimer:
    return FocusTimer.fresh(rhythm or Rhythm()).start(START)


@given(timers(), st.floats(-HOUR, DAY))
def test_what_is_left_is_never_negative_and_never_more_than_the_total(
    used: tuple[FocusTimer, float], wait: float
) -> None:
    timer, now = used
    assert 0 <= timer.remaining(now + wait) <= timer.total


@given(timers())
def test_the_round_is_always_within_the_set(used: tuple[FocusTimer, float]) -> None:
    timer, _ = used
    assert timer.round >= 1
    if timer.rhythm.rounds and timer.phase is not Phase.LONG:
        assert timer.done < timer.rhythm.rounds
        assert timer.round <= timer.rhythm.rounds


@given(st.lists(st.tuples(st.floats(0.001, 60), st.floats(0.001, DAY)), min_size=1, max_size=20))
def test_pausing_again_and_again_loses_no_fraction_of_a_second(pauses: list[tuple[float, float]]) -> None:
    timer, now, ran = running(), START, 0.0
    for work, pause in pauses:
        before = now
        now += work
        ran += now - before
        timer = timer.pause(now)
        now += pause
        timer = timer.resume(now)
    assert timer.remaining(now) == pytest.approx(1500 - ran, abs=2e-6)


@given(timers(), st.floats(0, 7 * DAY))
def test_advancing_twice_changes_nothing(used: tuple[FocusTimer, float], asleep: float) -> None:
    timer, now = used
    after = caught_up(timer, now + asleep)
    assert list(after.advance(now + asleep)) == []


@given(timers(), st.floats(0, 7 * DAY), st.floats(0, 7 * DAY))
def test_advancing_in_two_steps_equals_advancing_in_one(
    used: tuple[FocusTimer, float], first: float, second: float
) -> None:
    timer, now = used
    in_two = caught_up(caught_up(timer, now + first), now + first + second)
    assert in_two == caught_up(timer, now + first + second)


@given(timers(), st.sampled_from([0.5, HOUR, DAY, 7 * DAY]), st.floats(0, 5 * HOUR))
@example((FocusTimer.fresh(Rhythm(rounds=4, auto_focus=True)).start(START), START), 365 * DAY, 1234.5)
@example((FocusTimer.fresh(Rhythm(auto_focus=True)).start(START), START), 365 * DAY, 17.0)
@example((FocusTimer.fresh(Rhythm(auto_focus=True)).start(START, Phase.LONG), START), 7 * DAY, 0.0)
def test_after_a_long_sleep_the_right_phase_runs(used: tuple[FocusTimer, float], asleep: float, more: float) -> None:
    timer, now = used
    assert caught_up(timer, now + asleep + more) == one_by_one(timer, now + asleep + more)


@given(timers())
def test_a_year_asleep_rings_a_bounded_number_of_bells_in_order(used: tuple[FocusTimer, float]) -> None:
    timer, now = used
    bells = list(islice(timer.advance(now + 365 * DAY), 200))
    assert len(bells) <= 100
    ends = [ended for ended, _ in bells]
    assert ends == sorted(ends)
    assert all(ended <= now + 365 * DAY for ended in ends)

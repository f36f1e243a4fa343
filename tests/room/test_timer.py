from dataclasses import replace

import pytest

from studyroom.room.errors import RoomError
from studyroom.room.focus_timer import LONGEST_SECONDS, FocusTimer, Status
from studyroom.room.rhythm import BREAK_MINUTES, FOCUS_MINUTES, MINUTE, PRESETS, Phase, Rhythm

START = 1_800_000_000.0
AUTOS = [(True, True), (True, False), (False, True), (False, False)]


def running(rhythm: Rhythm | None = None) -> FocusTimer:
    return FocusTimer.fresh(rhythm or Rhythm()).start(START)


def test_a_fresh_timer_is_a_full_focus_not_started() -> None:
    timer = FocusTimer.fresh(Rhythm())
    assert (timer.phase, timer.status, timer.remaining(START), timer.total) == (Phase.FOCUS, Status.IDLE, 1500, 1500)


def test_a_running_phase_ends_at_an_instant() -> None:
    timer = running()
    assert timer.ends_at == START + 1500
    assert timer.remaining(START + 100) == 1400


def test_resuming_moves_the_end_by_the_length_of_the_pause() -> None:
    paused = running().pause(START + 60)
    assert paused.resume(START + 660).ends_at == running().ends_at + 600


def test_what_changes_nothing_returns_the_same_timer() -> None:
    idle, runs = FocusTimer.fresh(Rhythm()), running()
    paused = runs.pause(START + 1)
    assert idle.pause(START) is idle
    assert idle.resume(START) is idle
    assert idle.reset() is idle
    assert runs.start(START + 5) is runs
    assert runs.resume(START + 5) is runs
    assert paused.pause(START + 9) is paused
    assert list(paused.advance(START + 86_400)) == []


@pytest.mark.parametrize(
    ('autos', 'phase', 'status', 'bells'),
    [
        ((True, True), Phase.BREAK, Status.RUNNING, 3),
        ((True, False), Phase.FOCUS, Status.IDLE, 2),
        ((False, True), Phase.BREAK, Status.IDLE, 1),
        ((False, False), Phase.BREAK, Status.IDLE, 1),
    ],
)
def test_after_an_hour_asleep_the_timer_has_gone_as_far_as_phases_start_by_themselves(
    autos: tuple[bool, bool], phase: Phase, status: Status, bells: int
) -> None:
    timer = running(Rhythm(auto_break=autos[0], auto_focus=autos[1]))
    rung = list(timer.advance(START + 25 * MINUTE + 5 * MINUTE + 25 * MINUTE + 60))
    assert len(rung) == bells
    assert (rung[-1][1].phase, rung[-1][1].status) == (phase, status)


@pytest.mark.parametrize('autos', AUTOS)
def test_skipping_starts_the_next_phase_only_if_it_starts_by_itself(autos: tuple[bool, bool]) -> None:
    rhythm = Rhythm(auto_break=autos[0], auto_focus=autos[1])
    to_break = running(rhythm).skip(START + 10)
    assert (to_break.phase, to_break.status is Status.RUNNING) == (Phase.BREAK, autos[0])
    to_focus = to_break.start(START + 20).skip(START + 30)
    assert (to_focus.phase, to_focus.status is Status.RUNNING) == (Phase.FOCUS, autos[1])


def test_skipping_an_idle_phase_starts_nothing() -> None:
    skipped = FocusTimer.fresh(Rhythm()).skip(START)
    assert (skipped.phase, skipped.status) == (Phase.BREAK, Status.IDLE)


@pytest.mark.parametrize('rounds', [2, 3, 4, 12])
def test_a_long_break_follows_the_last_focus_of_a_set_and_then_a_new_set_begins(rounds: int) -> None:
    timer, phases = running(Rhythm(rounds=rounds, auto_focus=True)), []
    for _ in range(2 * rounds):
        phases.append((timer.phase, timer.round))
        timer = timer.skip(START)
    *short, last_focus, long_break = phases
    assert short == [(phase, number) for number in range(1, rounds) for phase in (Phase.FOCUS, Phase.BREAK)]
    assert (last_focus, long_break) == ((Phase.FOCUS, rounds), (Phase.LONG, rounds))
    assert (timer.phase, timer.round) == (Phase.FOCUS, 1)


def test_without_long_breaks_the_rounds_keep_counting() -> None:
    timer = running(Rhythm(auto_focus=True))
    for _ in range(40):
        timer = timer.skip(START)
    assert (timer.phase, timer.round) == (Phase.FOCUS, 21)


def in_long_break() -> FocusTimer:
    timer = running(Rhythm(rounds=2, auto_focus=True))
    while timer.phase is not Phase.LONG:
        timer = timer.skip(START)
    return timer


def test_starting_a_focus_during_a_long_break_begins_a_new_set() -> None:
    assert in_long_break().start(START, Phase.FOCUS).round == 1


def test_resetting_a_long_break_begins_a_new_set() -> None:
    assert in_long_break().reset().round == 1


def test_start_break_during_a_long_break_means_the_long_break() -> None:
    timer = in_long_break()
    assert timer.start(START, Phase.BREAK) is timer
    resumed = timer.pause(START + 10).start(START + 20, Phase.BREAK)
    assert (resumed.phase, resumed.remaining(START + 20)) == (Phase.LONG, 15 * MINUTE - 10)


def test_starting_the_other_phase_starts_it_in_full() -> None:
    timer = running().start(START + 700, Phase.BREAK)
    assert (timer.phase, timer.ends_at, timer.total) == (Phase.BREAK, START + 1000, 300)
    assert timer.start(START + 800, Phase.FOCUS).ends_at == START + 2300


def test_a_reset_returns_to_a_full_focus_and_keeps_the_rounds() -> None:
    timer = running(Rhythm(rounds=4, auto_focus=True)).skip(START).skip(START).add(60, START).reset()
    assert (timer.phase, timer.status, timer.left, timer.total, timer.round) == (
        Phase.FOCUS,
        Status.IDLE,
        1500,
        1500,
        2,
    )


@pytest.mark.parametrize('timer', [running(), running().pause(START), FocusTimer.fresh(Rhythm())])
def test_added_minutes_lengthen_both_what_is_left_and_the_total(timer: FocusTimer) -> None:
    longer = timer.add(5 * MINUTE, START)
    assert (longer.remaining(START), longer.total, longer.status) == (1800, 1800, timer.status)


@pytest.mark.parametrize('phase', list(Phase))
def test_the_time_left_has_a_maximum(phase: Phase) -> None:
    timer, longest = running().start(START, phase), LONGEST_SECONDS[phase]
    full = timer.add(longest - timer.remaining(START), START)
    assert full.remaining(START) == longest
    with pytest.raises(RoomError) as refusal:
        full.add(1, START)
    assert refusal.value.code == 'too_much_time'


def test_a_new_rhythm_does_not_move_the_end_of_a_phase_under_way() -> None:
    rhythm = Rhythm(focus=50 * MINUTE)
    assert running().with_rhythm(rhythm).ends_at == running().ends_at
    assert running().pause(START + 10).with_rhythm(rhythm).left == 1490
    assert running().with_rhythm(rhythm).reset().left == 50 * MINUTE


def test_an_idle_phase_takes_the_length_of_the_new_rhythm() -> None:
    timer = FocusTimer.fresh(Rhythm()).add(60, START).with_rhythm(Rhythm(focus=50 * MINUTE))
    assert (timer.left, timer.total) == (3000, 3000)


def test_fewer_rounds_never_leave_more_finished_rounds_than_the_set_has() -> None:
    timer = replace(running(Rhythm(rounds=4)), done=3).with_rhythm(Rhythm(rounds=2))
    assert timer.round == 2
    assert timer.skip(START).phase is Phase.LONG


@pytest.mark.parametrize(
    ('name', 'lengths'),
    [
        ('classic', (25, 5, 15)),
        ('deep', (50, 10, 20)),
        ('steady', (52, 17, 30)),
        ('lesson', (45, 15, 30)),
        ('long', (90, 20, 30)),
    ],
)
def test_presets_have_the_lengths_that_people_know(name: str, lengths: tuple[int, int, int]) -> None:
    rhythm = PRESETS[name].checked()
    assert tuple(rhythm.length(phase) // MINUTE for phase in Phase) == lengths
    assert rhythm.rounds
    assert rhythm.auto_break
    assert not rhythm.auto_focus


@pytest.mark.parametrize(
    'wrong',
    [
        {'focus': FOCUS_MINUTES[0] * MINUTE - 1},
        {'focus': FOCUS_MINUTES[1] * MINUTE + 1},
        {'focus': 1500.0},
        {'focus': True},
        {'focus': '25'},
        {'short_break': BREAK_MINUTES[0] * MINUTE - 1},
        {'short_break': BREAK_MINUTES[1] * MINUTE + 1},
        {'long_break': 61 * MINUTE},
        {'rounds': 1},
        {'rounds': 13},
        {'rounds': -1},
        {'rounds': True},
        {'rounds': 2.0},
        {'auto_break': 1},
        {'auto_focus': 'yes'},
    ],
)
def test_a_rhythm_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(RoomError) as refusal:
        replace(Rhythm(), **wrong).checked()
    assert refusal.value.code == 'bad_rhythm'


@pytest.mark.parametrize(
    'edge', [{'focus': 60}, {'focus': 7200}, {'short_break': 60}, {'short_break': 1800}, {'rounds': 12}]
)
def test_a_rhythm_at_its_bounds_is_accepted(edge: dict[str, int]) -> None:
    assert replace(Rhythm(), **edge).checked() == replace(Rhythm(), **edge)


def test_a_focus_that_never_ran_does_not_count_when_it_is_skipped() -> None:
    idle = FocusTimer.fresh(PRESETS['classic'])
    assert idle.skip(0.0).done == 0
    assert idle.start(0.0).skip(1.0).done == 1

"""Controlling the timer over REST, by the rules of the contract."""

import time

import pytest

from tests.api.program import Program, fields_of
from tests.browser.study import StudyServer


def shown(state: dict[str, object]) -> tuple[object, ...]:
    return state['status'], state['cycle'], state['remaining']


def test_a_focus_starts_in_full_and_a_running_one_goes_on(api: Program) -> None:
    api.make()
    first = api.timer('start_focus')
    assert shown(first) == ('running', 'focus', 1500)
    again = api.timer('start_focus')
    assert again['ends_at'] == first['ends_at']


def test_a_paused_focus_resumes_without_losing_fractions_of_a_second(api: Program) -> None:
    api.make()
    began = time.monotonic()
    for _ in range(20):
        api.timer('start_focus')
        paused = api.timer('pause')
    assert api.timer('pause')['remaining_ms'] == paused['remaining_ms']
    assert 0 < 1_500_000 - paused['remaining_ms'] <= 1_000 * (time.monotonic() - began) + 1


def test_a_break_starts_in_full_and_can_be_skipped_and_a_skip_in_a_focus_changes_nothing(api: Program) -> None:
    api.make()
    assert shown(api.timer('skip_break')) == ('idle', 'focus', 1500)
    running = api.timer('start_focus')
    assert api.timer('skip_break')['ends_at'] == running['ends_at']
    started = api.timer('start_break')
    assert shown(started) == ('running', 'break', 300)
    assert api.timer('start_break')['ends_at'] == started['ends_at']
    api.timer('pause')
    assert api.timer('start_break')['status'] == 'running'
    assert shown(api.timer('start_focus')) == ('running', 'focus', 1500), 'from a break: a full focus'
    api.timer('start_break')
    assert shown(api.timer('skip_break')) == ('idle', 'focus', 1500)


def test_pausing_a_timer_that_is_not_running_changes_nothing(api: Program) -> None:
    api.make()
    assert shown(api.timer('pause')) == ('idle', 'focus', 1500)


def test_a_reset_gives_an_idle_focus_of_full_length(api: Program) -> None:
    api.make()
    api.timer('start_break')
    answer = api.http.post(f'/rooms/{api.room}/reset', params={'user': 'cron'})
    assert answer.status_code == 200
    assert shown(answer.json()) == ('idle', 'focus', 1500)
    api.timer('start_focus')
    assert shown(api.timer('reset')) == ('idle', 'focus', 1500)


def test_a_focus_that_ends_starts_the_break_and_a_break_leaves_the_room_idle(server: StudyServer, api: Program) -> None:
    api.make(timer_length=60, break_length=1800)
    api.timer('start_focus')
    server.step(61)
    assert (api.timer('start_break')['status'], api.read()['cycle']) == ('running', 'break')
    assert 1700 < api.read()['remaining'] <= 1799, 'it began at its own instant'
    server.step(1800)
    assert shown(api.timer('pause')) == ('idle', 'focus', 60)


@pytest.mark.parametrize('verb', ['start', '', None, 7, ['pause'], 'PAUSE'])
def test_an_unknown_verb_is_answered_with_the_field_and_the_verbs_that_exist(api: Program, verb: object) -> None:
    api.make()
    answer = api.http.post(f'/rooms/{api.room}/timer', json={'verb': verb})
    assert fields_of(answer) == ['verb']
    assert 'start_focus' in answer.json()['detail']

"""Creating, changing and reading rooms: the contract, row by row."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.program import Program, fields_of, problem, program
from tests.browser.study import StudyServer

CONTRACT: dict[str, type] = {
    'room_id': str, 'goal': str, 'timer_length': int, 'break_length': int, 'remaining': int, 'status': str,
    'cycle': str, 'participants': list, 'media_states': dict, 'leaderboard': list, 'updated_at': float,
}  # fmt: skip
OUTSIDE = [
    ('timer_length', 59, '60 to 7200'), ('timer_length', 7201, '60 to 7200'), ('timer_length', '1500', '60 to 7200'),
    ('timer_length', True, '60 to 7200'), ('timer_length', None, '60 to 7200'), ('timer_length', 1.5, '60 to 7200'),
    ('break_length', 59, '60 to 1800'), ('break_length', 1801, '60 to 1800'), ('goal', 'x' * 121, '120'),
    ('goal', 7, 'text'), ('goal', None, 'text'), ('title', '', 'empty'), ('title', 'x' * 61, '60'),
    ('listed', 'yes', 'true or false'),
]  # fmt: skip
NO_IDS = ['ab', 'x' * 33, 'a b c', 'a/b/c', '', '   ', '\u3164\u3164\u3164', 'ﷺ' * 3, 7, None, ['abc']]


def test_creating_a_room_returns_all_of_it_with_the_defaults(api: Program) -> None:
    state = api.make()
    assert {name: type(state[name]) for name in CONTRACT} == CONTRACT
    expected: dict[str, Any] = {
        'room_id': api.room, 'goal': '', 'timer_length': 1500, 'break_length': 300, 'remaining': 1500,
        'status': 'idle', 'cycle': 'focus', 'participants': [], 'media_states': {}, 'leaderboard': [],
    }  # fmt: skip
    assert {name: state[name] for name in expected} == expected
    assert state['server_now'] >= state['updated_at']


def test_a_room_has_the_values_it_was_given(api: Program) -> None:
    state = api.make(goal='  Sheet 3 ', timer_length=7200, break_length=60, title='Algebra', listed=False)
    assert (state['goal'], state['timer_length'], state['break_length']) == ('Sheet 3', 7200, 60)
    assert (state['title'], state['listed'], state['remaining']) == ('Algebra', False, 7200)
    assert api.read()['goal'] == 'Sheet 3'


def test_upper_case_spaces_and_wide_letters_find_the_same_room(api: Program) -> None:
    api.make(goal='one')
    wide = api.room.replace('r', '\uff32', 1)
    for spelling in (api.room.upper(), f'  {api.room} ', wide):
        answer = api.http.post('/rooms', json={'room_id': spelling, 'goal': spelling[:120]})
        assert answer.json()['room_id'] == api.room
        for method, path in (('GET', ''), ('POST', '/reset'), ('GET', '/chat')):
            assert api.http.request(method, f'/rooms/{spelling}{path}').status_code == 200


@pytest.mark.parametrize('room_id', ['Übung-1', 'гру_ппа', '線形代数', '१२३', 'abc', 'x' * 32])
def test_an_address_may_have_letters_and_digits_of_every_script(api: Program, room_id: str) -> None:
    answer = api.http.post('/rooms', json={'room_id': room_id})
    assert answer.status_code == 200
    assert api.http.get(f'/rooms/{room_id}').json()['room_id'] == room_id.lower()


@pytest.mark.parametrize('room_id', NO_IDS, ids=ascii)
def test_an_invalid_address_is_refused(api: Program, room_id: object) -> None:
    assert fields_of(api.http.post('/rooms', json={'room_id': room_id})) == ['room_id']


@pytest.mark.parametrize(('name', 'value', 'bound'), OUTSIDE)
def test_a_value_out_of_bounds_is_refused_with_its_field_and_bound_and_changes_nothing(
    api: Program, name: str, value: object, bound: str
) -> None:
    api.make(goal='before')
    before = api.read()['seq']
    answer = api.http.post('/rooms', json={'room_id': api.room, 'goal': 'after', 'timer_length': 600} | {name: value})
    assert fields_of(answer) == [name]
    assert bound in answer.json()['detail']
    assert (api.read()['goal'], api.read()['timer_length'], api.read()['seq']) == ('before', 1500, before)


def test_every_invalid_field_is_named(api: Program) -> None:
    answer = api.http.post('/rooms', json={'room_id': '?', 'goal': 1, 'timer_length': 1, 'break_length': 'x'})
    assert fields_of(answer) == ['room_id', 'goal', 'timer_length', 'break_length']
    assert fields_of(api.http.post('/rooms', json={'goal': 'no address'})) == ['room_id']


def test_text_is_measured_in_code_points_after_nfc(api: Program) -> None:
    assert api.make(goal='e\u0301' * 120)['goal'] == 'é' * 120
    assert api.make(goal='🦉' * 120)['goal'] == '🦉' * 120
    assert fields_of(api.http.post('/rooms', json={'room_id': api.room, 'goal': 'e\u0301' * 121})) == ['goal']


def test_changing_a_room_keeps_what_is_not_given(api: Program) -> None:
    api.make(goal='Sheet 3', timer_length=600, title='Algebra', listed=False)
    state = api.make(break_length=120)
    assert (state['goal'], state['timer_length'], state['break_length']) == ('Sheet 3', 600, 120)
    assert (state['title'], state['listed']) == ('Algebra', False)
    assert api.make(title='Geometry', listed=True)['title'] == 'Geometry'
    assert api.make(goal='')['goal'] == ''


def test_idle_remaining_becomes_the_new_full_length(api: Program) -> None:
    api.make()
    assert api.make(timer_length=1800)['remaining'] == 1800


def test_changing_a_room_keeps_the_end_of_a_running_phase_the_people_and_the_log(api: Program) -> None:
    api.make()
    ann = api.connect('ann')
    ann.say('hello')
    running = api.timer('start_focus')
    state = api.make(timer_length=600, break_length=60, goal='new')
    assert (state['status'], state['ends_at'], state['timer_length']) == ('running', running['ends_at'], 600)
    assert state['participants'] == ['ann']
    assert len(api.http.get(f'/rooms/{api.room}/chat').json()['messages']) == 1
    assert api.timer('reset')['remaining'] == 600


def test_setting_a_room_to_its_present_values_stores_nothing(api: Program) -> None:
    before = api.make(goal='Sheet 3')['seq']
    assert api.make(goal='Sheet 3', timer_length=1500)['seq'] == before


def test_two_programs_that_set_different_lengths_at_once_both_succeed(server: StudyServer, api: Program) -> None:
    api.make()
    for focus, short_break in ((600, 60), (660, 120), (720, 180)):
        with program(server) as other, ThreadPoolExecutor() as both:
            other.room = api.room
            calls = [both.submit(api.make, timer_length=focus), both.submit(other.make, break_length=short_break)]
            assert all(call.result() for call in calls)
        assert (api.read()['timer_length'], api.read()['break_length']) == (focus, short_break)


def test_the_list_contains_public_rooms_only_and_all_of_each(api: Program) -> None:
    api.make(goal='seen')
    hidden = api.http.post('/rooms', json={'room_id': f'{api.room}-2', 'listed': False}).json()
    rooms = {state['room_id']: state for state in api.http.get('/rooms').json()}
    assert rooms[api.room]['goal'] == 'seen'
    assert rooms[api.room].keys() == api.read().keys()
    assert hidden['room_id'] not in rooms
    assert api.http.get(f'/rooms/{hidden["room_id"]}').status_code == 200, 'anyone who knows the address may read it'


@pytest.mark.parametrize('path', ['', '/chat'])
@pytest.mark.parametrize('room_id', ['no-such-room', 'x', 'a b c', 'x' * 300, '%00%00%00', '..%2f..'])
def test_a_room_that_does_not_exist_is_not_found(api: Program, room_id: str, path: str) -> None:
    answer = api.http.get(f'/rooms/{room_id}{path}')
    if '%2f' not in room_id:
        assert problem(answer, 404, 'no_such_room')['detail'] == 'Room not found'
    assert answer.status_code == 404


def test_no_verb_creates_a_room(api: Program) -> None:
    for path, body in (('reset', None), ('timer', {'verb': 'pause'})):
        answer = api.http.post(f'/rooms/{api.room}/{path}', json=body)
        assert problem(answer, 404, 'no_such_room')['detail'] == 'Room not found'


def test_a_sleeping_room_is_read_without_waking_it(own_server: StudyServer) -> None:
    own_server.start()
    with program(own_server) as api:
        api.make(timer_length=3600, goal='asleep')
        api.timer('start_focus')
        own_server.stop()
        own_server.start()
        own_server.step(600)
        state = api.read()
        assert (state['status'], state['goal'], state['participants']) == ('running', 'asleep', [])
        assert state['remaining'] == math.ceil(state['ends_at'] - state['server_now'])
        assert 2900 < state['remaining'] <= 3000
        own_server.step(3600)
        assert (api.read()['cycle'], api.read()['status']) == ('focus', 'idle'), 'its bells are counted all the same'
        assert api.http.get(f'/rooms/{api.room}/chat').json() == {'messages': [], 'more': False}
        assert api.http.get('/rooms').json() == []
        assert httpx.get(f'{own_server.url}/_control/left', params={'room_id': api.room}).json() is None
        assert api.make(goal='awake')['goal'] == 'awake'
        assert [state['room_id'] for state in api.http.get('/rooms').json()] == [api.room]


def test_more_rooms_than_the_server_has_are_refused_for_now(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = StudyServer(tmp_path_factory.mktemp('full'), settings={'STUDYROOM_MAX_ROOMS': '2'})
    server.start()
    try:
        with program(server) as api:
            for number in range(2):
                assert api.http.post('/rooms', json={'room_id': f'{api.room}-{number}'}).status_code == 200
            refused = api.http.post('/rooms', json={'room_id': api.room})
            problem(refused, 429, 'too_many_rooms')
            assert int(refused.headers['retry-after']) >= 1
            assert api.http.post('/rooms', json={'room_id': f'{api.room}-0', 'goal': 'x'}).status_code == 200
    finally:
        server.kill()


def test_a_change_that_cannot_be_stored_is_refused_and_changes_nothing(own_server: StudyServer) -> None:
    own_server.start()
    with program(own_server) as api:
        api.make(goal='before')
        own_server.control('full?held=true')
        for call in (lambda: api.http.post('/rooms', json={'room_id': api.room, 'goal': 'after'}),
                     lambda: api.http.post('/rooms', json={'room_id': f'{api.room}-2'}),
                     lambda: api.http.post(f'/rooms/{api.room}/timer', json={'verb': 'start_focus'})):  # fmt: skip
            refused = call()
            problem(refused, 503, 'not_stored')
            assert int(refused.headers['retry-after']) >= 1
        own_server.control('full?held=false')
        assert (api.read()['goal'], api.read()['status']) == ('before', 'idle')
        assert api.make(goal='after')['goal'] == 'after'
        assert all('the disk reported an error' in fault for fault in own_server.faults())

"""Identity over REST: a secret acts as its participant, everybody else is a visitor."""

import pytest

from tests.api.program import Program, fields_of, problem


def test_a_visitor_is_not_a_participant(api: Program) -> None:
    api.make()
    state = api.timer('start_focus', params={'user': 'cron'})
    assert state['participants'] == []
    assert api.read()['participants'] == []


def test_participants_are_sorted_and_each_says_what_it_sends(api: Program) -> None:
    api.make()
    for name in ('zoe', 'ann', 'mia'):
        api.connect(name)
    state = api.read()
    assert state['participants'] == ['ann', 'mia', 'zoe']
    silent = {'audio': False, 'video': False, 'screen': False}
    assert state['media_states'] == dict.fromkeys(state['participants'], silent)


def test_two_connections_under_one_name_are_two_participants(api: Program) -> None:
    api.make()
    first = api.connect('ann')
    api.connect('ann')
    assert api.read()['participants'] == ['ann', 'ann (2)']
    first.hang_up()
    assert api.read()['participants'] == ['ann (2)']


def test_a_secret_acts_as_its_participant_and_leaves_it_where_it_is(api: Program) -> None:
    api.make()
    ann = api.connect('ann')
    before = api.read()['seq']
    api.timer('start_focus', headers=ann.headers, params={'user': 'somebody else'})
    assert api.read()['seq'] == before + 1, 'one fact: nobody took a seat for it'
    answer = api.http.post('/rooms', json={'room_id': api.room, 'goal': 'as ann'}, headers=ann.headers)
    assert answer.json()['seq'] == before + 2
    assert answer.json()['participants'] == ['ann']


@pytest.mark.parametrize(
    ('method', 'path', 'body'),
    [('POST', '/rooms', {'room_id': 'room-x'}), ('POST', '/rooms/{room}/reset', None), ('POST', '/rooms/{room}/timer',
     {'verb': 'pause'}), ('POST', '/sfu/token', {'room_id': 'room-x', 'user': 'ann'}),
     ('DELETE', '/rooms/{room}/chat/m1', None)],
)  # fmt: skip
def test_an_unknown_secret_is_refused(api: Program, method: str, path: str, body: object) -> None:
    api.make()
    gone = api.connect('ann')
    gone.hang_up()
    for given in ('Bearer nonsense', 'Bearer', 'bearer x y', f'Bearer {gone.secret}'):
        answer = api.http.request(method, path.format(room=api.room), json=body, headers={'Authorization': given})
        problem(answer, 401, 'bad_secret')
        assert answer.headers['www-authenticate'] == 'Bearer'


def test_a_secret_is_valid_only_in_its_own_room(api: Program) -> None:
    api.make()
    ann = api.connect('ann')
    other = f'{api.room}-2'
    problem(api.http.post('/rooms', json={'room_id': other}, headers=ann.headers), 403, 'other_room')
    problem(api.http.get(f'/rooms/{other}'), 404, 'no_such_room')
    api.http.post('/rooms', json={'room_id': other, 'goal': 'before'})
    refused = [
        api.http.post('/rooms', json={'room_id': other, 'goal': 'after'}, headers=ann.headers),
        api.http.post(f'/rooms/{other}/reset', headers=ann.headers),
        api.http.post(f'/rooms/{other}/timer', json={'verb': 'start_focus'}, headers=ann.headers),
        api.http.delete(f'/rooms/{other}/chat/m1', headers=ann.headers),
    ]
    for answer in refused:
        problem(answer, 403, 'other_room')
    assert api.http.get(f'/rooms/{other}').json()['goal'] == 'before'


@pytest.mark.parametrize(('user', 'bound'), [('', 'empty'), ('x' * 65, '64'), ('seat:1', 'seat:'), ('\u200b', 'empty')])
def test_a_label_has_the_same_limits_as_a_name(api: Program, user: str, bound: str) -> None:
    api.make()
    before = api.read()['seq']
    for path, body in (('reset', None), ('timer', {'verb': 'start_focus'})):
        answer = api.http.post(f'/rooms/{api.room}/{path}', params={'user': user}, json=body)
        assert fields_of(answer) == ['user']
        assert bound in answer.json()['detail']
    assert api.read()['seq'] == before

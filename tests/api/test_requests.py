"""What all calls have in common: problems for invalid requests, bounds, limits."""

import httpx
import pytest

from tests.api.program import Program, fields_of, problem, program
from tests.browser.study import StudyServer
from tests.minute import early_in_a_minute

JSON = {'Content-Type': 'application/json'}


@pytest.mark.parametrize(
    'body', [b'', b'{', b'nonsense', b'\xff\xfe', b'[' * 60_000, b'{"room_id": ' + b'9' * 5_000 + b'}'], ids=len
)
@pytest.mark.parametrize('path', ['/rooms', '/rooms/{room}/timer', '/sfu/token'])
def test_a_body_that_is_not_json_is_refused(api: Program, path: str, body: bytes) -> None:
    api.make()
    answer = api.http.post(path.format(room=api.room), content=body, headers=JSON)
    if body:
        problem(answer, 400, 'bad_json')
    else:
        assert fields_of(answer) == ['body']


@pytest.mark.parametrize('body', [b'[]', b'"x"', b'7', b'null', b'true', b'NaN'])
def test_json_that_is_not_an_object_is_refused(api: Program, body: bytes) -> None:
    assert fields_of(api.http.post('/rooms', content=body, headers=JSON)) == ['body']


def test_json_without_its_content_type_is_refused(api: Program) -> None:
    answer = api.http.post('/rooms', content=b'{"room_id": "abcd"}', headers={'Content-Type': 'text/plain'})
    assert fields_of(answer) == ['body']
    assert 'application/json' in answer.json()['detail']


def test_numbers_that_are_infinite_or_huge_or_not_numbers_are_refused(api: Program) -> None:
    for number in ('NaN', 'Infinity', '-Infinity', '1e400', '1' * 400):
        body = f'{{"room_id": "{api.room}", "timer_length": {number}}}'
        assert fields_of(api.http.post('/rooms', content=body, headers=JSON)) == ['timer_length']


def test_unknown_fields_are_ignored(api: Program) -> None:
    assert 'colour' not in api.make(colour='red', goal='x')


@pytest.mark.parametrize('sized', [True, False], ids=['by its length', 'as it comes'])
@pytest.mark.parametrize('path', ['/rooms', '/sfu/token', '/rooms/{room}/timer'])
def test_a_body_over_64_kib_is_refused(api: Program, path: str, sized: bool) -> None:
    api.make()
    whole = b'{"room_id": "' + b'x' * (64 * 1024) + b'"}'
    parts = whole if sized else iter([whole[:40_000], whole[40_000:]])
    problem(api.http.post(path.format(room=api.room), content=parts, headers=JSON), 413, 'body_too_large')
    just = b' ' * (64 * 1024 - 2) + b'{}'
    assert api.http.post(path.format(room=api.room), content=just, headers=JSON).status_code == 422


@pytest.mark.parametrize(
    ('path', 'takes'),
    [
        ('/rooms', 'GET, POST'), ('/rooms/{room}', 'GET'), ('/rooms/{room}/reset', 'POST'), ('/sfu/token', 'POST'),
        ('/rooms/{room}/timer', 'POST'), ('/rooms/{room}/chat', 'GET'), ('/rooms/{room}/chat/m1', 'DELETE'),
    ],
)  # fmt: skip
def test_a_wrong_method_is_answered_with_those_that_exist(api: Program, path: str, takes: str) -> None:
    for method in {'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'} - set(takes.split(', ')):
        answer = api.http.request(method, path.format(room=api.room))
        problem(answer, 405, 'method_not_allowed')
        assert answer.headers['allow'] == takes


def test_programs_get_no_cookie(api: Program) -> None:
    api.make()
    for path in ('/rooms', f'/rooms/{api.room}', f'/rooms/{api.room}/chat', '/rooms/none'):
        assert 'set-cookie' not in api.http.get(path).headers
    assert not api.http.cookies


def test_too_many_requests_or_new_rooms_from_one_address_are_refused_for_now(own_server: StudyServer) -> None:
    own_server.settings = {'STUDYROOM_LIMIT_ROOMS': '3', 'STUDYROOM_LIMIT_REQUESTS': '20'}
    own_server.start()
    early_in_a_minute()
    with program(own_server) as api:
        answers = [api.http.post('/rooms', json={'room_id': f'{api.room}-{number}'}) for number in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        problem(answers[-1], 429, 'rate_limited')
        assert int(answers[-1].headers['retry-after']) >= 1
        assert api.http.post('/rooms', json={'room_id': f'{api.room}-0', 'goal': 'x'}).status_code == 200
        refused = next(answer for answer in (api.http.get('/rooms') for _ in range(40)) if answer.status_code != 200)
        problem(refused, 429, 'rate_limited')
        assert int(refused.headers['retry-after']) >= 1
        assert httpx.get(own_server.url).status_code == 200, 'pages are not limited'

"""Only our own pages and those of listed sites may call; programs always may."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from studyroom.security.origins import Origins
from tests.api.program import Program, problem
from tests.browser.study import StudyServer

LISTED, STRANGE = 'https://tools.example.org', 'https://evil.example'
PREFLIGHT = {'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization, content-type'}
COOKIE = {'Cookie': 'studyroom_person=x'}


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    folder: Path = tmp_path_factory.mktemp('study')
    server = StudyServer(folder, settings={'STUDYROOM_API_ORIGINS': f'{LISTED}, http://localhost:5173'})
    server.start()
    yield server
    server.stop()


def make(api: Program, **headers: str) -> httpx.Response:
    return api.http.post('/rooms', json={'room_id': api.room}, headers=headers)


def read(api: Program, **headers: str) -> httpx.Response:
    return api.http.get('/rooms', headers=headers)


def test_a_program_sends_no_origin_and_is_answered(api: Program) -> None:
    for answer in (make(api), read(api)):
        assert answer.status_code == 200
        assert 'access-control-allow-origin' not in answer.headers


def test_our_own_page_is_answered_with_its_cookie(server: StudyServer, api: Program) -> None:
    assert make(api, Origin=server.url, **COOKIE).status_code == 200
    assert read(api, Origin=server.url, **COOKIE).status_code == 200


@pytest.mark.parametrize('origin', [STRANGE, 'null', '', 'http://127.0.0.1:1', 'file://', f'{LISTED}.evil.example'])
def test_a_page_of_an_unlisted_site_is_refused_and_changes_nothing(api: Program, origin: str) -> None:
    problem(make(api, Origin=origin), 403, 'bad_origin')
    problem(read(api, Origin=origin), 403, 'bad_origin')
    assert api.http.get(f'/rooms/{api.room}').status_code == 404


@pytest.mark.parametrize('origin', [LISTED, 'http://localhost:5173'])
def test_a_page_of_a_listed_site_may_read_the_answer_even_if_it_is_a_refusal(api: Program, origin: str) -> None:
    refused = api.http.post('/rooms', json={}, headers={'Origin': origin})
    problem(refused, 422, 'invalid')
    for answer in (make(api, Origin=origin), refused):
        assert answer.headers['access-control-allow-origin'] == origin
        assert 'access-control-allow-credentials' not in answer.headers
        assert 'Origin' in answer.headers['vary']
        assert 'Retry-After' in answer.headers['access-control-expose-headers']


def test_a_preflight_says_what_a_listed_site_may_do(api: Program) -> None:
    for path in ('/rooms', f'/rooms/{api.room}/chat/m1', '/sfu/token'):
        answer = api.http.options(path, headers={'Origin': LISTED} | PREFLIGHT)
        assert answer.status_code == 200
        assert answer.headers['access-control-allow-origin'] == LISTED
        assert {'GET', 'POST', 'DELETE'} <= set(answer.headers['access-control-allow-methods'].split(', '))
        allowed = answer.headers['access-control-allow-headers'].lower()
        assert 'authorization' in allowed
        assert 'content-type' in allowed
        assert 'access-control-allow-credentials' not in answer.headers
        problem(api.http.options(path, headers={'Origin': STRANGE} | PREFLIGHT), 403, 'bad_origin')


def test_a_request_with_a_cookie_must_come_from_our_own_page(api: Program) -> None:
    problem(make(api, **COOKIE), 403, 'bad_origin')
    problem(make(api, Origin=LISTED, **COOKIE), 403, 'bad_origin')
    problem(read(api, Origin=LISTED, **COOKIE), 403, 'bad_origin')
    problem(read(api, **COOKIE, **{'Sec-Fetch-Site': 'cross-site'}), 403, 'bad_origin')
    for site in ('same-origin', 'none'):
        assert read(api, **COOKIE, **{'Sec-Fetch-Site': site}).status_code == 200
    assert read(api, **COOKIE).status_code == 200


def test_another_site_may_link_to_our_pages_but_not_read_them(server: StudyServer) -> None:
    """A link from another site opens a page, which has no CORS headers."""
    answer = httpx.get(server.url, headers={'Origin': LISTED, 'Sec-Fetch-Site': 'cross-site'})
    assert answer.status_code == 200
    assert 'access-control-allow-origin' not in answer.headers


@pytest.mark.parametrize(
    ('origin', 'host', 'allowed'),
    [
        (None, 'a.example', True), ('https://a.example', 'a.example', True),
        ('https://a.example', 'a.example:443', True),
        ('http://a.example', 'a.example:80', True), ('HTTPS://A.example', 'a.EXAMPLE', True),
        ('http://a.example:8080', 'a.example:8080', True), ('http://[::1]:8080', '[::1]:8080', True),
        ('https://a.example', 'a.example:80', False), ('http://a.example:8080', 'a.example', False),
        ('https://b.example', 'a.example', False), ('https://a.example.b', 'a.example', False),
        ('https://x@a.example', 'a.example', False), ('null', 'null', False), ('', '', False), ('https://', '', False),
        ('http://[', '[', False), ('ws://a.example', 'a.example', False), (LISTED, 'a.example', True),
    ],
)  # fmt: skip
def test_an_origin_is_allowed_if_it_is_ours_or_listed_or_absent(origin: str | None, host: str, allowed: bool) -> None:
    assert Origins([LISTED]).is_allowed(origin, host) is allowed


def test_a_socket_with_a_cookie_belongs_to_a_browser() -> None:
    origins = Origins([LISTED])
    ours = {'host': 'a.example', 'cookie': 'x=y'}
    assert origins.refusal(Headers(ours))
    assert origins.refusal(Headers(ours | {'origin': LISTED}))
    assert not origins.refusal(Headers(ours | {'origin': 'https://a.example'}))
    assert not origins.refusal(Headers({'host': 'a.example', 'origin': LISTED}))

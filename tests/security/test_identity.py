from collections.abc import Callable
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from studyroom.security.identity import COOKIE, YEAR_SECONDS, IdentityMiddleware


async def who(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.state.person, headers={'set-cookie': 'another=1'})


def app(secret: str = 'secret') -> IdentityMiddleware:
    return IdentityMiddleware(Starlette(routes=[Route('/{path:path}', who)]), secret)


async def get(path: str = '/', cookie: str = '', secret: str = 'secret', scheme: str = 'http') -> httpx.Response:
    headers = {'cookie': cookie} if cookie else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app(secret)), base_url=f'{scheme}://study') as client:
        return await client.get(path, headers=headers)


def given(response: httpx.Response) -> str:
    """Return the cookie that a browser sends back; empty if no identity was given."""
    for header in response.headers.get_list('set-cookie'):
        cookie = SimpleCookie(header)
        if COOKIE in cookie:
            return f'{COOKIE}={cookie[COOKIE].value}'
    return ''


async def test_a_new_visitor_becomes_a_person_who_is_known_the_next_time() -> None:
    first = await get()
    again = await get('/room/algebra-k7f2', given(first))
    assert first.text == again.text
    assert len(first.text) >= 20
    assert given(again) == ''


async def test_two_visitors_are_two_people() -> None:
    assert (await get()).text != (await get()).text


async def test_the_cookie_lasts_a_year_and_is_hidden_from_scripts_and_other_sites() -> None:
    response = await get()
    (header,) = [header for header in response.headers.get_list('set-cookie') if COOKIE in header]
    cookie = SimpleCookie(header)[COOKIE]
    assert cookie['httponly']
    assert not cookie['secure']
    assert (cookie['samesite'], cookie['path'], cookie['max-age']) == ('Lax', '/', str(YEAR_SECONDS))
    assert cookie['domain'] == ''
    assert YEAR_SECONDS == 31_536_000


async def test_over_https_the_cookie_stays_on_https() -> None:
    assert '; Secure' in (await get(scheme='https')).headers['set-cookie']


async def test_other_cookies_are_left_alone() -> None:
    response = await get()
    assert 'another=1' in response.headers.get_list('set-cookie')
    with_others = await get(cookie=f'theme=dark; {given(response)}; x=y')
    assert with_others.text == response.text


@pytest.mark.parametrize('forge', [str.upper, lambda pair: pair + 'x', lambda pair: pair.rsplit('.', 1)[0]])
async def test_a_forged_cookie_makes_a_new_person(forge: Callable[[str], str]) -> None:
    first = await get()
    name, _, value = given(first).partition('=')
    forged = await get(cookie=f'{name}={forge(value)}')
    assert forged.text != first.text
    assert given(forged)


@pytest.mark.parametrize('cookie', [f'{COOKIE}=', f'{COOKIE}=x', f'{COOKIE}="', 'nonsense', f'{COOKIE}=a.b.c', ';;='])
async def test_a_cookie_without_our_signature_makes_a_new_person(cookie: str) -> None:
    response = await get(cookie=cookie)
    assert response.status_code == 200
    assert given(response)


async def test_nobody_can_choose_another_persons_id() -> None:
    victim = (await get()).text
    assert (await get(cookie=f'{COOKIE}={victim}')).text != victim


async def test_a_cookie_signed_with_another_secret_makes_a_new_person() -> None:
    first = await get(secret='old')
    assert (await get(cookie=given(first), secret='new')).text != first.text


@pytest.mark.parametrize('path', ['/static/panels.css', '/_nicegui/3.18/components/x.js', '/_nicegui_ws/socket.io/'])
async def test_our_own_files_and_sockets_give_no_identity(path: str) -> None:
    assert given(await get(path)) == ''


@pytest.mark.parametrize(
    'path',
    [
        *('/healthz', '/readyz', '/metrics', '/rooms', '/rooms/algebra', '/rooms/algebra/reset', '/sfu/token'),
        *('/ws/rooms/algebra', '/docs', '/docs/ws', '/openapi.json', '/asyncapi.json', '/livekit/rtc/validate'),
    ],
)
async def test_programs_are_given_no_identity(path: str) -> None:
    answer = await get(path)
    assert given(answer) == ''
    assert len(answer.text) >= 20, 'but each is somebody for this one request'


async def test_a_person_who_opens_a_path_for_programs_is_known_and_keeps_the_cookie() -> None:
    first = await get()
    answer = await get('/rooms/algebra', given(first))
    assert answer.text == first.text
    assert given(answer) == ''


@pytest.mark.parametrize('path', ['/room/rooms', '/roomsters', '/docsx', '/metrics.html', '/x/metrics'])
async def test_a_page_with_a_similar_path_gives_an_identity(path: str) -> None:
    assert given(await get(path))


async def test_a_known_person_is_known_on_every_path() -> None:
    first = await get()
    assert (await get('/static/panels.css', given(first))).text == first.text


async def test_the_id_is_not_in_the_cookie_header_without_a_signature() -> None:
    response = await get()
    assert given(response).startswith(f'{COOKIE}={response.text}.')


async def person_of(scope: Scope) -> str:
    """Return the person that the middleware reports to the page."""
    told: list[str] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        told.append(scope.get('state', {}).get('person', ''))

    await IdentityMiddleware(page, 'secret')(scope, None, None)  # type: ignore[arg-type]
    return told[0]


async def test_a_socket_knows_the_person_of_the_page() -> None:
    response = await get()
    headers = [(b'origin', b'http://study'), (b'cookie', b'theme=dark'), (b'cookie', given(response).encode())]
    assert await person_of({'type': 'websocket', 'path': '/ws', 'headers': headers}) == response.text


async def test_a_socket_without_a_cookie_is_somebody_new() -> None:
    scope = {'type': 'websocket', 'path': '/ws', 'headers': []}
    assert await person_of(dict(scope)) != await person_of(dict(scope))


async def test_starting_and_stopping_the_server_identifies_nobody() -> None:
    assert await person_of({'type': 'lifespan'}) == ''

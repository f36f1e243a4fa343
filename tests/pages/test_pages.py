"""Every route answers as it should; rows are tested in a browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from httpx import Response
from nicegui.testing import User
from starlette.staticfiles import StaticFiles

from studyroom.security.identity import COOKIE

HTML = {'accept': 'text/html'}


async def opened(user: User, title: str = 'Linear Algebra') -> str:
    """The path of a new room."""
    answer = await user.http_client.post('/_control/open?' + urlencode({'title': title}))
    return f'/room/{answer.json()}'


async def seated(user: User, path: str, name: str) -> None:
    seat = {'room_id': path.removeprefix('/room/'), 'name': name}
    await user.http_client.post('/_control/seat?' + urlencode(seat))


async def get(user: User, path: str) -> Response:
    return await user.http_client.get(path, headers=HTML)


def identity(answer: Response) -> str:
    """The cookie that names the person, with all its attributes."""
    (cookie,) = [line for line in answer.headers.get_list('set-cookie') if line.startswith(COOKIE)]
    return cookie


async def test_the_lobby_answers_and_gives_a_visitor_one_lasting_identity(user: User) -> None:
    first, second = await get(user, '/'), await get(user, '/')
    assert first.status_code == second.status_code == 200
    assert identity(first) == identity(second)
    for mark in ('HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=31536000'):
        assert mark in identity(first)
    assert 'Secure' not in identity(first)


async def test_a_forged_identity_is_replaced(user: User) -> None:
    answer = await user.http_client.get('/', headers=HTML | {'cookie': f'{COOKIE}=somebody-else.c2lnbmF0dXJl'})
    assert 'somebody-else' not in identity(answer)


async def test_a_room_page_is_the_join_view_for_a_newcomer_and_the_room_for_a_seated_person(user: User) -> None:
    path = await opened(user)
    visitor = await get(user, path)
    assert visitor.status_code == 200
    assert 'Sit down' in visitor.text
    assert 'Write to the room' not in visitor.text
    await seated(user, path, 'Anna')
    sitting = await get(user, path)
    assert 'Write to the room' in sitting.text
    assert 'Sit down' not in sitting.text


async def test_a_room_page_comes_alive_for_two_people(user: User, create_user: Callable[[], User]) -> None:
    path = await opened(user)
    for person, name in ((create_user(), 'Anna'), (create_user(), 'Ben')):
        await seated(person, path, name)
        await person.open(path)
    assert 'Anna' in (await get(user, path)).text


async def test_the_remembered_name_is_offered_as_it_was_typed(user: User) -> None:
    path = await opened(user)
    user.http_client.cookies.set('studyroom_name', '%C3%84nne%20%22O%22')
    assert 'Änne' in (await get(user, path)).text


async def test_a_room_page_has_the_rooms_name_as_its_title(user: User) -> None:
    answer = await get(user, await opened(user, '</title><script>alert(1)</script>'))
    assert '<script>alert(1)' not in answer.text


@pytest.mark.parametrize('path', ['/room/never-opened', '/room/a', '/room/%3Cb%3E', '/room/' + 'x' * 300, '/nothing'])
async def test_what_does_not_exist_is_a_404_with_a_way_out(user: User, path: str) -> None:
    answer = await get(user, path)
    assert answer.status_code == 404
    assert 'See the open rooms' in answer.text


async def test_a_program_is_told_of_a_404_in_plain_text(user: User) -> None:
    answer = await user.http_client.get('/nothing', headers={'accept': 'application/json'})
    assert (answer.status_code, answer.text) == (404, 'Not found')


async def test_a_room_address_in_capitals_or_with_white_space_redirects_to_the_one_address(user: User) -> None:
    path = await opened(user, 'Übungen')
    for variant in (path.upper().replace('/ROOM/', '/room/'), path + '%20'):
        answer = await get(user, variant)
        assert answer.status_code in {302, 303, 307, 308}
        followed = await user.http_client.get(answer.headers['location'], headers=HTML)
        assert followed.status_code == 200
        assert followed.url.path == path


async def test_stylesheets_and_scripts_are_served_for_a_year(user: User) -> None:
    lobby = (await get(user, '/')).text
    address = lobby.split('rel="stylesheet" href="/static/', 1)[1].split('"', 1)[0]
    answer = await user.http_client.get(f'/static/{address}')
    assert answer.status_code == 200
    assert 'immutable' in answer.headers['cache-control']


async def test_a_file_is_read_once_and_each_answer_has_its_own_request_id(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = (await get(user, '/')).text.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    first = await user.http_client.get(address)
    monkeypatch.setattr(StaticFiles, 'get_response', None)
    second = await user.http_client.get(address)
    assert (second.status_code, second.content) == (200, first.content)
    assert first.headers['x-request-id'] != second.headers['x-request-id']

"""One line for each request, with an id that is also in its answer and in all its log lines."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from studyroom.operations.access_log import AccessLog
from studyroom.operations.request_id import current_request
from studyroom.server.layers import add_layers
from studyroom.server.logs import JsonLines, ReadableLines

ID = 'X-Request-ID'
UUID = '3f2b8c1e-9d4a-4b6e-8f7a-1c2d3e4f5a6b'
log = logging.getLogger('test.access')


@pytest.fixture(params=[ReadableLines, JsonLines])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Capture everything that is logged, in this layout."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.addFilter(lambda record: record.name.startswith(('test.', 'studyroom.')))
    handler.setFormatter(request.param())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[tuple[str, str]]:
    """Return each line's message and request id."""
    found = []
    for line in stream.getvalue().splitlines():
        if line.startswith('{'):
            told = json.loads(line)
            found.append((told['message'], told.get('request', '')))
        else:
            words, _, number = line.partition('  request=')
            found.append((words.split(maxsplit=2)[2], number))
    return found


async def say(request: Request) -> Response:
    log.info('before')
    await asyncio.sleep(0.01)
    log.info('said %s', request.query_params.get('name', ''))
    return PlainTextResponse(current_request())


async def fail(request: Request) -> Response:
    raise RuntimeError('broken on purpose')


def study() -> Starlette:
    app = Starlette(routes=[Route('/rooms/break', fail), Route('/{path:path}', say, methods=['GET', 'POST'])])
    add_layers(app, AccessLog)
    return app


async def ask(path: str, number: str = '', method: str = 'GET') -> httpx.Response:
    transport = httpx.ASGITransport(study(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url='http://study') as client:
        return await client.request(method, path, headers={ID: number} if number else {})


async def test_a_request_is_one_line_and_all_its_lines_have_its_id(written: io.StringIO) -> None:
    answer = await ask('/rooms/algebra')
    number = answer.headers[ID]
    assert answer.text == number
    assert re.fullmatch('[0-9a-f]{16}', number)
    before, said, access = lines(written)
    assert (before, said) == (('before', number), ('said ', number))
    assert re.fullmatch(r'GET /rooms/algebra 200 \d+ ms', access[0])
    assert access[1] == number


async def test_two_requests_at_once_keep_their_lines_apart(written: io.StringIO) -> None:
    names = [f'n{number}' for number in range(20)]
    answers = await asyncio.gather(*(ask(f'/rooms/a?name={name}', f'id-{name}') for name in names))
    assert [answer.headers[ID] for answer in answers] == [f'id-{name}' for name in names]
    assert {(f'said {name}', f'id-{name}') for name in names} <= set(lines(written))


@pytest.mark.parametrize('number', ['a', UUID, 'x' * 64, 'Root=1-67891233-abcdef012345678912345678', 'a.b_c:d+e@f'])
async def test_an_id_set_by_a_proxy_is_kept_as_it_is(written: io.StringIO, number: str) -> None:
    answer = await ask('/rooms', number)
    assert answer.headers[ID] == number
    assert lines(written)[-1][1] == number


@pytest.mark.parametrize('number', ['x' * 65, 'a b', 'a;b', 'a"b', "a'b", '<b>', 'a\\n', '{}', ','])
async def test_an_id_that_could_be_misread_is_replaced(written: io.StringIO, number: str) -> None:
    given = (await ask('/rooms', number)).headers[ID]
    assert re.fullmatch('[0-9a-f]{16}', given)
    assert lines(written)[-1][1] == given


async def test_a_failure_is_a_500_with_the_id(written: io.StringIO) -> None:
    answer = await ask('/rooms/break', 'mine')
    assert (answer.status_code, answer.headers[ID]) == (500, 'mine')
    (access, number) = lines(written)[-1]
    assert access.startswith('GET /rooms/break 500 ')
    assert number == 'mine'


async def test_query_strings_are_never_logged_and_a_path_stays_on_its_line(written: io.StringIO) -> None:
    await ask('/rooms/%0A12:00:00%20ERROR%20lost%22?access_token=s3cr3t&x=1', method='POST')
    assert 's3cr3t' not in written.getvalue()
    assert 'x=1' not in written.getvalue()
    assert lines(written)[-1][0].startswith('POST /rooms/%0A12:00:00%20ERROR%20lost%22 404 ')


async def test_a_long_path_is_cut(written: io.StringIO) -> None:
    await ask('/rooms/' + 'x' * 5_000)
    assert len(lines(written)[-1][0]) < 250


@pytest.mark.parametrize(
    'path', ['/static/0123456789ab/x.css', '/_nicegui/3/x.js', '/_nicegui_ws/socket.io/', '/healthz', '/metrics']
)
async def test_requests_that_would_fill_the_log_are_logged_only_for_debugging(written: io.StringIO, path: str) -> None:
    assert (await ask(path)).headers[ID]
    assert [words for words, _ in lines(written) if words.startswith('GET')] == []


async def test_work_that_goes_on_after_the_answer_is_not_part_of_the_request() -> None:
    seen: list[str] = []
    done = asyncio.Event()

    async def bell() -> None:
        seen.append(current_request())
        await done.wait()
        seen.append(current_request())

    async def set_up(request: Request) -> Response:
        request.app.state.bell = asyncio.create_task(bell())
        await asyncio.sleep(0)
        return PlainTextResponse('')

    app = Starlette(routes=[Route('/', set_up)])
    add_layers(app, AccessLog)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url='http://study') as client:
        await client.get('/', headers={ID: 'mine'})
    done.set()
    await app.state.bell
    assert seen == ['mine', '']


async def test_starting_and_stopping_are_not_logged_as_requests() -> None:
    seen: list[str] = []

    async def inner(scope: object, receive: object, send: object) -> None:
        seen.append(current_request())

    await AccessLog(inner)({'type': 'lifespan'}, None, None)  # type: ignore[arg-type]
    assert seen == ['']


async def test_a_browser_that_leaves_before_the_answer_is_one_line_and_not_a_failure(written: io.StringIO) -> None:
    async def nothing_to_answer(scope: Scope, receive: Receive, send: Send) -> None:
        pass

    async def goes_on(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        return await call_next(request)

    async def gone() -> Message:
        return {'type': 'http.disconnect'}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {'type': 'http', 'method': 'GET', 'path': '/room/algebra', 'headers': [], 'query_string': b''}
    await AccessLog(BaseHTTPMiddleware(nothing_to_answer, goes_on))(scope, gone, send)
    ((line, _),) = lines(written)
    assert line.startswith('GET /room/algebra 499 ')
    assert sent == []

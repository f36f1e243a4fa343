"""Files that never change are cached, and nothing else is."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from studyroom.server.file_cache import FileCache

FOREVER = {'Cache-Control': 'public, max-age=31536000, immutable'}
SHEET = 'body { color: black } ' * 100


class Files:
    """Serves files and records the requested paths."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        routes = [Route('/{path:path}', self.answer, methods=['GET', 'POST', 'HEAD'])]
        self.app = Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if 'stream' in path:
            return StreamingResponse(iter(['one', 'two']), headers=FOREVER)
        if 'missing' in path:
            return PlainTextResponse('nothing', 404, headers=FOREVER)
        if 'cookie' in path:
            return PlainTextResponse(SHEET, headers=FOREVER | {'Set-Cookie': 'person=ann'})
        return PlainTextResponse(SHEET, headers={} if 'changes' in path else FOREVER)


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def browser(files: Files) -> httpx.AsyncClient:
    return client(FileCache(files.app))


def client(app: FileCache) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url='http://study')


@pytest.mark.parametrize('path', ['/static/abc/room.css', '/_nicegui/3/static/vue.js', '/static/abc/stream.css'])
async def test_a_second_request_gets_the_same_answer_without_asking_the_app(
    files: Files, browser: httpx.AsyncClient, path: str
) -> None:
    first, second = [await browser.get(path) for _ in range(2)]
    assert (first.content, first.headers) == (second.content, second.headers)
    assert files.asked == [path]


async def test_a_browser_that_does_not_accept_gzip_gets_plain_text(files: Files, browser: httpx.AsyncClient) -> None:
    for _ in range(2):
        plain = await browser.get('/static/abc/room.css', headers={'Accept-Encoding': 'identity'})
        zipped = await browser.get('/static/abc/room.css', headers={'Accept-Encoding': 'gzip'})
        assert 'content-encoding' not in plain.headers
        assert (zipped.headers['content-encoding'], plain.text, zipped.text) == ('gzip', SHEET, SHEET)
    assert len(files.asked) == 2


@pytest.mark.parametrize(
    'path',
    ['/static/abc/changes.css', '/static/abc/cookie.css', '/static/abc/missing.css', '/rooms', '/static/abc/a.css?x'],
)
async def test_the_app_is_asked_for_everything_else_each_time(
    files: Files, browser: httpx.AsyncClient, path: str
) -> None:
    for _ in range(2):
        await browser.get(path)
    assert len(files.asked) == 2


@pytest.mark.parametrize(
    'headers',
    [{'Range': 'bytes=0-3'}, {'If-None-Match': '"a"'}, {'If-Modified-Since': 'now'}, {'Origin': 'http://elsewhere'}],
    ids=str,
)
async def test_a_request_with_special_headers_is_answered_by_the_app(
    files: Files, browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    await browser.get('/static/abc/room.css')
    await browser.get('/static/abc/room.css', headers=headers)
    assert len(files.asked) == 2


@pytest.mark.parametrize('method', ['POST', 'HEAD'])
async def test_only_answers_to_get_are_kept(files: Files, browser: httpx.AsyncClient, method: str) -> None:
    for _ in range(2):
        await browser.request(method, '/static/abc/room.css')
    assert len(files.asked) == 2


async def test_no_more_is_kept_than_fits(files: Files) -> None:
    plain = {'Accept-Encoding': 'identity'}
    async with client(FileCache(files.app, most_bytes=2 * len(SHEET))) as browser:
        for name in ('one', 'two', 'three', 'one', 'two', 'three'):
            assert (await browser.get(f'/static/{name}.css', headers=plain)).text == SHEET
    assert files.asked == ['/static/one.css', '/static/two.css', '/static/three.css', '/static/three.css']

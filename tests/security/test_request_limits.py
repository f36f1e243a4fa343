"""Programs that ask too often hear when to try again; everybody else is served."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from studyroom.clock import SteppedClock
from studyroom.security.limits import RateLimits
from studyroom.security.request_limits import RequestLimits
from studyroom.settings import Settings


class Study:
    """A server that allows two requests a minute."""

    def __init__(self) -> None:
        self.clock = SteppedClock()
        self.served = 0
        app = Starlette(routes=[Route('/{path:path}', self._serve, methods=['GET', 'POST', 'DELETE'])])
        self._app = RequestLimits(app, RateLimits(Settings(_env_file=None, limit_requests=2), self.clock))

    async def ask(self, path: str, address: str = '192.0.2.1', method: str = 'GET') -> httpx.Response:
        transport = httpx.ASGITransport(self._app, client=(address, 1234))
        async with httpx.AsyncClient(transport=transport, base_url='http://study') as client:
            return await client.request(method, path)

    async def _serve(self, _: Request) -> PlainTextResponse:
        self.served += 1
        return PlainTextResponse('served')


async def test_the_third_request_is_a_429_that_says_when_to_try_again() -> None:
    study = Study()
    answers = [await study.ask(path, method=how) for path, how in (('/rooms', 'GET'), ('/sfu/token', 'POST'))]
    assert [answer.status_code for answer in answers] == [200, 200]
    refused = await study.ask('/rooms/algebra', method='DELETE')
    wait = int(refused.headers['retry-after'])
    assert refused.status_code == 429
    assert refused.headers['content-type'] == 'application/problem+json'
    assert refused.json() == {
        'type': '/docs/problems#rate_limited',
        'title': 'Too Many Requests',
        'status': 429,
        'detail': f'Too many requests from this address. Try again in {wait} seconds.',
        'code': 'rate_limited',
    }
    assert study.served == 2
    study.clock.step(wait)
    assert (await study.ask('/rooms')).status_code == 200


async def test_another_address_is_served_meanwhile() -> None:
    study = Study()
    for _ in range(3):
        last = await study.ask('/rooms')
    assert last.status_code == 429
    assert (await study.ask('/rooms', '192.0.2.2')).status_code == 200


@pytest.mark.parametrize('path', ['/', '/room/algebra', '/static/x.css', '/_nicegui/x.js', '/healthz', '/roomsters'])
async def test_pages_and_health_are_not_limited(path: str) -> None:
    study = Study()
    assert {(await study.ask(path)).status_code for _ in range(10)} == {200}

"""The pages that explain the API, in a browser: drawn from our own origin, at every width, in light and in dark."""

from __future__ import annotations

import pytest
from playwright.async_api import Response, expect

from tests.browser.conftest import Newcomer
from tests.browser.study import StudyServer
from tests.browser.test_accessibility import axe, findings  # noqa: F401 - `axe` is a fixture

PAGES = ('/docs/websocket', '/docs/problems')
WIDTHS = {'phone': {'width': 360, 'height': 740}, 'desk': {'width': 1280, 'height': 800}}


@pytest.mark.parametrize('width', WIDTHS)
async def test_swagger_draws_every_call_from_our_own_origin(
    study_server: StudyServer, somebody: Newcomer, width: str
) -> None:
    async with somebody('reader', viewport=WIDTHS[width]) as reader:
        faults: list[str] = []
        reader.page.on('pageerror', lambda error: faults.append(str(error)))

        def strange(response: Response) -> None:
            if not response.url.startswith((study_server.url, 'data:', 'blob:')) or response.status >= 400:
                faults.append(response.url)

        reader.page.on('response', strange)
        await reader.page.goto(f'{study_server.url}/docs')
        await expect(reader.page.locator('.opblock')).to_have_count(11)
        await reader.page.locator('.opblock-summary-control').first.click()
        await expect(reader.page.get_by_text('Make a room, or set one')).to_be_visible()
        assert await reader.page.evaluate('document.documentElement.scrollWidth') <= WIDTHS[width]['width']
        assert faults == []
        for scheme, ink in {'light': 'rgb(255, 255, 255)', 'dark': 'rgb(18, 35, 26)'}.items():
            await reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for part in ('span', 'svg'):
                await expect(reader.page.locator(f'.btn.authorize {part}')).to_have_css('color', ink)


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('width', WIDTHS)
async def test_a_page_fits_and_can_be_read_by_everybody(
    study_server: StudyServer,
    somebody: Newcomer,
    axe: str,  # noqa: F811
    path: str,
    width: str,
) -> None:
    async with somebody('reader', viewport=WIDTHS[width]) as reader:
        await reader.page.goto(f'{study_server.url}{path}')
        assert await reader.page.evaluate('document.documentElement.scrollWidth') <= WIDTHS[width]['width']
        assert await findings(reader.page, axe, path) == []

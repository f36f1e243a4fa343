"""The pages that document the API, in a browser: from our own origin, at every width, in light and dark."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Response, expect

from tests.browser.conftest import Newcomer
from tests.browser.study import Person, StudyServer
from tests.browser.test_accessibility import axe, findings  # noqa: F401 - `axe` is a fixture

PAGES = ('/docs/websocket', '/docs/problems')
PHONE, DESK = 360, 1280


async def fits(page: Page, width: int) -> bool:
    await page.set_viewport_size({'width': width, 'height': 800})
    return int(await page.evaluate('document.documentElement.scrollWidth')) <= width


async def test_swagger_draws_every_call_from_our_own_origin(study_server: StudyServer, somebody: Newcomer) -> None:
    async with somebody('reader', viewport={'width': PHONE, 'height': 740}) as reader:
        page = reader.page
        faults: list[str] = []
        page.on('pageerror', lambda error: faults.append(str(error)))

        def strange(response: Response) -> None:
            if not response.url.startswith((study_server.url, 'data:', 'blob:')) or response.status >= 400:
                faults.append(response.url)

        page.on('response', strange)
        await page.goto(f'{study_server.url}/docs')
        await expect(page.locator('.opblock')).to_have_count(11)
        await page.locator('.opblock-summary-control').first.click()
        await expect(page.get_by_text('Create or change a room')).to_be_visible()
        for width in (PHONE, DESK):
            assert await fits(page, width)
            await expect_ink_of_its_theme(page)
        assert faults == []


async def expect_ink_of_its_theme(page: Page) -> None:
    for scheme, ink in {'light': 'rgb(255, 255, 255)', 'dark': 'rgb(18, 35, 26)'}.items():
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for part in ('span', 'svg'):
            await expect(page.locator(f'.btn.authorize {part}')).to_have_css('color', ink)


@pytest.mark.parametrize('path', PAGES)
async def test_a_page_fits_and_everyone_can_read_it(
    study_server: StudyServer,
    anna: Person,
    axe: str,  # noqa: F811
    path: str,
) -> None:
    await anna.page.goto(f'{study_server.url}{path}')
    for width in (PHONE, DESK):
        assert await fits(anna.page, width)
        assert await findings(anna.page, axe, f'{path}, {width} wide') == []

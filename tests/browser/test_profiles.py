"""Who comes next finds a profile as the first one did, whatever was done in it before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page

from tests.browser.profiles import Profiles, run_first
from tests.browser.study import StudyServer

STATE = """() => [new Intl.DateTimeFormat().resolvedOptions().locale, innerWidth, innerHeight, sessionStorage.length,
  localStorage.length, document.cookie, typeof window.early, matchMedia('(prefers-reduced-motion: reduce)').matches,
  matchMedia('(prefers-color-scheme: dark)').matches]"""


async def second_tab(page: Page) -> None:
    second = await page.context.new_page()
    await second.goto(page.url)
    await second.close()


async def second_tab_left_open(page: Page) -> None:
    await (await page.context.new_page()).goto(page.url)


async def looks(page: Page) -> None:
    await page.set_viewport_size({'width': 360, 'height': 740})
    await page.emulate_media(color_scheme='dark', reduced_motion='reduce')


async def keeps(page: Page) -> None:
    await page.evaluate("sessionStorage.a = localStorage.a = 1; document.cookie = 'a=1'")


async def script(page: Page) -> None:
    await run_first(page, 'window.early = 1')


async def closes(page: Page) -> None:
    await page.close()


@pytest.mark.parametrize('does', [second_tab, second_tab_left_open, looks, keeps, script, closes])
async def test_who_comes_next_finds_nothing_of_it(
    browser: Browser, study_server: StudyServer, does: Callable[[Page], Awaitable[None]]
) -> None:
    profiles, found = Profiles(browser), []
    page_without_state = f'{study_server.url}/nowhere'
    for _ in range(2):
        async with profiles.one() as page:
            await page.goto(page_without_state)
            found.append(await page.evaluate(STATE))
            await does(page)
    async with profiles.one() as page:
        await page.goto(page_without_state)
        found.append(await page.evaluate(STATE))
    assert found[1:] == found[:1] * 2
    assert found[0][0] == 'en-GB'
    await profiles.free[0].context.close()

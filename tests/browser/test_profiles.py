"""Each person finds a fresh profile, whatever was done in it before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise

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


DOING: list[Callable[[Page], Awaitable[None]]] = [second_tab, second_tab_left_open, looks, keeps, script, closes]


async def nothing(page: Page) -> None:
    """Do nothing, to find only what the last person left."""


async def test_the_next_person_finds_nothing_left(browser: Browser, study_server: StudyServer) -> None:
    profiles, found = Profiles(browser), {}
    all_do = [nothing, *(does for does in DOING for _ in range(2)), nothing]
    for turn, (before, does) in enumerate(pairwise(all_do)):
        async with profiles.one() as page:
            await page.goto(f'{study_server.url}/nowhere')  # a page without state
            found[f'{turn}, after {before.__name__}'] = await page.evaluate(STATE)
            await does(page)
    first = found['0, after nothing']
    assert first[0] == 'en-GB'
    assert {name: state for name, state in found.items() if state != first} == {}
    await profiles.free[0].context.close()

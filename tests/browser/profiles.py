"""Reusable browser profiles and tabs: opening a page costs less if its site was open before.

Between two people a profile forgets cookies, storage and permissions, and its tab forgets its page. It keeps the
server's unchanging files and the process that draws its pages, since one page of that site stays open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakSet

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Route

PER_SITE = '--process-per-site'
SIZE = {'width': 1280, 'height': 800}
DESK = {'viewport': SIZE, 'locale': 'en-GB', 'color_scheme': 'light'}
SITE = 'http://127.0.0.1/'  # on any port
BLANK = 'about:blank'
FORGET_SECONDS = 20
STORED = {'origin': '*', 'storageTypes': 'cookies,local_storage,indexeddb,cache_storage,service_workers'}
FORGET_TAB = 'try { sessionStorage.clear(); } catch { /* a page of no site has none */ }'
LOCALE = 'new Intl.DateTimeFormat().resolvedOptions().locale'
changed: WeakSet[Page] = WeakSet()


async def run_first(page: Page, script: str) -> None:
    """Run a script first in each document of this tab, for this person only."""
    changed.add(page)
    await page.add_init_script(script)


@dataclass(eq=False)
class Profile:
    context: BrowserContext
    parked: Page
    inside: CDPSession
    tab: Page

    @classmethod
    async def make(cls, browser: Browser, script: str) -> Profile:
        context = await new_context(browser, script)
        parked = await context.new_page()
        await parked.route('**/*', _empty)
        await parked.goto(SITE)
        return cls(context, parked, await context.new_cdp_session(parked), await _opened_by(parked))

    async def forget(self) -> None:
        others = [page for page in self.context.pages if page not in (self.parked, self.tab)]
        for page in others:
            await page.close()
        if others or not await _is_as_it_was(self.tab):
            await self.tab.close()
            self.tab = await _opened_by(self.parked)
        else:
            await _clear(self.tab)
        await self.context.clear_permissions()
        await self.context.clear_cookies()
        await self.inside.send('Storage.clearDataForOrigin', STORED)


@dataclass
class Profiles:
    """The profiles of one browser, which runs with PER_SITE; each of their pages runs `script` first."""

    browser: Browser
    script: str = ''
    free: list[Profile] = field(default_factory=list)

    @asynccontextmanager
    async def one(self, **options: object) -> AsyncIterator[Page]:
        """Lend a tab at a desk, 1280 x 800, in light mode; with other `options`, one of an unused profile."""
        if options:
            context = await new_context(self.browser, self.script, **options)
            try:
                yield await context.new_page()
            finally:
                await context.close()
            return
        profile = self.free.pop() if self.free else await Profile.make(self.browser, self.script)
        try:
            yield profile.tab
            async with asyncio.timeout(FORGET_SECONDS):
                await profile.forget()
        except BaseException:
            await profile.context.close()
            raise
        self.free.append(profile)


async def new_context(browser: Browser, script: str = '', **options: object) -> BrowserContext:
    """Return a context for a desk, unless `options` say otherwise."""
    context = await browser.new_context(**(DESK | options))  # type: ignore[arg-type]
    if script:
        await context.add_init_script(script)
    return context


async def _opened_by(parked: Page) -> Page:
    """Open a tab from that page, so that its process draws it from the start and none is created."""
    async with parked.context.expect_page() as opened:
        await parked.evaluate(f"void open('{BLANK}')")
    return await opened.value


async def _is_as_it_was(tab: Page) -> bool:
    """Return whether the tab is unchanged; closing a second tab resets the locale of every page in its process."""
    return not tab.is_closed() and tab not in changed and await tab.evaluate(LOCALE) == DESK['locale']


async def _clear(tab: Page) -> None:
    """Make the tab as good as new; leaving its page keeps the process."""
    async with tab.expect_navigation(url=BLANK):
        await tab.evaluate(f"void location.replace('{BLANK}')")
    await tab.evaluate(FORGET_TAB)
    await tab.mouse.move(0, 0)
    await tab.set_viewport_size(SIZE)  # type: ignore[arg-type]
    await tab.emulate_media(color_scheme='light', reduced_motion='null', forced_colors='null')


async def _empty(route: Route) -> None:
    await route.fulfill(body='<title>parked</title>', content_type='text/html')

"""Browser profiles that are used again: opening a page costs a quarter less where its site was open before.

Between two people a profile forgets cookies, storage and permissions; what it keeps are the server's unchanging files
and the process that draws its pages, since one page of that site stays open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Route

PER_SITE = '--process-per-site'
DESK = {'viewport': {'width': 1280, 'height': 800}, 'locale': 'en-GB', 'color_scheme': 'light'}
SITE = 'http://127.0.0.1/'  # whatever the port
FORGET_SECONDS = 20
STORED = {'origin': '*', 'storageTypes': 'cookies,local_storage,indexeddb,cache_storage,service_workers'}


@dataclass(eq=False)
class Profile:
    context: BrowserContext
    parked: Page
    inside: CDPSession

    @classmethod
    async def make(cls, browser: Browser, script: str) -> Profile:
        context = await new_context(browser, script)
        parked = await context.new_page()
        await parked.route('**/*', _empty)
        await parked.goto(SITE)
        return cls(context, parked, await context.new_cdp_session(parked))

    async def forget(self) -> None:
        for page in self.context.pages:
            if page is not self.parked:
                await page.close()
        await self.context.clear_permissions()
        await self.context.clear_cookies()
        await self.inside.send('Storage.clearDataForOrigin', STORED)


@dataclass
class Profiles:
    """Those of one browser, which runs with PER_SITE; `script` is the first that each of their pages runs."""

    browser: Browser
    script: str = ''
    free: list[Profile] = field(default_factory=list)

    @asynccontextmanager
    async def one(self, **options: object) -> AsyncIterator[BrowserContext]:
        """At a desk, 1280 x 800, in light; with other `options` one that nobody had before."""
        if options:
            context = await new_context(self.browser, self.script, **options)
            try:
                yield context
            finally:
                await context.close()
            return
        profile = self.free.pop() if self.free else await Profile.make(self.browser, self.script)
        try:
            yield profile.context
            async with asyncio.timeout(FORGET_SECONDS):
                await profile.forget()
        except BaseException:
            await profile.context.close()
            raise
        self.free.append(profile)


async def new_tab(context: BrowserContext) -> Page:
    """Where a page is parked, that one opens it: no process has to be born for a page that is still blank."""
    parked = next((page for page in context.pages if page.url == SITE), None)
    if parked is None:
        return await context.new_page()
    async with context.expect_page() as opened:
        await parked.evaluate("void open('about:blank')")
    return await opened.value


async def new_context(browser: Browser, script: str = '', **options: object) -> BrowserContext:
    """As at a desk, unless `options` say otherwise."""
    context = await browser.new_context(**(DESK | options))  # type: ignore[arg-type]
    if script:
        await context.add_init_script(script)
    return context


async def _empty(route: Route) -> None:
    await route.fulfill(body='<title>parked</title>', content_type='text/html')

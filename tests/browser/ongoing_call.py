"""A call of two people that continues from one test to the next; each test leaves it as it was."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.browser.calling import Caller, caller_at, sit_together
from tests.browser.profiles import SIZE, Profiles
from tests.browser.study import StudyServer

KINDS = ('mic', 'camera', 'screen')
STATE = """() => {
  const found = (query) => [...document.querySelectorAll(query)].map((it) => it.innerText);
  const { dataset } = document.documentElement;
  return { on: ['mic', 'camera', 'screen'].filter((kind) => studyroom.media.get(kind) === 'on'), clock: dataset.status,
    prefs: studyroom.prefs.all(), layout: document.querySelector('.stage').dataset.layout ?? 'grid',
    open: found('.q-dialog, .notice'), pinned: found('.tile--main'), size: [innerWidth, innerHeight] };
}"""
IS = f'(before) => JSON.stringify(({STATE})()) === JSON.stringify(before)'
PUT_BACK = """({ prefs }) => {
  for (const key in prefs) if (studyroom.prefs.get(key) !== prefs[key]) studyroom.prefs.set(key, prefs[key]);
}"""


class Pair(NamedTuple):
    """Mia, and Tom, who prefers reduced motion."""

    mia: Caller
    tom: Caller


@dataclass
class OngoingCall:
    server: StudyServer
    profiles: Profiles
    pair: Pair | None = None
    _before: list[dict[str, Any]] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def ready(self, *, cameras: bool) -> Pair:
        """Lend the pair to one test, with both cameras on or everything off."""
        pair = await self._begun()
        for one in pair:
            await switch_off(one, 'mic', 'screen', *([] if cameras else ['camera']))
        if cameras and not all([await is_on(one, 'camera') for one in pair]):
            await show(pair)
        for one in pair:
            await one.page.evaluate('asked.length = 0')
        self._before = [await one.page.evaluate(STATE) for one in pair]
        return pair

    async def give_back(self) -> None:
        """Restore what is not a fact of the room after a test, and check that all is as before."""
        assert self.pair is not None
        for one, before in zip(self.pair, self._before, strict=True):
            await one.page.emulate_media(color_scheme='light')
            await one.page.set_viewport_size(SIZE)  # type: ignore[arg-type]
            await one.page.evaluate(PUT_BACK, before)
            await switch_off(one, *(kind for kind in KINDS if kind not in before['on']))
        for one, before in zip(self.pair, self._before, strict=True):
            await is_as_before(one.page, before)
            assert one.faults == []

    async def end(self) -> None:
        """End the call; the next test begins another."""
        self.pair = None
        stack, self._stack = self._stack, AsyncExitStack()
        await stack.aclose()

    async def _begun(self) -> Pair:
        if self.pair is None:
            mia, tom = [caller_at(await self._stack.enter_async_context(self.profiles.one())) for _ in range(2)]
            for caller in (mia, tom):
                self._stack.callback(caller.watch_no_more)
            await tom.page.emulate_media(reduced_motion='reduce')
            self.pair = Pair(mia, tom)
            await sit_together(self.server, (mia, 'Mia'), (tom, 'Tom'))
        return self.pair


async def show(pair: Pair) -> None:
    """Turn both cameras on, and return when each sees the other."""
    await asyncio.gather(*(one.turn_on('camera') for one in pair))
    await asyncio.gather(pair.mia.sees_video_of('Tom'), pair.tom.sees_video_of('Mia'))


async def is_on(caller: Caller, kind: str) -> bool:
    return await caller.media(kind) == 'on'


async def switch_off(caller: Caller, *kinds: str) -> None:
    await caller.turn_off(*[kind for kind in kinds if await is_on(caller, kind)])


async def is_as_before(page: Page, before: dict[str, Any]) -> None:
    try:
        await page.wait_for_function(IS, arg=before, timeout=5_000)
    except PlaywrightTimeout:
        now = await page.evaluate(STATE)
        pytest.fail(f'an ongoing call must be left as it was: {before}, not {now}')

"""In every state, axe-core finds nothing and nothing is out of reach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import stage
from tests.browser.study import Person, StudyServer, new_person
from tests.browser.test_phone import out_of_reach

AXE = Path(__file__).parents[2] / 'node_modules/axe-core/axe.min.js'
PHONE_WIDTH = 360
PHONE = {'viewport': {'width': PHONE_WIDTH, 'height': 740}, 'has_touch': True, 'is_mobile': True}
ZOOMED = {'device_scale_factor': 2}
# Quasar's, always empty and on top of everything: axe would not judge the colours of anything under them.
NO_NOTIFICATIONS = "document.querySelector('.q-notifications')?.setAttribute('hidden', '')"
RUN = """async (only) => {
  const which = only ? { runOnly: only } : { rules: { 'target-size': { enabled: true } } };
  const part = (only && document.querySelector('.q-dialog')) ?? document; // what is behind a sheet was seen without it
  const preload = { assets: ['media'] }; // no rule of these reads style sheets
  const found = await axe.run(part, { resultTypes: ['violations'], preload, ...which });
  const told = (id, { target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`;
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}"""

MOVING = """() => [...document.querySelectorAll('*')].filter((it) => ['', '::before', '::after'].some((part) => {
  const { transitionDuration, animationName } = getComputedStyle(it, part);
  return transitionDuration.split(', ').some((time) => parseFloat(time)) || animationName !== 'none';
})).map((it) => it.outerHTML.slice(0, 80))"""


@pytest.fixture(scope='session')
def axe() -> str:
    if not AXE.is_file():
        pytest.fail('axe-core is not here: run bin/test, or `python bin/frontend.py --with-tests`')
    return AXE.read_text(encoding='utf-8')


@pytest_asyncio.fixture(params=['desk', 'phone'], loop_scope='session')
async def visitor(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Person]:
    """A person who prefers reduced motion: at a desk, zoomed to 200 %, or on a phone."""
    options = PHONE if request.param == 'phone' else ZOOMED
    person = await new_person(browser, reduced_motion='reduce', **options)
    yield person
    await person.page.context.close()


async def findings(page: Page, axe: str, state: str) -> list[str]:
    """Return what axe finds by every rule in light mode and, since only colours differ, by contrast in dark mode."""
    found = []
    if not await page.evaluate('Boolean(window.axe)'):
        await page.evaluate(axe)
        await page.evaluate(NO_NOTIFICATIONS)
    for theme, only in (('light', None), ('dark', ['color-contrast', 'link-in-text-block'])):
        await page.emulate_media(color_scheme=theme)
        found += [f'{state}, {theme}: {finding}' for finding in await page.evaluate(RUN, only)]
    return found


async def wrong_with(page: Page, axe: str, state: str) -> list[str]:
    """Return what axe finds and, at a desk, what is out of reach when the window changes size."""
    found = await findings(page, axe, state)
    return found if width_of(page) == PHONE_WIDTH else found + await out_of_reach(page, state)


def width_of(page: Page) -> int:
    return (page.viewport_size or {'width': 0})['width']


async def test_lobby_join_view_and_end_pages_pass_axe_and_hide_nothing(
    own_server: StudyServer, visitor: Person, axe: str
) -> None:
    wrong = []
    async for state in stage.entrance(visitor, own_server):
        wrong += await wrong_with(visitor.page, axe, state)
    assert not wrong, '\n'.join(wrong)


@pytest.mark.timeout(400)  # the longest walk of all, on a busy machine
async def test_a_room_passes_axe_and_hides_nothing(
    study_server: StudyServer, visitor: Person, ben: Person, axe: str
) -> None:
    address = study_server.open_room('Lineare Algebra für Fortgeschrittene, jeden Dienstag')
    page, wrong = visitor.page, []
    async for state in stage.study(visitor, ben, address):
        wrong += await wrong_with(page, axe, state)
    async for state in stage.sheets(page):
        await page.set_viewport_size(
            {'width': width_of(page), 'height': 1100}
        )  # tall enough that nothing is scrolled away
        wrong += await wrong_with(page, axe, state)
    async for state in stage.apart(visitor, address):
        wrong += await findings(visitor.page, axe, state)
    assert not wrong, '\n'.join(wrong)


async def test_reduced_motion_stops_all_motion_and_forced_colours_show_ring_and_choices(
    study_server: StudyServer, visitor: Person
) -> None:
    page = visitor.page
    await visitor.take_seat(study_server.open_room('Linear Algebra, Tuesday'), 'Anna')
    assert await page.evaluate(MOVING) == []
    await page.emulate_media(forced_colors='active')
    style = '(it, [name, part]) => getComputedStyle(it, part)[name]'
    ground = await page.locator('body').evaluate(style, ['backgroundColor', None])
    assert await page.locator('.timer .arc').evaluate(style, ['stroke', None]) != ground
    assert await page.locator('.timer .bead').evaluate(style, ['fill', None]) != ground
    await page.evaluate('studyroom.prefs.set("tick", false)')
    sounds = stage.PHONE_SHEETS if await stage.on_phone(page) else stage.DESK_SHEETS
    async with stage.open_sheet(page, sounds['sounds sheet']):
        switches = page.locator('.sheet [role=switch]')
        on, off = [await switches.nth(at).evaluate(style, ['backgroundColor', None]) for at in (0, 1)]
        assert on != off


@pytest.mark.parametrize('width', [1280, 360])
async def test_colours_follow_the_system_until_someone_chooses(
    study_server: StudyServer, ben: Person, width: int
) -> None:
    page, seen = ben.page, []
    await page.set_viewport_size({'width': width, 'height': 740})
    await ben.visit(study_server.url)
    for _ in range(2):
        for scheme in ('light', 'dark'):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            seen.append(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
        await page.click('[data-toggle-theme]')
    light, dark = 'rgb(245, 242, 234)', 'rgb(28, 25, 21)'
    assert seen == [light, dark, light, light]

"""Light and dark: as the system, or as chosen; never first one and then the other."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import Newcomer
from tests.browser.profiles import run_first
from tests.browser.study import Person, StudyServer

PAINTS = """
window.grounds = [];
new MutationObserver(() => (window.themedAt ??= document.documentElement?.dataset.theme && performance.now()))
  .observe(document, { attributes: true, subtree: true, attributeFilter: ['data-theme'] });
const look = () => {
  const body = document.body && getComputedStyle(document.body).backgroundColor;
  if (body && body !== 'rgba(0, 0, 0, 0)' && window.grounds.at(-1) !== body) window.grounds.push(body);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


async def ground(page: Page) -> str:
    return str(await page.evaluate('getComputedStyle(document.body).backgroundColor'))


def is_dark(colour: str) -> bool:
    return sum(int(part) for part in colour.removeprefix('rgb(').removesuffix(')').split(',')[:3]) < 3 * 128


async def test_a_room_follows_the_system_as_it_changes(study_server: StudyServer, somebody: Newcomer) -> None:
    async with somebody('clara', color_scheme='dark') as clara:
        await clara.take_seat(study_server.open_room(), 'Clara')
        assert is_dark(await ground(clara.page))
        await clara.page.emulate_media(color_scheme='light')
        await clara.page.wait_for_function('getComputedStyle(document.body).backgroundColor > "rgb(2"')
        assert not is_dark(await ground(clara.page))
        await expect(clara.page.locator('body')).not_to_have_class('body--dark')


async def test_a_choice_is_kept_for_every_page_of_this_browser_and_no_other(
    anna: Person, ben: Person, room: str
) -> None:
    toggle = '.top [aria-label="Light or dark"]'
    light = await ground(anna.page)
    await anna.page.click(toggle)
    await expect(anna.page.locator('html')).to_have_attribute('data-theme', 'dark')
    assert is_dark(await ground(anna.page))
    assert await ground(ben.page) == light
    await anna.visit(room.split('/room/')[0])
    assert is_dark(await ground(anna.page))
    await anna.visit(room)
    assert is_dark(await ground(anna.page))
    await anna.page.click(toggle)
    await expect(anna.page.locator('html')).not_to_have_attribute('data-theme', 'dark')
    assert await ground(anna.page) == light


async def test_two_tabs_of_one_browser_change_together(anna: Person, room: str) -> None:
    other = await anna.page.context.new_page()
    await other.goto(room.split('/room/')[0])
    await other.wait_for_function('window.did_handshake')
    await other.click('[aria-label="Light or dark"]')
    await expect(anna.page.locator('html')).to_have_attribute('data-theme', 'dark')


async def test_the_chosen_theme_stands_before_the_first_paint(anna: Person, room: str) -> None:
    await anna.page.click('.top [aria-label="Light or dark"]')
    await expect(anna.page.locator('html')).to_have_attribute('data-theme', 'dark')
    await run_first(anna.page, PAINTS)
    for address in (room, room.split('/room/')[0]):
        await anna.visit(address)
        await anna.page.wait_for_function('performance.getEntriesByName("first-paint").length && grounds.length')
        painted = await anna.page.evaluate('performance.getEntriesByName("first-paint")[0].startTime')
        assert await anna.page.evaluate('window.themedAt') < painted
        grounds = await anna.page.evaluate('window.grounds')
        assert len(grounds) == 1
        assert is_dark(grounds[0])

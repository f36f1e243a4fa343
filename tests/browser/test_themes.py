"""Light and dark: as the system or the person chooses, and never a flash of the other."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.profiles import run_first
from tests.browser.study import Person, StudyServer, together

TOGGLE = '[aria-label="Light or dark"]'
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


async def test_the_theme_follows_the_system_until_a_choice_and_precedes_the_first_paint(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    """A choice applies to this browser only."""
    await anna.page.emulate_media(color_scheme='dark')
    room, lobby = await together(study_server, anna, ben), study_server.url
    assert is_dark(await ground(anna.page))
    await anna.page.emulate_media(color_scheme='light')
    await anna.page.wait_for_function('getComputedStyle(document.body).backgroundColor > "rgb(2"')
    assert not is_dark(await ground(anna.page))
    await expect(anna.page.locator('body')).not_to_have_class('body--dark')

    light = await ground(anna.page)
    await anna.page.click(TOGGLE)
    await expect(anna.page.locator('html')).to_have_attribute('data-theme', 'dark')
    assert is_dark(await ground(anna.page))
    assert await ground(ben.page) == light
    await run_first(anna.page, PAINTS)
    for address in (lobby, room):
        await anna.visit(address)
        assert is_dark(await ground(anna.page))
        await anna.page.wait_for_function('performance.getEntriesByName("first-paint").length && grounds.length')
        painted = await anna.page.evaluate('performance.getEntriesByName("first-paint")[0].startTime')
        assert await anna.page.evaluate('window.themedAt') < painted
        grounds = await anna.page.evaluate('window.grounds')
        assert len(grounds) == 1
        assert is_dark(grounds[0])
    await anna.page.click(TOGGLE)
    await expect(anna.page.locator('html')).not_to_have_attribute('data-theme', 'dark')
    assert await ground(anna.page) == light
    await two_tabs_change_together(anna, lobby)


async def two_tabs_change_together(anna: Person, lobby: str) -> None:
    other = await anna.page.context.new_page()
    await other.goto(lobby)
    await other.wait_for_function('window.did_handshake')
    await other.click(TOGGLE)
    await expect(anna.page.locator('html')).to_have_attribute('data-theme', 'dark')

"""Everything works without a mouse, and screen readers are told what happens."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from components.kit.keys import FIXED
from pages.sheets import SHORTCUTS
from tests.browser import stage
from tests.browser.study import Person, StudyServer

SAID = '.visually-hidden[aria-live="polite"]'
FOCUSED = """() => {
  const at = document.activeElement, seen = at.closest('.composer') ?? at;
  const { outlineStyle, outlineWidth, opacity } = getComputedStyle(seen);
  const box = at.getBoundingClientRect();
  return {
    panel: ['top', 'left', 'main', 'right', 'bar'].find((name) => at.closest('.' + name)) ?? '',
    marked: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && opacity === '1',
    inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
    name: at.ariaLabel || at.title || at.labels?.[0]?.textContent || at.textContent.trim() || at.placeholder,
  };
}"""


@pytest_asyncio.fixture(loop_scope='session')
async def address(study_server: StudyServer, anna: Person) -> str:
    """Anna, sitting in a room of her own."""
    address = study_server.open_room()
    await anna.take_seat(address, 'Anna')
    return address


@pytest.mark.usefixtures('address')
async def test_tab_visits_the_panels_in_order_with_a_visible_focus(anna: Person) -> None:
    await anna.add_goal('Read section 4.2')
    await anna.press_main('Start focus')
    await anna.page.wait_for_selector('#intention')
    await anna.page.locator('.mark-link').focus()
    for key in ('Tab', 'Shift+Tab'):  # only a key press makes the focus visible
        await anna.page.keyboard.press(key)
    passed = []
    while (focused := await anna.page.evaluate(FOCUSED))['panel']:
        passed.append(focused)
        await anna.page.keyboard.press('Tab')
    assert [at for at in passed if not (at['marked'] and at['inside'] and at['name'])] == []
    panels = [at['panel'] for at in passed]
    assert list(dict.fromkeys(panels)) == ['top', 'left', 'main', 'right', 'bar']
    assert panels == sorted(panels, key=list(dict.fromkeys(panels)).index)
    reached = ' '.join(at['name'] for at in passed)
    for name in (
        'All rooms',
        'Invite',
        "Change the room's goal",
        'Read section 4.2',
        'Add a goal',
        'Pause',
        'Begin',
        'Leave',
    ):
        assert name in reached


@pytest.mark.usefixtures('address')
async def test_the_sheet_of_keys_lists_exactly_the_keys_that_work(anna: Person) -> None:
    page = anna.page
    await page.keyboard.press('?')
    dialog = page.get_by_role('dialog', name='Keys')
    await expect(dialog).to_be_visible()
    listed = await dialog.locator('.keys kbd').all_inner_texts()
    assert listed == [*(key.key for key in SHORTCUTS), '?', *(key.key for key in FIXED)]
    await stage.close_sheet(page)

    await page.keyboard.press('p')
    await expect(page.locator('html')).to_have_attribute('data-status', 'running')
    await page.keyboard.press('t')
    await expect(page.locator(SAID)).to_have_text(re.compile(r'^Focus, 2[45] minutes.* left$'))
    await page.keyboard.press('h')
    await expect(page.get_by_role('dialog', name='Ask for help')).to_be_visible()
    await stage.close_sheet(page)
    await page.keyboard.press('g')
    await expect(page.locator('.addgoal input')).to_be_focused()
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('c')
    await expect(page.locator('.composer textarea')).to_be_focused()
    await page.keyboard.type('p?')
    await expect(page.locator('.composer textarea')).to_have_value('p?')
    await expect(page.locator('html')).to_have_attribute('data-status', 'running')


@pytest.mark.usefixtures('address')
async def test_one_two_and_three_answer_at_the_end_of_a_focus(anna: Person) -> None:
    page = anna.page
    await anna.add_goal('Proof sketch')
    await page.click('.goal__text')
    for key, words in {'1': 'done', '2': 'partly', '3': 'not yet'}.items():
        await anna.press_main('Start focus')
        await page.click('.desk__controls >> text=Skip')
        await page.wait_for_selector('.answer')
        await page.keyboard.press(key)
        await expect(page.locator('.person__goal--said')).to_contain_text(f': {words}')
        await page.click('.desk__controls >> text=Skip')
        await expect(page.locator('html')).to_have_attribute('data-phase', 'focus')


@pytest.mark.usefixtures('address')
async def test_letters_can_be_turned_off_while_f6_still_goes_from_panel_to_panel(anna: Person) -> None:
    page = anna.page
    async with stage.open_sheet(page, '.top [aria-label^="Keyboard"]'):
        await page.get_by_label('Single-letter keys').uncheck()
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('p')
    await page.keyboard.press('g')
    visited = []
    for key in ('F6', 'F6', 'F6', 'F6', 'F6', 'Shift+F6'):
        await page.keyboard.press(key)
        visited.append((await page.evaluate(FOCUSED))['panel'])
    assert visited == ['left', 'main', 'right', 'bar', 'left', 'bar']
    await expect(page.locator('html')).to_have_attribute('data-status', 'idle')


async def test_arrows_move_through_the_tabs_of_a_phone_and_tab_leaves_them(
    study_server: StudyServer, anna: Person
) -> None:
    page = anna.page
    await page.set_viewport_size({'width': 360, 'height': 740})
    await anna.take_seat(study_server.open_room(), 'Anna')
    await page.locator('[role=tab] >> nth=0').focus()
    for key, panel in {'ArrowRight': 'goals', 'End': 'chat', 'ArrowLeft': 'people', 'Home': 'timer'}.items():
        await page.keyboard.press(key)
        await expect(page.locator(f'[data-panel-tab={panel}]')).to_be_focused()
        await expect(page.locator('[role=tab][aria-selected=true]')).to_have_attribute('data-panel-tab', panel)
        await expect(page.locator('.room')).to_have_attribute('data-panel', panel)
        await expect(page.get_by_role('main')).to_have_count(1)
    await page.keyboard.press('Tab')
    assert not await page.evaluate('document.activeElement.matches("[role=tab]")')
    await page.locator(stage.PHONE_SHEETS['more sheet']).press('Enter')
    await page.get_by_role('dialog', name='More').get_by_text('Keys').press('Enter')
    await expect(page.get_by_role('dialog', name='Keys')).to_be_visible()
    await stage.close_sheet(page)
    await expect(page.locator(stage.PHONE_SHEETS['more sheet'])).to_be_focused()


@pytest.mark.usefixtures('address')
async def test_goals_are_ticked_moved_and_edited_by_keys(anna: Person) -> None:
    page = anna.page
    for goal in ('First', 'Second'):
        await anna.add_goal(goal)
    await page.locator('.goal .check').first.press('Space')
    await expect(page.locator('.goal--done')).to_have_text(re.compile('First'))
    await page.locator('.goal__handle').first.press('ArrowDown')
    await expect(page.locator('.goal__text')).to_have_text(['Second', 'First'])
    await page.locator('.goal .check').first.focus()
    await page.get_by_role('button', name='Edit: Second').press('Enter')
    await expect(page.get_by_label('Goal text')).to_be_focused()
    await page.keyboard.type('Third')
    await page.keyboard.press('Enter')
    await expect(page.locator('.goal__text')).to_have_text(['Third', 'First'])


async def test_the_time_is_announced_at_five_minutes_one_minute_and_the_change(
    study_server: StudyServer, anna: Person
) -> None:
    page = anna.page
    await anna.take_seat(study_server.open_room(), 'Anna')
    timer = page.get_by_role('timer').first
    await expect(timer).to_have_attribute('aria-label', 'Focus, 25 minutes, not started')
    await expect(timer).to_have_attribute('aria-live', 'off')
    await anna.press_main('Start focus')
    await expect(timer).to_have_attribute('aria-label', re.compile(r'^Focus, .*minutes.* left$'))
    for minutes, words in {5: '5 minutes left', 1: '1 minute left'}.items():
        await step_to(study_server, anna, minutes * 60 + 2)
        await expect(page.locator(SAID)).to_have_text(words)
    study_server.step(61)  # the bell is a second late, but the announcement gives the full length of the break
    await expect(page.locator(SAID)).to_have_text('Focus is over. Break, 5 minutes left')


async def step_to(server: StudyServer, person: Person, left: int) -> None:
    """Jump to `left` seconds before the bell, as after the computer slept."""
    server.step(await person.seconds_left() - left)
    await person.page.evaluate('dispatchEvent(new CustomEvent("studyroom:reconnect"))')
    await person.page.wait_for_function(
        '(left) => document.querySelector(".timer .digits").innerText.startsWith(left)', arg=f'{left // 60:02}:0'
    )


async def test_everything_has_an_accessible_name(anna: Person, ben: Person, address: str) -> None:
    page = anna.page
    await ben.take_seat(address, 'Ben')
    await stage.ask_for_help(ben, 'exercise 3b')
    names: dict[str, list[str]] = {
        'complementary': ['Goals and people', 'Chat'],
        'main': ['Timer'],
        'contentinfo': ['Your controls'],
        'log': ['Messages'],
        'img': ['Round 1 of 4'],
        'listitem': ['Ben, needs help: exercise 3b'],
    }
    for role, wanted in names.items():
        for name in wanted:
            await expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
    await expect(page.get_by_role('log')).to_have_attribute('aria-live', 'polite')
    await anna.press_main('Start focus')
    await expect(page.get_by_role('log')).to_have_attribute('aria-live', 'off')

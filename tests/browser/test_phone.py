"""One panel at a time on a phone, and how to find what is cut off or out of reach on any screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import stage
from tests.browser.study import Person, StudyServer, new_person

DESK = (1280, 800)
SIZES = ((320, 640), (360, 740), (640, 400), (1024, 768), (1366, 650), (1920, 1080), DESK)
NARROW = 960
LOOKED_THROUGH = ('idle', 'held notes, help, away')
TOUCHED = (
    '.phonebar .ctl, .phonetabs .tab, .desk__controls .btn, .asking .btn, .answer, .composer button, .top__tools button'
)
TOO_SMALL = """(selector) => [...document.querySelectorAll(selector)].filter((it) => it.getClientRects().length)
  .map((it) => [it.getBoundingClientRect(), it]).filter(([{ width, height }]) => width < 43.9 || height < 43.9)
  .map(([{ width, height }, it]) => `${it.outerHTML.slice(0, 80)} ${width} x ${height}`)"""
OUT_OF_REACH = """() => {
  const sheet = document.querySelector('.q-dialog');
  const wrong = [], told = (it, what) => wrong.push(`${what}: ${it.outerHTML.slice(0, 120)}`);
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) wrong.push(`the page is ${page.scrollWidth} wide`);
  for (const it of (sheet ?? document).querySelectorAll('button, input, textarea, select, a[href]')) {
    if (!it.getClientRects().length) continue;
    if (it.matches('button, a') && it.scrollWidth > it.clientWidth + 1) told(it, 'its words are cut off');
    it.scrollIntoView({ block: 'nearest' });
    const { left, right, top, bottom } = it.getBoundingClientRect();
    if (left < -0.5 || right > innerWidth + 0.5 || top < -0.5 || bottom > innerHeight + 0.5) told(it, 'outside');
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const reached = hit && (it.contains(hit) || hit.contains(it) && (hit.closest('label') || hit === it.parentElement));
    if (!reached && getComputedStyle(it).pointerEvents !== 'none') told(it, `under ${hit?.outerHTML.slice(0, 60)}`);
  }
  return wrong;
}"""


@pytest_asyncio.fixture(loop_scope='session')
async def mei(browser: Browser) -> AsyncIterator[Person]:
    """A person with a phone."""
    person = await new_person(browser, viewport={'width': 360, 'height': 740}, has_touch=True, is_mobile=True)
    yield person
    await person.page.context.close()


async def out_of_reach(page: Page, state: str) -> list[str]:
    """Return what is cut off, or covered by more than a toast, at any size; on a narrow screen, panel by panel."""
    wrong = []
    await page.evaluate('document.querySelector(".toasts")?.replaceChildren()')
    for width, height in SIZES:
        await page.set_viewport_size({'width': width, 'height': height})
        narrow_room = width < NARROW and await page.locator('.phonetabs').count() > 0
        for panel in stage.PANELS if narrow_room and state in LOOKED_THROUGH else ('',):
            if panel:
                await page.click(f'[data-panel-tab={panel}]')
            found = await page.evaluate(OUT_OF_REACH)
            wrong += [f'{state}, {width} x {height} {panel}: {what}' for what in found]
    return wrong


async def test_a_phone_shows_one_panel_and_always_the_time(study_server: StudyServer, mei: Person, ben: Person) -> None:
    page, seen = mei.page, {'timer': '.main', 'goals': '.mygoals', 'people': '.people', 'chat': '.notes'}
    await mei.sit_down(await ben.open_room(study_server.url, 'Linear Algebra, Tuesday', 'Ben'), 'Mei')
    for panel in stage.PANELS:
        await page.tap(f'[data-panel-tab={panel}]')
        assert [name for name, part in seen.items() if await page.locator(part).is_visible()] == [panel]
        clock = '.timer .digits' if panel == 'timer' else '.minitimer .digits'
        await expect(page.locator(clock)).to_have_text('25:00')
        await expect(page.locator(clock)).to_be_in_viewport(ratio=1)
        assert await page.evaluate(TOO_SMALL, TOUCHED) == []


async def test_the_chat_tab_counts_unseen_messages(study_server: StudyServer, mei: Person, ben: Person) -> None:
    badge = mei.page.locator('.phonetabs .badge')
    await mei.sit_down(await ben.open_room(study_server.url, 'Linear Algebra, Tuesday', 'Ben'), 'Mei')
    for count, words in enumerate(('One', 'Two'), start=1):
        await ben.write(words)
        await expect(ben.page.locator('.note')).to_have_count(count)
    await expect(badge).to_have_text('2')
    await mei.page.tap('[data-panel-tab=chat]')
    await expect(badge).to_be_hidden()
    await expect(mei.page.locator('.note')).to_have_count(2)


async def test_both_questions_fit_on_a_phone(study_server: StudyServer, mei: Person) -> None:
    page = mei.page
    await mei.take_seat(study_server.open_room('Linear Algebra, Tuesday'), 'Mei')
    await mei.press_main('Start focus')
    for part in ('.timer', '#intention', 'text=Begin', 'text=Not now', '.desk__controls >> text=Reset'):
        await expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert await page.evaluate(TOO_SMALL, TOUCHED) == []
    await page.fill('#intention', 'Read section 4.2')
    await page.tap('text=Begin')
    await page.tap('.desk__controls >> text=Skip')
    for part in ('.timer', '.answer >> nth=0', '.answer >> nth=2', '.desk__controls >> text=Reset'):
        await expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert await page.evaluate(TOO_SMALL, TOUCHED) == []


async def test_the_end_question_fits_above_the_bar_on_a_laptop(study_server: StudyServer, anna: Person) -> None:
    await anna.open_room(study_server.url, 'Linear Algebra, Tuesday', 'Anna')
    await anna.press_main('Start focus')
    await anna.page.click('text=Not now')
    await anna.page.click('.desk__controls >> text=Skip')
    foot = (await anna.page.locator('.bar').bounding_box() or {})['y']
    for part in ('.answers', '.asking__hint', '.desk__controls', '.desk__rhythm'):
        box = await anna.page.locator(part).bounding_box()
        assert box is not None
        assert box['y'] + box['height'] <= foot
    toast = await anna.page.locator('.toast').bounding_box()
    answers = await anna.page.locator('.answers').bounding_box()
    assert toast is not None
    assert answers is not None
    assert answers['y'] + answers['height'] <= toast['y']

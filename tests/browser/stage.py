"""Walks through every state of a room and the pages around it, yielding the name of each for a test to inspect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, expect

from tests.browser.study import Person, StudyServer

LONG = 'Eine sehr lange Zeile ohne Ende: Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, und noch mehr'
MIDDLE_SHEETS = {
    'room sheet': '.bar .ctl:has-text("Room")',
    'sounds sheet': '.bar .ctl:has-text("Sounds")',
    'you sheet': '.bar .me',
    'help sheet': '.bar .ctl--help',
    'rhythm sheet': '.desk__rhythm',
}
DESK_SHEETS = MIDDLE_SHEETS | {'invite sheet': '.top >> text=Invite', 'keys sheet': '.top [aria-label^="Keyboard"]'}
PHONE_SHEETS = {
    'more sheet': '.top [aria-label^="More"]',
    'room sheet': '.phonebar .ctl:has-text("Room")',
    'sounds sheet': '.phonebar .ctl:has-text("Sounds")',
    'you sheet': '.phonebar .ctl:has-text("You")',
    'help sheet': '.phonebar .ctl--help',
    'rhythm sheet': '.desk__rhythm',
}
ARRIVED = """() => !document.querySelector('.q-dialog [class*="-enter-"]')"""  # even a transition of no duration
PANELS = ('goals', 'people', 'chat', 'timer')


async def entrance(anna: Person, server: StudyServer) -> AsyncIterator[str]:
    """Go from an empty lobby to the join view and the end pages."""
    await anna.visit(server.url)
    await expect(anna.page.locator('.empty')).to_be_visible()
    yield 'lobby, empty'
    await anna.page.check('[name=preset][value=custom]')
    await anna.page.wait_for_selector('.custom')
    yield 'lobby, custom rhythm'
    await anna.page.click('text=Open and sit down')
    await anna.page.wait_for_selector('.field__error')
    yield 'lobby, no name given'
    await anna.page.check('[name=preset][value=classic]')
    await anna.page.fill('#room-name', 'Linear Algebra, Tuesday')
    await anna.page.click('text=Open and sit down')
    await anna.page.wait_for_url('**/room/**')
    await anna.connected()
    yield 'join'
    await anna.visit(server.url)
    await anna.page.wait_for_selector('.roomrow')
    yield 'lobby'
    for path, name in {'/nowhere': 'nothing here', '/room/no-such-room': 'no such room'}.items():
        await anna.page.goto(server.url + path)
        await anna.page.wait_for_selector('.end h1')
        yield name


async def study(anna: Person, ben: Person, address: str) -> AsyncIterator[str]:
    """Take one page through a whole cycle, with Ben at his desk in the room."""
    page = anna.page
    await ben.take_seat(address, 'Ben')
    await anna.take_seat(address, 'Anna')
    yield 'idle'
    for goal in ('Read section 4.2', 'Exercises 4.1 to 4.12'):
        await show_panel(page, 'goals')
        await anna.add_goal(goal)
    await page.locator('.goal .check').first.check()
    await expect(page.locator('.goal--done')).to_have_count(1)
    await show_panel(page, 'timer')
    await anna.press_main('Start focus')
    await page.wait_for_selector('#intention')
    yield 'question at the start'
    await page.fill('#intention', 'Exercises 4.1 to 4.12')
    await page.click('text=Begin')
    await page.wait_for_selector('.working')
    await ben.write(f'Does `det(A) = 0` settle it? See https://example.org/page. {LONG}')
    await ask_for_help(ben, 'exercise 3b')
    await page.wait_for_selector('.seat--help', state='attached')
    yield 'focus'
    async for panel in panels(page, anna, ben):
        yield panel
    await anna.press_main('Pause')
    await expect(page.locator('.timer__phase')).to_have_text('Paused')
    yield 'paused'
    await anna.press_main('Resume')
    await page.click('.desk__controls >> text=Skip')
    await page.wait_for_selector('.answer')
    await page.wait_for_selector('.toast')
    yield 'question at the end, with a toast'
    await page.click('.answer >> nth=0')
    await expect(page.locator('.answer')).to_have_count(0)
    yield 'break'
    await skip_to_the_long_break(anna)
    yield 'long break'


async def skip_to_the_long_break(anna: Person) -> None:
    for rest in ('break', 'break', 'long'):
        for phase in ('focus', rest):
            await anna.page.click('.desk__controls >> text=Skip')
            await expect(anna.page.locator('html')).to_have_attribute('data-phase', phase)
            if phase == 'focus':
                await anna.press_main('Start focus')
                await expect(anna.page.locator('html')).to_have_attribute('data-status', 'running')


async def panels(page: Page, anna: Person, ben: Person) -> AsyncIterator[str]:
    """Show what people do in the panels, and on a phone each panel on its own."""
    await set_hold(ben, on=True)
    await ben.write('A note for the break')
    await page.wait_for_selector('.held', state='attached')
    await set_away(ben)
    await page.wait_for_selector('.seat--away', state='attached')
    yield 'held notes, help, away'
    if not await on_phone(page):
        return
    for panel in PANELS:
        await show_panel(page, panel)
        yield f'{panel} panel'


async def sheets(page: Page) -> AsyncIterator[str]:
    """Open every sheet in turn; each closes when the next name is requested."""
    phone = await on_phone(page)
    for name, opener in (PHONE_SHEETS if phone else DESK_SHEETS).items():
        async with open_sheet(page, opener):
            yield name
            if name == 'rhythm sheet':
                await page.check('.sheet [name=preset][value=custom]')
                await page.wait_for_selector('.sheet .custom')
                yield 'rhythm sheet, custom'
    if phone:
        for word, name in {'Invite others': 'invite sheet', 'Keys': 'keys sheet'}.items():
            await page.click(PHONE_SHEETS['more sheet'])
            await page.click(f'.sheet >> text={word}')
            await expect(page.get_by_role('dialog', name='More')).to_have_count(0)
            await expect(page.get_by_role('dialog', name=word)).to_be_visible()
            await page.wait_for_function(ARRIVED)
            yield name
            await close_sheet(page)


async def apart(anna: Person, address: str) -> AsyncIterator[str]:
    """Show what a page looks like when its seat is in another tab or its connection is lost."""
    first = anna.page
    anna.page = await first.context.new_page()
    await anna.visit(address)
    await expect(anna.page.get_by_text('open in another tab').first).to_be_visible()
    yield 'open in another tab'
    await anna.page.close()
    anna.page = first
    await lose_connection(first)
    await first.wait_for_selector('.notice')
    yield 'reconnecting'


async def lose_connection(page: Page) -> None:
    """Cut the connection; the browser does not try again for half a minute."""
    await page.evaluate(
        'socket.io.reconnectionDelayMax(60000); socket.io.reconnectionDelay(60000); socket.io.engine.close()'
    )


async def on_phone(page: Page) -> bool:
    return await page.locator('.phonetabs').is_visible()


async def show_panel(page: Page, panel: str) -> None:
    if await on_phone(page):
        await page.click(f'[data-panel-tab={panel}]')


async def set_away(person: Person) -> None:
    async with open_sheet(person.page, '.bar .me'):
        await person.page.click('.choice:has-text("Away")')


async def set_hold(person: Person, *, on: bool) -> None:
    async with open_sheet(person.page, '.bar .ctl:has-text("Room")'):
        await person.page.get_by_label('Hold chat during focus').set_checked(on)


async def ask_for_help(person: Person, about: str) -> None:
    async with open_sheet(person.page, '.bar .ctl--help') as dialog:
        await dialog.locator('input').fill(about)
        await person.page.keyboard.press('Enter')


@asynccontextmanager
async def open_sheet(page: Page, opener: str) -> AsyncIterator[object]:
    """Open the sheet behind `opener`, and close it afterwards."""
    await page.click(opener)
    dialog = page.get_by_role('dialog')
    await expect(dialog).to_be_visible()
    await page.wait_for_function(ARRIVED)
    yield dialog
    await close_sheet(page)


async def close_sheet(page: Page) -> None:
    if await page.get_by_role('dialog').count():
        await page.keyboard.press('Escape')
    await expect(page.locator('.q-dialog')).to_have_count(0)

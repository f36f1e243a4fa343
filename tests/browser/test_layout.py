from playwright.async_api import Page, expect

from tests.browser.gallery_server import Gallery


async def test_nothing_is_fetched_from_elsewhere_and_the_chosen_theme_precedes_the_first_paint(
    page: Page, gallery: Gallery
) -> None:
    requests: list[str] = []
    page.on('request', lambda request: requests.append(request.url))
    await page.evaluate('studyroom.prefs.set("theme", "dark")')
    await page.reload(wait_until='commit')
    await page.wait_for_selector('html[data-theme="dark"]', state='attached')
    await page.wait_for_selector('body.body--dark')
    await page.wait_for_function('window.did_handshake')
    await page.click('text=Sheet')
    await expect(page.get_by_role('dialog')).to_be_visible()
    assert any('woff2' in url for url in requests)
    assert [url for url in requests if not url.removeprefix('blob:').startswith(gallery.url)] == []
    assert [url for url in requests if 'woff2' in url and '/static/' not in url.removeprefix(gallery.url)[:8]] == []

    sheet = await page.evaluate('document.querySelector("link[rel=stylesheet]").href')
    answer = await page.request.get(sheet)
    assert answer.headers['cache-control'] == 'public, max-age=31536000, immutable'


async def test_a_toast_offers_undo_stays_under_the_mouse_then_goes_and_a_sheet_leaves_nothing(
    page: Page, gallery: Gallery
) -> None:
    await page.click('text=Toast')
    await page.hover('.toast')
    await page.wait_for_timeout(2500)
    await page.click('.toast >> text=Undo')
    await expect(page.locator('.toast')).to_have_count(0)
    await page.wait_for_timeout(100)
    assert gallery.heard() == [['undo']]
    await page.click('text=Refused')
    await expect(page.locator('.toast')).to_have_text('Only hosts may do that.')

    count = 'Object.keys(mounted_app.elements).length'
    before = await page.evaluate(count)
    await page.keyboard.press('?')
    dialog = page.get_by_role('dialog', name='Keys')
    await expect(dialog).to_contain_text('Content of the sheet')
    await dialog.get_by_label('Tick').check()
    assert await page.evaluate('studyroom.prefs.get("tick")')
    await page.keyboard.press('Escape')
    await expect(page.get_by_role('dialog')).to_have_count(0)
    await page.wait_for_function(f'{count} === {before}')


async def test_letter_keys_act_only_outside_fields_and_can_be_turned_off(page: Page) -> None:
    await page.keyboard.press('c')
    await expect(page.locator('.composer textarea')).to_be_focused()
    await page.keyboard.type('c?')
    await expect(page.locator('.composer textarea')).to_have_value('c?')
    await page.evaluate('document.activeElement.blur(); studyroom.prefs.set("letter_keys", false)')
    await page.keyboard.press('?')
    await page.keyboard.press('F6')
    await expect(page.get_by_role('dialog')).to_have_count(0)
    await page.wait_for_function('document.querySelector(".left").contains(document.activeElement)')


async def test_a_lost_connection_is_announced_and_recovers_in_place(page: Page, gallery: Gallery) -> None:
    await page.fill('.composer textarea', 'draft')
    await page.evaluate('window.kept = true; window.socket.io.reconnectionDelay(1500); window.socket.io.engine.close()')
    await page.evaluate('window.socket.io._reconnection ??= true')
    await expect(page.locator('.notice')).to_contain_text('Reconnecting.', timeout=2000)
    gallery.call(('chat', 'upsert', {'id': 500, 'at': 1, 'text': 'missed'}))
    await expect(page.locator('.notice')).to_have_count(0, timeout=10_000)
    await expect(page.locator('.notes [data-key="500"]')).to_be_attached()
    assert await page.evaluate('window.kept')
    await expect(page.locator('.composer textarea')).to_have_value('draft')

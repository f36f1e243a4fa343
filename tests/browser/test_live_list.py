from playwright.async_api import Page, expect

from tests.browser.gallery_server import Gallery

NOON = 1_790_000_000_000
NOTES = 'document.querySelector(".notes")'
BELOW = f'{NOTES}.scrollHeight - {NOTES}.scrollTop - {NOTES}.clientHeight'
ORDER = '[...document.querySelectorAll(".left [data-key]")].map((row) => row.dataset.key).join(" ")'


def note(number: int, **more: object) -> dict[str, object]:
    return {'id': number, 'at': NOON, 'text': f'Note {number}', **more}


async def test_all_patches_of_one_turn_travel_in_one_message_and_a_list_is_one_element(
    page: Page, gallery: Gallery
) -> None:
    await page.evaluate('window.socket.io.engine.on("packet", ({ data }) => data && (window.got ??= []).push(data))')
    calls = [('chat', 'upsert', note(100)), ('chat', 'remove', 0), ('goals', 'remove', 'g3')]
    gallery.call(*calls, ('countdown', 'set', {'phase': 'break', 'status': 'idle', 'remaining_ms': 1, 'total_ms': 1}))
    await expect(page.locator('.notes [data-key="100"]')).to_be_visible()
    assert await page.evaluate('window.got.length') == 1

    before = await page.evaluate('Object.keys(mounted_app.elements).length')
    gallery.call(*[('chat', 'upsert', note(number)) for number in range(101, 201)])
    await expect(page.locator('.notes > li')).to_have_count(140)
    assert await page.evaluate('Object.keys(mounted_app.elements).length') == before


async def test_a_row_changes_in_place_and_focus_moves_to_the_neighbour_of_a_removed_one(
    page: Page, gallery: Gallery
) -> None:
    await page.focus('[data-key="g2"] .edit')
    await page.evaluate('window.row = document.querySelector("[data-key=g2]")')
    gallery.call(
        ('goals', 'upsert', {'id': 'g2', 'text': 'Changed'}), ('goals', 'upsert', {'id': 'g2', 'text': 'Up'}, 'g0')
    )
    await expect(page.locator('[data-key="g2"] .edit')).to_have_value('Up')
    assert await page.evaluate(ORDER) == 'g2 g0 g1 g3'
    assert await page.evaluate('window.row.contains(document.activeElement)')

    await page.focus('[data-key="g0"] .edit')
    gallery.call(('goals', 'remove', 'g0'))
    await expect(page.locator('.left [data-key]')).to_have_count(3)
    await page.wait_for_function('document.querySelector("[data-key=g1]").contains(document.activeElement)')

    gallery.call(('goals', 'reset', []))
    await expect(page.locator('.left')).to_contain_text('No goals.')


async def test_text_is_never_html_and_links_are_safe(page: Page, gallery: Gallery) -> None:
    text = '<img src=x onerror=alert(1)> javascript:alert(1) `a < b` see https://example.org/a?b=1.'
    gallery.call(('chat', 'upsert', note(100, text=text)))
    row = page.locator('.notes [data-key="100"]')
    await expect(row.locator('p')).to_have_text(text.replace('`', ''))
    await expect(row.locator('code')).to_have_text('a < b')
    await expect(row.locator('img')).to_have_count(0)
    assert await row.locator('a').evaluate_all('(links) => links.map((a) => [a.href, a.rel, a.target])') == [
        ['https://example.org/a?b=1', 'noopener noreferrer nofollow', '_blank']
    ]


async def test_a_chat_at_its_end_follows_new_messages_and_one_scrolled_up_stays_and_counts(
    page: Page, gallery: Gallery
) -> None:
    assert await page.evaluate(BELOW) < 1
    gallery.call(('chat', 'upsert', note(100)), ('chat', 'remove', 0))
    await expect(page.locator('.notes [data-key="100"]')).to_be_visible()
    assert await page.evaluate(BELOW) < 1
    assert await page.locator('html').get_attribute('data-unread') is None

    await page.evaluate(f'{NOTES}.scrollTop = 300')
    place = 'document.querySelector(".notes [data-key=\'15\']").getBoundingClientRect().top'
    before = await page.evaluate(place)
    for number in (101, 102):
        gallery.call(('chat', 'upsert', note(number)), ('chat', 'remove', number - 100))
    gallery.call(('chat', 'upsert', note(103, counts=False)))
    await expect(page.locator('.follow__new')).to_have_text('2 new')
    assert abs(await page.evaluate(place) - before) <= 1
    await expect(page.locator('[data-unread-of]')).to_have_text('2')
    assert (await page.title()).startswith('(2) ')
    await page.click('.follow__new')
    await expect(page.locator('.follow__new')).to_have_count(0)
    assert await page.evaluate(BELOW) < 1
    await expect(page.locator('[data-unread-of]')).to_be_hidden()


async def test_acts_of_a_row_and_moves_of_its_handle_reach_python(page: Page, gallery: Gallery) -> None:
    await page.click('[data-key="g1"] >> text=Done')
    await page.wait_for_timeout(100)
    assert gallery.heard() == [['done', 'g1', True]]

    await page.focus('[data-key="g1"] [data-handle]')
    await page.keyboard.press('ArrowDown')
    await page.wait_for_timeout(100)
    assert gallery.heard() == [['move', 'g1', 2]]
    await drag(page, 'g0', 'g2')
    assert await page.evaluate(ORDER) == 'g1 g2 g0 g3'
    await page.mouse.up()
    await page.wait_for_timeout(100)
    assert gallery.heard() == [['move', 'g0', 2]]


async def test_a_refused_or_cancelled_drag_goes_back(page: Page, gallery: Gallery) -> None:
    await drag(page, 'g0', 'g2')
    await page.keyboard.press('Escape')
    assert await page.evaluate(ORDER) == 'g0 g1 g2 g3'
    await page.mouse.up()
    await drag(page, 'g0', 'g2')
    await page.mouse.up()
    await page.wait_for_function(f'{ORDER} === "g0 g1 g2 g3"')
    assert gallery.heard() == [['move', 'g0', 2]]


async def drag(page: Page, source: str, target: str) -> None:
    start = await page.locator(f'[data-key="{source}"] [data-handle]').bounding_box()
    end = await page.locator(f'[data-key="{target}"]').bounding_box()
    assert start
    assert end
    await page.mouse.move(start['x'] + 4, start['y'] + 4)
    await page.mouse.down()
    await page.mouse.move(start['x'] + 4, end['y'] + end['height'] - 2, steps=5)

from playwright.async_api import Page, expect

from tests.browser.gallery_server import Gallery

FIELD = '.composer textarea'


async def test_enter_sends_and_clears_all_but_what_was_typed_since(page: Page, gallery: Gallery) -> None:
    await page.fill(FIELD, 'hello')
    await page.press(FIELD, 'Enter')
    await page.keyboard.type(' and')
    await expect(page.locator(FIELD)).to_have_value(' and')
    assert gallery.heard() == [['said', 'hello']]


async def test_writing_faster_than_the_server_answers_loses_nothing(page: Page, gallery: Gallery) -> None:
    await page.evaluate(
        """([one, two]) => { const field = document.querySelector('.composer textarea');
      for (const words of [one, two]) {
        Object.assign(field, { value: words }).dispatchEvent(new Event('input', { bubbles: true }));
        const press = () => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        press(), press();
      } }""",
        ['first', 'second'],
    )
    await expect(page.locator(FIELD)).to_have_value('')
    assert gallery.heard() == [['said', 'first'], ['said', 'second']]


async def test_shift_enter_is_a_new_line_and_the_field_grows(page: Page, gallery: Gallery) -> None:
    before = await page.locator(FIELD).evaluate('(field) => field.offsetHeight')
    await page.focus(FIELD)
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    assert await page.locator(FIELD).evaluate('(field) => field.offsetHeight') > before
    assert gallery.heard() == []


async def test_refused_text_stays_with_the_reason(page: Page, gallery: Gallery) -> None:
    await page.fill(FIELD, 'too long')
    await page.press(FIELD, 'Enter')
    await expect(page.locator('[role="alert"]')).to_have_text('This message is too long.')
    await expect(page.locator(FIELD)).to_have_value('too long')
    await expect(page.locator(FIELD)).to_have_attribute('aria-invalid', 'true')
    await page.locator(FIELD).press_sequentially('!')
    await expect(page.locator('[role="alert"]')).to_have_count(0)


async def test_a_draft_survives_a_reload_and_ends_when_it_is_sent(page: Page, gallery: Gallery) -> None:
    await page.fill(FIELD, 'not sent yet')
    await page.reload()
    await expect(page.locator(FIELD)).to_have_value('not sent yet')
    await page.press(FIELD, 'Enter')
    await expect(page.locator(FIELD)).to_have_value('')
    await page.reload()
    await expect(page.locator(FIELD)).to_have_value('')


async def test_enter_in_an_input_method_chooses_a_word(page: Page, gallery: Gallery) -> None:
    await page.fill(FIELD, 'にほん')
    await page.evaluate(
        'document.querySelector(".composer textarea").dispatchEvent('
        'new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))'
    )
    await page.wait_for_timeout(100)
    assert gallery.heard() == []


async def test_what_is_not_text_is_refused(page: Page, gallery: Gallery) -> None:
    await page.evaluate('getElement(document.querySelector(".entry--composer")).$emit("submit", {text: 1})')
    await expect(page.locator('[role="alert"]')).to_be_visible()
    assert gallery.heard() == []


async def test_text_written_in_a_tunnel_is_accepted_when_the_late_answer_arrives(page: Page) -> None:
    """The wait for an answer ends just as the connection returns and the text is on its way."""
    await page.evaluate(
        """() => {
      const late = [], real = window.setTimeout;
      window.setTimeout = (call, ms, ...rest) => ms === 6000 ? late.push(call) : real(call, ms, ...rest);
      socket.on('connect', () => late.splice(0).forEach((call) => call()));
      socket.io.reconnectionDelay(60000), socket.io.engine.close();
    }"""
    )
    await page.fill(FIELD, 'from the tunnel')
    await page.press(FIELD, 'Enter')
    assert not await page.evaluate('socket.connected')
    await page.evaluate('void socket.io.open()')
    await expect(page.locator(FIELD)).to_have_value('')

"""The chat of two people: in order, safe, and steady for someone reading back."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer

COMPOSER = '.composer textarea'
HIDDEN = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


async def texts(person: Person, count: int) -> list[str]:
    await expect(person.page.locator('.note p')).to_have_count(count)
    return await person.page.locator('.note p').all_inner_texts()


async def scrolled(person: Person) -> float:
    return float(await person.page.locator('.notes').evaluate('(box) => box.scrollTop'))


async def read_back(person: Person) -> None:
    """Scroll to the first of many messages."""
    await expect(person.page.locator('.note').last).to_be_in_viewport()
    await person.page.locator('.notes').evaluate('(box) => (box.scrollTop = 0)')
    await expect(person.page.locator('.note').first).to_be_in_viewport()


async def test_messages_are_in_the_same_order_on_both_screens_and_each_day_has_a_line(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    for number in range(3):
        await anna.write(f'question {number}')
        await expect(ben.page.locator('.note p').last).to_have_text(f'question {number}')
        await ben.write(f'answer {number}')
        await expect(anna.page.locator('.note p').last).to_have_text(f'answer {number}')
    assert await texts(anna, 6) == await texts(ben, 6)
    await expect(anna.page.locator('.note__name')).to_have_text(['Anna', 'Ben'] * 3)
    await expect(anna.page.locator('.note time').first).to_have_text(re.compile(r'^\d\d:\d\d$'))

    days = ben.page.locator('.notes .line--rule')
    await anna.write('before the night')
    await expect(days).to_have_count(1)
    study_server.step(24 * 3600)
    await anna.write('after the night')
    await expect(days).to_have_count(2)
    first, second = await days.all_inner_texts()
    assert first != second
    await expect(ben.page.locator('.note__name')).to_have_text([*['Anna', 'Ben'] * 3, 'Anna', 'Anna'])
    await anna.page.reload()
    assert await texts(anna, 8) == await texts(ben, 8)


async def test_a_latecomer_is_a_quiet_line_and_reads_the_last_hundred_messages(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    address = study_server.open_room(title='History')
    await anna.take_seat(address, 'Anna')
    study_server.control(f'crowd?room_id={address.rsplit("/", 1)[-1]}&messages=105&length=20')
    await expect(anna.page.locator('.note p').last).to_have_text(re.compile('Message 104 '))
    await ben.take_seat(address, 'Ben')
    read = await texts(ben, 100)
    assert read[0].startswith('Message 5 ')
    assert read[-1].startswith('Message 104 ')
    await expect(ben.page.locator('.note').last).to_be_in_viewport()
    await expect(ben.page.locator('.follow__new')).to_have_count(0)

    lines = anna.page.locator('.notes .line')
    await expect(lines.last).to_have_text('Ben sat down')
    await ben.leave()
    await expect(lines.last).to_have_text('Ben left')
    await expect(anna.page.locator('.toast')).to_have_count(0)
    await expect(anna.page.locator('.follow__new')).to_have_count(0)


async def test_links_are_clickable_and_safe_markup_is_plain_text_and_line_breaks_stay(
    anna: Person, ben: Person, room: str
) -> None:
    words = 'See https://example.org/a?b=1, javascript:alert(1) <script>window.harm=1</script><img src=x>'
    await anna.write(f'{words} `<b>code</b>`')
    note = ben.page.locator('.note').last
    await expect(note.locator('p')).to_have_text(f'{words} <b>code</b>')
    await expect(note.locator('a')).to_have_count(1)
    await expect(note.locator('a')).to_have_attribute('href', 'https://example.org/a?b=1')
    await expect(note.locator('a')).to_have_attribute('rel', re.compile('noopener noreferrer'))
    await expect(note.locator('a')).to_have_attribute('target', '_blank')
    await expect(note.locator('code')).to_have_text('<b>code</b>')
    assert 'mono' in str(await note.locator('code').evaluate('(code) => getComputedStyle(code).fontFamily'))
    await expect(note.locator('p script, p img, p b')).to_have_count(0)
    assert await ben.page.evaluate('window.harm') is None

    await anna.page.focus(COMPOSER)
    await anna.page.keyboard.type('one')
    await anna.page.keyboard.press('Shift+Enter')
    await anna.page.keyboard.type('two')
    await anna.page.keyboard.press('Enter')
    await expect(ben.page.locator('.note p')).to_have_count(2)
    note = ben.page.locator('.note p').last
    assert await note.inner_text() == 'one\ntwo'
    assert await note.evaluate('(p) => p.getClientRects().length && p.offsetHeight > 30')


async def test_you_can_delete_only_your_own_messages_even_with_a_forged_event(
    anna: Person, ben: Person, room: str
) -> None:
    await anna.write('by Anna')
    await ben.write('by Ben')
    for person in (anna, ben):
        await expect(person.page.locator('.note p')).to_have_count(2)
        await expect(person.page.locator('.note__delete')).to_have_count(1)
    annas = await ben.page.locator('.note', has_text='by Anna').get_attribute('data-key')
    await ben.page.evaluate("""() => {
      const emit = window.socket.emit.bind(window.socket);
      window.socket.emit = (name, event) => {
        if (JSON.stringify(event).includes('delete')) window.deletion ??= [name, event];
        return emit(name, event);
      };
    }""")
    await ben.page.locator('.note', has_text='by Ben').hover()
    await ben.page.click('.note__delete')
    for person in (anna, ben):
        await expect(person.page.locator('.note p')).to_have_text(['by Anna'])
    forged = await ben.page.evaluate(
        """(key) => {
      const [name, event] = window.deletion;
      const own = /m\\d+/.exec(JSON.stringify(event))[0];
      const forged = JSON.parse(JSON.stringify(event).replace(own, key));
      window.socket.emit(name, forged);
      return JSON.stringify(forged);
    }""",
        annas,
    )
    assert str(annas) in forged
    await expect(ben.page.locator('.toast')).to_have_text('You can delete your own messages only.')
    for person in (anna, ben):
        assert await texts(person, 1) == ['by Anna']
    await ben.page.reload()
    assert await texts(ben, 1) == ['by Anna']


async def test_a_person_reading_back_or_elsewhere_sees_how_many_messages_are_new(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    study_server.control(f'crowd?room_id={room.rsplit("/", 1)[-1]}&messages=40')
    await expect(ben.page.locator('.note p')).to_have_count(40)
    await read_back(ben)
    await anna.write('new below')
    badge = ben.page.locator('.follow__new')
    await expect(badge).to_contain_text('1 new')
    await anna.write('and one more')
    await expect(badge).to_contain_text('2 new')
    assert await scrolled(ben) == 0
    await expect(ben.page).to_have_title(re.compile(r'^\(2\) '))
    await badge.click()
    await expect(badge).to_have_count(0)
    await expect(ben.page.locator('.note').last).to_be_in_viewport()
    await expect(ben.page).to_have_title(re.compile(r'^[^(]'))

    await read_back(ben)
    await ben.write('my own words')
    await expect(ben.page.locator('.note p').last).to_have_text('my own words')
    await expect(ben.page.locator('.note').last).to_be_in_viewport()
    await expect(badge).to_have_count(0)

    await ben.page.evaluate(HIDDEN, True)
    await ben.write('own words in a hidden tab')
    await expect(ben.page.locator('.note p').last).to_have_text('own words in a hidden tab')
    assert await ben.page.locator('html').get_attribute('data-unread') is None
    await anna.write('are you there?')
    await expect(ben.page.locator('html')).to_have_attribute('data-unread', '1')
    await expect(ben.page).to_have_title(re.compile(r'^\(1\) '))
    await ben.page.evaluate(HIDDEN, False)
    await expect(ben.page).to_have_title(re.compile(r'^[^(]'))


async def test_text_that_is_too_long_stays_and_a_draft_outlives_a_reload_in_its_room(
    study_server: StudyServer, anna: Person, ben: Person, room: str
) -> None:
    await anna.page.focus(COMPOSER)
    await anna.page.keyboard.insert_text('x' * 2001)
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.locator('.entry__error')).to_have_text('A message can have at most 2,000 characters.')
    await expect(anna.page.locator(COMPOSER)).to_have_value('x' * 2001)
    await anna.page.keyboard.press('Backspace')
    await anna.page.keyboard.press('Enter')
    await expect(ben.page.locator('.note p')).to_have_text('x' * 2000)
    await expect(anna.page.locator(COMPOSER)).to_have_value('')

    await anna.page.fill(COMPOSER, 'not yet sent')
    await anna.page.reload()
    await expect(anna.page.locator(COMPOSER)).to_have_value('not yet sent')
    await anna.take_seat(study_server.open_room(title='Elsewhere'), 'Anna')
    await expect(anna.page.locator(COMPOSER)).to_have_value('')
    await anna.visit(room)
    await anna.page.press(COMPOSER, 'Enter')
    await expect(ben.page.locator('.note p')).to_have_text(['x' * 2000, 'not yet sent'])

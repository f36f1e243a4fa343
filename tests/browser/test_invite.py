"""Inviting others: the link, copying it, its QR code; and links to no room."""

from __future__ import annotations

import re

import segno
from playwright.async_api import expect

from tests.browser.study import Person, StudyServer

PATH = re.compile(r'<path[^>]* d="([^"]+)"')


async def test_the_invitation_shows_the_link_and_its_qr_code_and_the_copied_link_leads_into_the_room(
    study_server: StudyServer, anna: Person, ben: Person
) -> None:
    room = study_server.open_room()
    await anna.take_seat(room, 'Anna')
    await anna.page.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    await anna.page.dblclick('.top >> text=Invite')
    await anna.page.wait_for_timeout(600)
    await expect(anna.page.locator('.sheet')).to_have_count(1)
    sheet = anna.page.get_by_role('dialog', name='Invite others')
    await expect(sheet.locator('.copyline span')).to_have_text(room.removeprefix('http://'))
    drawn = await sheet.locator('.qr path').get_attribute('d')
    expected = PATH.search(segno.make(room, error='m', micro=False).svg_inline(border=0, omitsize=True))
    assert expected is not None
    assert drawn == expected[1]

    await anna.page.click('.sheet .btn--main')
    await expect(anna.page.locator('.toast')).to_have_text('Link copied')
    copied = await anna.page.evaluate('navigator.clipboard.readText()')
    assert copied == room
    await anna.page.keyboard.press('Escape')
    await expect(sheet).to_have_count(0)
    await ben.sit_down(copied, 'Ben')
    await expect(anna.page.locator('.people .heading .count')).to_have_text('2')
    await a_link_in_capitals_leads_to_the_same_room(ben, room)
    await without_the_clipboard_interface_the_link_is_copied_by_hand(anna, room)


async def a_link_in_capitals_leads_to_the_same_room(ben: Person, room: str) -> None:
    server, _, room_id = room.partition('/room/')
    await ben.visit(f'{server}/room/{room_id.upper()}')
    assert ben.page.url == room
    await expect(ben.page.locator('.people .heading .count')).to_have_text('2')


async def without_the_clipboard_interface_the_link_is_copied_by_hand(anna: Person, room: str) -> None:
    await expect(anna.page.locator('.toast')).to_have_count(0)
    await anna.page.evaluate(
        'Object.defineProperty(navigator, "clipboard", { value: undefined });'
        'document.addEventListener("copy", () => (window.copied = getSelection().toString()'
        ' || document.activeElement.value));'
    )
    await anna.page.click('text=Invite')
    await anna.page.click('.copyline .iconbtn')
    await expect(anna.page.locator('.toast')).to_have_text('Link copied')
    assert await anna.page.evaluate('window.copied') == room


async def test_a_link_to_no_room_is_a_plain_page_with_one_next_step(study_server: StudyServer, anna: Person) -> None:
    for path, title in (
        ('/room/not-opened-yet', 'This link does not fit a room'),
        ('/nothing/here', 'There is nothing here'),
    ):
        answer = await anna.page.goto(study_server.url + path)
        assert answer is not None
        assert answer.status == 404, path
        await expect(anna.page.locator('h1')).to_have_text(title)
        step = anna.page.locator('.end a, .end button')
        await expect(step).to_have_count(1)
        await step.click()
        await anna.page.wait_for_selector('.lobby')

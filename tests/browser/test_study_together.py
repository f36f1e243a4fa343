"""Two people study together for one whole cycle, and the server is killed in the middle."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.study import Person, StudyServer


async def test_a_cycle_with_goals_and_chat_survives_a_killed_server(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    address = await anna.open_room(own_server.url, 'Linear Algebra, Tuesday', 'Anna')
    await ben.sit_down(address, 'Ben')
    await anna.add_goal('Exercises 4.1 to 4.12')
    await anna.press_main('Start focus')
    await ben.page.click('text=Not now')
    await ben.write('Does `det(A) = 0` settle it?')
    await expect(anna.page.locator('.note code')).to_have_text('det(A) = 0')

    for person in (anna, ben):
        await person.page.evaluate('window.before = true')
    own_server.kill()
    own_server.start()
    for person in (anna, ben):
        await person.page.wait_for_function('!window.before && window.did_handshake', timeout=30_000)
    assert abs(await anna.seconds_left() - await ben.seconds_left()) <= 1
    await expect(anna.page.locator('.goal__text')).to_have_text('Exercises 4.1 to 4.12')
    await expect(ben.page.locator('.note p')).to_have_text('Does det(A) = 0 settle it?')

    own_server.step(25 * 60)
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'break')
        await expect(person.page.locator('.answer').first).to_be_visible()
    assert abs(await anna.seconds_left() - await ben.seconds_left()) <= 1

    own_server.step(5 * 60)
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'focus')
        await expect(person.page.locator('.desk__controls .btn--main')).to_have_text('Start focus')

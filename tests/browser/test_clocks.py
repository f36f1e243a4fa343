"""Clocks that are wrong, moved or asleep; the painted second is still the room's."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from playwright.async_api import Page, Playwright, expect

from tests.browser.conftest import DRAWING, Newcomer
from tests.browser.gallery_server import wait_until_answering
from tests.browser.profiles import run_first
from tests.browser.study import Person, StudyServer, new_person
from tests.ports import free_port

HOUR = 3600
ASLEEP_SECONDS = 8
MOVED_DATE = """
{ const RealDate = Date; let moved = 0;
  window.moveDate = (seconds) => (moved = seconds * 1000);
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + moved); }
    static now() { return RealDate.now() + moved; }
  }; }
"""
LONGEST_PAUSE = """
{ let before = Date.now(); window.longest = 0;
  setInterval(() => { longest = Math.max(longest, Date.now() - before); before = Date.now(); }, 100); }
"""
STOPPED_CLOCK = """
{ const now = performance.now.bind(performance); let lost = 0;
  window.stopClock = (ms) => (lost += ms);
  performance.now = () => now() - lost; }
"""


async def test_a_server_clock_wrong_by_an_hour_changes_nothing(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    address = own_server.open_room()
    await anna.take_seat(address, 'Anna')
    await anna.press_main('Start focus')
    await ben.take_seat(address, 'Ben')
    for moved in (-HOUR, HOUR):
        own_server.control(f'wall?seconds={moved}')
        await ben.page.reload()
        await ben.connected()
        await shows_the_servers_second(ben.page, own_server, address)
        await shows_the_servers_second(anna.page, own_server, address)
    await anna.press_main('Pause')
    await anna.press_main('Resume')
    await shows_the_servers_second(anna.page, own_server, address)
    await shows_the_servers_second(ben.page, own_server, address)
    own_server.step(25 * 60)
    for person in (anna, ben):
        await expect(person.page.locator('html')).to_have_attribute('data-phase', 'break')
    await shows_the_servers_second(ben.page, own_server, address)


async def test_a_browser_clock_wrong_by_an_hour_changes_no_digit(study_server: StudyServer, somebody: Newcomer) -> None:
    address = study_server.open_room()
    async with somebody('anna') as anna:
        await run_first(anna.page, MOVED_DATE)
        await anna.take_seat(address, 'Anna')
        await anna.press_main('Start focus')
        for moved in (-HOUR, HOUR):
            await anna.page.evaluate(f'moveDate({moved})')
            await anna.page.wait_for_timeout(1200)
            await shows_the_servers_second(anna.page, study_server, address)
        await anna.press_main('Pause')
        await anna.page.evaluate(f'moveDate({HOUR})')
        await expect(anna.page.locator('.desk__side p').first).to_contain_text('Anna paused the focus, just now')


async def test_a_clock_that_stopped_is_corrected(study_server: StudyServer, somebody: Newcomer) -> None:
    """This happens on laptops where performance.now() stops while the lid is closed."""
    address = study_server.open_room()
    async with somebody('anna') as anna:
        await run_first(anna.page, STOPPED_CLOCK)
        await anna.take_seat(address, 'Anna')
        await anna.press_main('Start focus')
        await expect(anna.page.locator('html')).to_have_attribute('data-status', 'running')
        await anna.page.evaluate(
            'window.addEventListener("studyroom:resync", () => (window.asked = true)); stopClock(20000)'
        )
        await anna.page.wait_for_function('window.asked', timeout=3000)
        await shows_the_servers_second(anna.page, study_server, address)


@pytest.mark.waits
async def test_a_browser_that_slept_is_right_within_a_second_of_waking(
    study_server: StudyServer, playwright: Playwright, chromium_shell: str, anna: Person
) -> None:
    address = study_server.open_room()
    await anna.take_seat(address, 'Anna')
    async with sleeper(playwright, chromium_shell) as (ben, group):
        await ben.take_seat(address, 'Ben')
        await anna.press_main('Start focus')
        await expect(ben.page.locator('html')).to_have_attribute('data-status', 'running')
        await ben.page.evaluate(LONGEST_PAUSE)
        os.killpg(group, signal.SIGSTOP)
        await asyncio.sleep(ASLEEP_SECONDS)
        os.killpg(group, signal.SIGCONT)
        await asyncio.sleep(1)
        await shows_the_servers_second(ben.page, study_server, address)
        assert await ben.page.evaluate('window.longest') > (ASLEEP_SECONDS - 1) * 1000
        await expect(anna.page.locator('.person')).to_have_count(2)


async def shows_the_servers_second(page: Page, server: StudyServer, address: str) -> None:
    """Check that the page paints the server's second; reading takes time, so ask the server before and after."""
    for _ in range(20):
        before = server.seconds_to_bell(address)
        digits = await page.locator('.timer .digits').inner_text()
        after = server.seconds_to_bell(address)
        minutes, seconds = digits.replace('\n', '').split(':')
        left = int(minutes) * 60 + int(seconds)
        if after - 0.2 <= left <= before + 1.2:
            return
        await page.wait_for_timeout(50)
    pytest.fail(f'{left} s are painted, {before:.1f} to {after:.1f} s are left')


@contextmanager
def separate_chromium(chromium: str) -> Iterator[tuple[int, int]]:
    """Run a browser in its own process group; yield its debugging port and the group."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = [*DRAWING, '--headless', '--no-first-run', f'--remote-debugging-port={port}']
        command = [chromium, *arguments, f'--user-data-dir={profile}', 'about:blank']
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_until_answering(f'http://127.0.0.1:{port}/json/version')
            yield port, process.pid
        finally:
            os.killpg(process.pid, signal.SIGCONT)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@asynccontextmanager
async def sleeper(playwright: Playwright, chromium: str) -> AsyncIterator[tuple[Person, int]]:
    """A person at their own machine, and the process group that can be put to sleep."""
    with separate_chromium(chromium) as (port, group):
        browser = await playwright.chromium.connect_over_cdp(f'http://127.0.0.1:{port}')
        yield await new_person(browser), group
        await browser.close()

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.gallery_server import Gallery, free_port, running_gallery, wait_until_answering
from tests.browser.study import Person, StudyServer, new_person


@pytest.fixture(scope='session')
def chromium() -> str:
    path = os.environ.get('STUDYROOM_TEST_CHROMIUM') or shutil.which('chromium')
    if path is None:
        pytest.fail('no Chromium: set STUDYROOM_TEST_CHROMIUM, or run bin/test, which finds or gets one')
    return path


@pytest.fixture(scope='session')
def chromium_address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One browser process for all tests: each test has a context of its own in it."""
    port, profile = free_port(), tmp_path_factory.mktemp('profile')
    arguments = ['--headless=new', '--no-sandbox', '--no-first-run', f'--remote-debugging-port={port}']
    command = [chromium, *arguments, f'--user-data-dir={profile}', 'about:blank']
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until_answering(f'http://127.0.0.1:{port}/json/version')
            yield f'http://127.0.0.1:{port}'
        finally:
            process.terminate()


@pytest.fixture
async def browser(chromium_address: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(chromium_address)


@pytest.fixture(scope='session')
def gallery_server() -> Iterator[Gallery]:
    with running_gallery() as gallery:
        yield gallery


@pytest.fixture
def gallery(gallery_server: Gallery) -> Gallery:
    """The page with one of each component; it has heard nothing yet."""
    gallery_server.heard()
    return gallery_server


@pytest.fixture
async def page(browser: Browser, gallery: Gallery) -> AsyncIterator[Page]:
    """The gallery, open and connected."""
    context = await browser.new_context(viewport={'width': 1280, 'height': 800}, locale='en-GB', color_scheme='light')
    page = await context.new_page()
    await page.goto(gallery.url)
    await page.wait_for_function('window.did_handshake')
    yield page
    await context.close()


@pytest.fixture(scope='session')
def study_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    """One real server for all tests that do not end it; each opens rooms of its own."""
    server = StudyServer(tmp_path_factory.mktemp('study'))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[StudyServer]:
    """A real server for a test that kills it."""
    server = StudyServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def anna(browser: Browser) -> AsyncIterator[Person]:
    person = await new_person(browser)
    yield person
    await person.page.context.close()


@pytest.fixture
async def ben(browser: Browser) -> AsyncIterator[Person]:
    person = await new_person(browser)
    yield person
    await person.page.context.close()

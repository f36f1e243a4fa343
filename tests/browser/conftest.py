from __future__ import annotations

import inspect
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect
from playwright.async_api import Error as PlaywrightError

from tests.browser.calling import FAKE_DEVICES, GRANTED, WITNESS, Caller, NewCaller, caller_at, sit_together
from tests.browser.gallery_server import Gallery, running_gallery
from tests.browser.ongoing_call import OngoingCall, Pair
from tests.browser.profiles import PER_SITE, SITE, Profiles
from tests.browser.study import ROOT, Person, StudyServer, together

expect.set_options(timeout=15_000)  # a busy machine is slow, and only a failing test waits this long
ARTIFACTS = ROOT / 'test-artifacts'
FAILED = pytest.StashKey[bool]()
# Chromium spends 40 % of its work on two pages for each window's address bar, which nobody sees.
NO_ADDRESS_BAR = '--disable-features=WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup'
NO_GPU = '--disable-gpu'  # there is none, and emulating one costs more than drawing without
DRAWING = ['--no-sandbox', NO_ADDRESS_BAR, NO_GPU, PER_SITE]
CALLING = [*DRAWING, FAKE_DEVICES, GRANTED]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all browser tests, so that they share one connection to Chromium."""
    for item in items:
        here = Path(__file__).parent in item.path.parents
        if here and isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.function):
            item.add_marker(pytest.mark.asyncio(loop_scope='session'), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


async def keep_pictures(item: pytest.Item, name: str, context: BrowserContext) -> None:
    """Save what this person last saw to test-artifacts/, if the test failed."""
    if not item.stash.get(FAILED, False):
        return
    ARTIFACTS.mkdir(exist_ok=True)
    test = re.sub(r'[^\w-]+', '-', item.nodeid.split('/')[-1])[:120]
    for number, page in enumerate((page for page in context.pages if page.url != SITE), 1):
        with suppress(PlaywrightError):
            await page.screenshot(path=ARTIFACTS / f'{test}-{name}-{number}.png', timeout=5000)


Newcomer = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture
def somebody(request: pytest.FixtureRequest, profiles: Profiles) -> Newcomer:
    """Another person: `async with somebody('clara', color_scheme='dark') as clara`, with the options of a profile."""

    @asynccontextmanager
    async def come(name: str, **options: Any) -> AsyncIterator[Person]:
        async with profiles.one(**options) as tab:
            person = Person(tab)
            try:
                yield person
            except BaseException:
                request.node.stash[FAILED] = True
                raise
            finally:
                await keep_pictures(request.node, name, tab.context)

    return come


@pytest.fixture(scope='session')
def chromium() -> str:
    path = os.environ.get('STUDYROOM_TEST_CHROMIUM') or shutil.which('chromium')
    if path is None:
        pytest.fail('no Chromium: set STUDYROOM_TEST_CHROMIUM, or run bin/test, which finds or gets one')
    return path


@pytest.fixture(scope='session')
def chromium_shell(chromium: str) -> str:
    """The headless shell, which draws pages without a browser around them, if it is installed."""
    return os.environ.get('STUDYROOM_TEST_CHROMIUM_SHELL') or chromium


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as playwright:
        yield playwright


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def browser(playwright: Playwright, chromium_shell: str) -> AsyncIterator[Browser]:
    """One browser process for all tests without devices; each test has its own context in it."""
    browser = await playwright.chromium.launch(executable_path=chromium_shell, args=DRAWING)
    yield browser
    await browser.close()


@pytest.fixture(scope='session')
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)


@pytest.fixture(scope='session')
def gallery_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    with running_gallery(tmp_path_factory.mktemp('gallery')) as gallery:
        yield gallery


@pytest.fixture
def gallery(gallery_server: Gallery) -> Gallery:
    """The page with one of each component, which has received nothing yet."""
    gallery_server.heard()
    return gallery_server


@pytest_asyncio.fixture(loop_scope='session')
async def page(profiles: Profiles, gallery: Gallery) -> AsyncIterator[Page]:
    """The gallery, open and connected."""
    async with profiles.one() as page:
        await page.goto(gallery.url)
        await page.wait_for_function('window.did_handshake')
        yield page


@pytest.fixture(scope='session')
def study_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    """One real server for all tests that do not stop it; each opens its own rooms."""
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


@pytest.fixture(autouse=True)
def no_faults_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if the server logged faults; a test that causes some must collect them itself."""
    names = {'study_server', 'own_server', 'media_server'} & set(request.fixturenames)
    servers = [request.getfixturevalue(name) for name in names]
    yield
    assert [fault for server in servers for fault in server.faults()] == []


@pytest_asyncio.fixture(loop_scope='session')
async def anna(somebody: Newcomer) -> AsyncIterator[Person]:
    async with somebody('anna') as person:
        yield person


@pytest_asyncio.fixture(loop_scope='session')
async def ben(somebody: Newcomer) -> AsyncIterator[Person]:
    """A second person who, unlike Anna, prefers reduced motion."""
    async with somebody('ben') as person:
        await person.page.emulate_media(reduced_motion='reduce')
        yield person


@pytest_asyncio.fixture(loop_scope='session')
async def room(study_server: StudyServer, anna: Person, ben: Person) -> str:
    """The address of a new room in which Anna and Ben sit."""
    return await together(study_server, anna, ben)


@pytest.fixture(scope='session')
def media_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyServer]:
    """One server with a real LiveKit, for all tests that do not stop it."""
    server = StudyServer(tmp_path_factory.mktemp('media'), media=True)
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def calling_browser(playwright: Playwright, chromium_shell: str) -> AsyncIterator[Browser]:
    """One browser with fake devices, which grants every request for them."""
    if os.environ.get('STUDYROOM_TEST_NO_MEDIA') == '1':
        pytest.skip('STUDYROOM_TEST_NO_MEDIA is set')
    browser = await playwright.chromium.launch(executable_path=chromium_shell, args=CALLING)
    yield browser
    await browser.close()


@pytest.fixture(scope='session')
def calling_profiles(calling_browser: Browser) -> Profiles:
    return Profiles(calling_browser, WITNESS)


@pytest.fixture
def some_caller(request: pytest.FixtureRequest, calling_profiles: Profiles) -> NewCaller:
    """Another person with a camera: `async with some_caller('lea') as lea`."""

    @asynccontextmanager
    async def come(name: str, **options: Any) -> AsyncIterator[Caller]:
        async with calling_profiles.one(**options) as tab:
            caller = caller_at(tab)
            try:
                yield caller
            except BaseException:
                request.node.stash[FAILED] = True
                raise
            finally:
                caller.watch_no_more()
                await keep_pictures(request.node, name, tab.context)
        assert caller.faults == []

    return come


@pytest_asyncio.fixture(loop_scope='session')
async def mia(some_caller: NewCaller) -> AsyncIterator[Caller]:
    async with some_caller('mia') as caller:
        yield caller


@pytest_asyncio.fixture(loop_scope='session')
async def tom(some_caller: NewCaller) -> AsyncIterator[Caller]:
    """A second caller who, unlike Mia, prefers reduced motion."""
    async with some_caller('tom') as caller:
        await caller.page.emulate_media(reduced_motion='reduce')
        yield caller


@pytest_asyncio.fixture(loop_scope='session')
async def call(media_server: StudyServer, mia: Caller, tom: Caller) -> str:
    """The address of a new room in which Mia and Tom sit with everything off."""
    return await sit_together(media_server, (mia, 'Mia'), (tom, 'Tom'))


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def ongoing_call(calling_profiles: Profiles, media_server: StudyServer) -> AsyncIterator[OngoingCall]:
    """A call shared by the tests of one file that leave it as it was; it begins with the first of them."""
    ongoing = OngoingCall(media_server, calling_profiles)
    yield ongoing
    await ongoing.end()


@asynccontextmanager
async def lent(item: pytest.Item, ongoing: OngoingCall, *, cameras: bool) -> AsyncIterator[Pair]:
    """Lend the call to a test; it ends if the test fails."""
    try:
        yield await ongoing.ready(cameras=cameras)
        if not item.stash.get(FAILED, False):
            await ongoing.give_back()
    except BaseException:
        item.stash[FAILED] = True
        raise
    finally:
        if item.stash.get(FAILED, False):
            for name, one in ongoing.pair._asdict().items() if ongoing.pair else ():
                await keep_pictures(item, name, one.page.context)
            await ongoing.end()


@pytest_asyncio.fixture(loop_scope='session')
async def pair(request: pytest.FixtureRequest, ongoing_call: OngoingCall) -> AsyncIterator[Pair]:
    """Mia and Tom, with everything off."""
    async with lent(request.node, ongoing_call, cameras=False) as two:
        yield two


@pytest_asyncio.fixture(loop_scope='session')
async def showing(request: pytest.FixtureRequest, ongoing_call: OngoingCall) -> AsyncIterator[Pair]:
    """Mia and Tom, with their cameras on."""
    async with lent(request.node, ongoing_call, cameras=True) as two:
        yield two

"""What the run as a whole does: who begins, what is measured, and what is said of that which was not run."""

import importlib
import signal
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from studyroom.server.garbage import collect_seldom, spare_the_collector
from tests.forked_server import CHECKOUT

NOT_RUN = 'NOT RUN: '
# Only tests of the glossary are traced. Elsewhere tracing would cost up to two thirds more, and show nothing new.
COVERING = {'room', 'rooms', 'log', 'pages'}

PROGRAMS = {'chromium', 'livekit_server', 'server_tool'}
"""The fixtures by which tests get a program that is no package of Python."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption('--quick', action='store_true', help='only the tests that need no browser, LiveKit or server tool')


def is_quick(item: pytest.Item) -> bool:
    """Whether it needs Python alone, as far as its folder and its fixtures say, those of its fixtures included."""
    of_a_browser = item.path.is_relative_to(CHECKOUT / 'tests/browser')
    return not of_a_browser and PROGRAMS.isdisjoint(getattr(item, 'fixturenames', ()))


def pytest_configure() -> None:
    """A shell has what it starts in the background ignore Ctrl-C, and so does all that is started from there."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    collect_seldom()


def pytest_collection_finish() -> None:
    """What is here now stays: looking through it for garbage again and again was an eighth of each worker's work."""
    spare_the_collector()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """After the shuffling: the tests that mostly wait begin together, on one worker, while the others use the cores."""
    if config.getoption('quick'):
        config.hook.pytest_deselected(items=[item for item in items if not is_quick(item)])
        items[:] = filter(is_quick, items)
    items.sort(key=lambda item: item.get_closest_marker('waits') is None)


@contextmanager
def untraced() -> Iterator[None]:
    """What runs in here is not counted. With pytest-cov's `no_cover` it is, in a worker of pytest-xdist: two collectors
    were started there, and it stops one."""
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
        threading.settrace(of_threads)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """The glossary is read first: traced, since its definitions count, unlike all else that the tests import."""
    settings = tomllib.loads((CHECKOUT / 'pyproject.toml').read_text())['tool']['coverage']['report']
    for file in (file for pattern in settings['include'] for file in CHECKOUT.glob(pattern)):
        importlib.import_module('.'.join(file.relative_to(CHECKOUT).with_suffix('').parts))
    with untraced():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if item.path.relative_to(CHECKOUT / 'tests').parts[0] in COVERING:
        return (yield)
    with untraced():
        return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get('skipped', []):
        reason = report.longrepr[2].removeprefix('Skipped: ')
        if reason.startswith(NOT_RUN):
            terminalreporter.write_line(f'{reason} ({report.nodeid})')

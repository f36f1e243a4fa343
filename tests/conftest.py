"""What the run as a whole does: who begins, what is measured, and what is said of that which was not run."""

import signal
from pathlib import Path

import pytest

from studyroom.garbage import collect_seldom, spare_the_collector

NOT_RUN = 'NOT RUN: '
# Whoever tests the glossary by itself. Elsewhere being traced would cost up to two thirds more, and show nothing new.
COVERING = {'studyroom', 'log', 'pages'}


def pytest_configure() -> None:
    """A shell has what it starts in the background ignore Ctrl-C, and so does all that is started from there."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    collect_seldom()


def pytest_collection_finish() -> None:
    """What is here now stays: looking through it for garbage again and again was an eighth of each worker's work."""
    spare_the_collector()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffling: the tests that mostly wait begin together, on one worker, while the others use the cores."""
    items.sort(key=lambda item: item.get_closest_marker('waits') is None)
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] not in COVERING:
            item.add_marker(pytest.mark.no_cover)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get('skipped', []):
        reason = report.longrepr[2].removeprefix('Skipped: ')
        if reason.startswith(NOT_RUN):
            terminalreporter.write_line(f'{reason} ({report.nodeid})')

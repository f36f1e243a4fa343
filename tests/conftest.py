"""What was not run is said in so many words, also where nobody asks for the skipped tests."""

import pytest

NOT_RUN = 'NOT RUN: '


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get('skipped', []):
        reason = report.longrepr[2].removeprefix('Skipped: ')
        if reason.startswith(NOT_RUN):
            terminalreporter.write_line(f'{reason} ({report.nodeid})')

"""A fork server: forks the servers of tests from a process that has imported everything already, which takes a second.

    python -m tests.fork_server

Each is a process of its own that does what `python -m tests.serve` or `python -m studyroom` does, from its arguments to
its exit code. The command is also started as people start it: in tests/test_cli.py.
Reads one request a line and answers each with one: `start` gives the pid, `look` the exit code, or null while it runs.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import sys
from contextlib import suppress

from studyroom import cli
from tests import serve


def gallery() -> None:
    runpy.run_module('tests.browser.gallery', run_name='__main__')


PROGRAMS = {'tests.serve': serve.main, 'studyroom': cli.main, 'gallery': gallery}
children: set[int] = set()


def main() -> None:
    """Serve until the last request, then end what still runs."""
    answers = os.fdopen(os.dup(1), 'w')
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if 'look' in asked:
            answer = _exit_code(asked['look'])
        elif answer := os.fork():
            children.add(answer)
        else:
            answers.close()
            sys.exit(_become(**asked['start']))
        print(json.dumps(answer), file=answers, flush=True)
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _exit_code(pid: int) -> int | None:
    """As `subprocess` gives it: negative for a signal."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended == 0:
        return None
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _become(
    program: str, arguments: list[str], environment: dict[str, str], folder: str, said: str, told: str
) -> int | None:
    """That program with these, as if it had just been started; returns its exit code."""
    sys.argv[1:] = arguments
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate((said, told), start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644), number)
    return PROGRAMS[program]()


if __name__ == '__main__':
    main()

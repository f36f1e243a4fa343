"""Servers for tests are born here: forked from a process that has imported everything already, which takes a second.

    python -m tests.nursery

Each is a process of its own that does what `python -m tests.serve` does, from its arguments to its exit code. The
command that people type is started as they start it, in tests/studyroom/test_cli.py, tests/media and test_restart.py.
Reads one request a line and answers each with one: `start` gives the pid, `look` the exit code, or null while it runs.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from contextlib import suppress

from tests import serve

children: set[int] = set()


def main() -> None:
    """Until nobody asks any more; whoever still runs then is ended."""
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
            _become(**asked['start'])
            return serve.main()
        print(json.dumps(answer), file=answers, flush=True)
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return None


def _exit_code(pid: int) -> int | None:
    """As `subprocess` gives it: negative for a signal."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended == 0:
        return None
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _become(arguments: list[str], environment: dict[str, str], said: str) -> None:
    """A server with these, as if it had just been started."""
    sys.argv[1:] = arguments
    os.environ.clear()
    os.environ.update(environment)
    nothing, log = os.open(os.devnull, os.O_RDONLY), os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)


if __name__ == '__main__':
    main()

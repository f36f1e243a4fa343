"""Become another program that dies with its parent: `python die_with_parent.py PARENT PROGRAM ...`, on Linux.

The kernel ends PROGRAM when the process PARENT dies, even by SIGKILL. This is a script of its own because our code
between fork and exec could hang in a server with threads, and would be slow in a large one.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(parent: str, *command: str) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):
        sys.exit('the server has died')
    try:
        os.execv(command[0], command)  # noqa: S606 - the program that the supervisor was given
    except OSError as error:
        sys.exit(f'it could not be started: {error.strerror}')


if __name__ == '__main__':
    main(*sys.argv[1:])

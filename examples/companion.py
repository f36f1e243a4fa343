"""Shows the timer of a room in a terminal: one line, exact to the second, without asking the server each time.

python examples/companion.py https://study.example.org algebra [--name Terminal]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress
from math import ceil

from study_client import StudyClient

PHASES = {'focus': 'Focus', 'break': 'Break', 'long': 'Long break'}
CLEAR_LINE = '\r\x1b[K'


class Countdown:
    """The time left, by a steady clock of our own since the server last told us."""

    def __init__(self, room: StudyClient) -> None:
        self._room = room
        self._told_at = 0.0

    def restart(self) -> None:
        """Count from the state that has just arrived."""
        self._told_at = asyncio.get_running_loop().time()

    @property
    def left(self) -> float:
        """Seconds, never below 0. The server's wall clock cancels out, so our own clock may be wrong."""
        state = self._room.state
        if state['status'] != 'running':
            return float(state['remaining_ms']) / 1000
        passed = asyncio.get_running_loop().time() - self._told_at
        return max(0.0, float(state['ends_at']) - float(state['server_now']) - passed)

    def line(self) -> str:
        """Return a line such as `24:59  Focus, running  Ann, Ben`."""
        state = self._room.state
        minutes, seconds = divmod(ceil(self.left), 60)
        people = ', '.join(state['participants'])
        return f'{minutes:02}:{seconds:02}  {PHASES[state["phase"]]}, {state["status"]}  {people}'


async def paint(countdown: Countdown) -> None:
    """Paint the line at each whole second of the timer."""
    while True:
        sys.stdout.write(CLEAR_LINE + countdown.line())
        sys.stdout.flush()
        await asyncio.sleep(countdown.left % 1 + 0.002 if countdown.left else 1)


async def show(room: StudyClient) -> None:
    """Paint the countdown on our own, and again at once whenever the server sends a state."""
    countdown, painter = Countdown(room), None
    async for message in room.messages():
        if message['type'] == 'state':
            countdown.restart()
            if painter is not None:
                painter.cancel()
            painter = asyncio.create_task(paint(countdown))


async def main() -> None:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', help='http://127.0.0.1:8080')
    parser.add_argument('room', help='the id of the room: the last part of its address')
    parser.add_argument('--name', default='Terminal')
    given = parser.parse_args()
    async with StudyClient(given.server, given.room, given.name) as room:
        await show(room)


if __name__ == '__main__':
    with suppress(KeyboardInterrupt):
        asyncio.run(main())

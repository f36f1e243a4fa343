"""A bot that greets everyone who joins, and starts the focus when two people are there.

python examples/greeting_bot.py https://study.example.org algebra [--name Porter]
"""

from __future__ import annotations

import argparse
import asyncio
from contextlib import suppress

from study_client import StudyClient
from websockets.exceptions import ConnectionClosed

ENOUGH = 2


async def welcome(room: StudyClient) -> None:
    """Greet people for as long as there is a connection."""
    is_new = False
    async for message in room.messages():
        if message.get('event') == 'user:join' and message['user'] != room.name:
            is_new = True
            with suppress(ConnectionClosed):  # the client reconnects by itself; one greeting is lost
                await room.say(f'Welcome, {message["user"]}!')
        if message['type'] == 'state' and is_new:
            is_new = False
            people = [name for name in room.state['participants'] if name != room.name]
            if len(people) >= ENOUGH and room.state['status'] == 'idle':
                with suppress(ConnectionClosed):
                    await room.timer('start_focus')


async def main() -> None:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('server', help='http://127.0.0.1:8080')
    parser.add_argument('room', help='the id of the room: the last part of its address')
    parser.add_argument('--name', default='Porter')
    given = parser.parse_args()
    async with StudyClient(given.server, given.room, given.name) as room:
        await welcome(room)


if __name__ == '__main__':
    with suppress(KeyboardInterrupt):
        asyncio.run(main())

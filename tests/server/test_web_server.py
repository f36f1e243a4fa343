"""How the web server stops."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from studyroom.server.web_server import FAREWELL_SECONDS, _hear_one_signal

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """Collect, in order, the signals that reach the previous handlers; these are restored afterwards."""
    told: list[str] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        signal.signal(number, lambda number, _: told.append(signal.Signals(number).name))
    yield told
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize('first', SIGNALS)
@pytest.mark.parametrize('second', SIGNALS)
def test_a_second_signal_is_ignored_however_soon_it_comes(told: list[str], first: int, second: int) -> None:
    async def ask_twice() -> None:
        _hear_one_signal(lambda: told.append('farewell'))
        handlers = {number: signal.getsignal(number) for number in SIGNALS}
        for number in (first, second):
            heard = handlers[signal.Signals(number)]
            assert callable(heard)
            heard(number, None)  # as if the second came while the first was being handled
        await asyncio.sleep(FAREWELL_SECONDS * 3)

    asyncio.run(ask_twice())
    assert told == ['farewell', signal.Signals(first).name]

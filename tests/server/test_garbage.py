from __future__ import annotations

import time

from studyroom.server.garbage import FAR_TOO_MANY, MANY, QuietCollector


class Pages:
    """The open pages, and how often garbage was collected."""

    def __init__(self, *live: str) -> None:
        self.live = list(live)
        self.collections = 0
        self.collector = QuietCollector(lambda: self.live, self._collect)
        self.collector.turn()

    def _collect(self) -> None:
        self.collections += 1

    def turn(self, *live: str) -> int:
        self.live = list(live)
        self.collector.turn()
        return self.collections


def test_garbage_is_collected_once_when_the_last_page_has_gone() -> None:
    pages = Pages('one', 'two')
    assert pages.turn('one') == 0
    assert pages.turn() == 1
    assert pages.turn() == 1


def test_while_a_page_is_open_collection_waits_until_many_have_gone() -> None:
    pages = Pages('here', *map(str, range(MANY)))
    assert pages.turn('here', *map(str, range(MANY - 1))) == 0
    assert pages.turn('here') == 1


def test_a_busy_server_collects_only_when_far_too_many_pages_have_gone() -> None:
    pages = Pages('here', *map(str, range(FAR_TOO_MANY)))
    _work(1.1)
    assert pages.turn('here', *map(str, range(FAR_TOO_MANY - MANY))) == 0
    _work(1.1)
    assert pages.turn('here') == 1


def _work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

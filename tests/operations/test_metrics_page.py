"""docs/operation.md lists every metric with its unit, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from studyroom.media.off import MediaOff
from studyroom.operations.metrics import Metrics
from tests.operations.watched_server import WatchedServer

PAGE = Path(__file__).resolve().parents[2] / 'docs/operation.md'
ROW = re.compile(r'^\| `((?:studyroom|process)_\w+)` \| (gauge|counter|histogram), (.+?) \| (.+) \|$', re.MULTILINE)


class Watched(MediaOff):
    """Media that were restarted twice."""

    restarts = 2


def exposed() -> dict[str, str]:
    """Return the queried name and the kind of every metric of a server with media."""
    metrics = Metrics()
    metrics.watch_rooms(list)
    metrics.watch_browsers(int)
    metrics.watch_work(int, int)
    metrics.watch_media(Watched())
    return {
        family.name + ('_total' if family.type == 'counter' else ''): family.type
        for family in metrics.registry.collect()
    }


def test_the_page_lists_every_metric_and_no_other() -> None:
    documented = {name: kind for name, kind, _, _ in ROW.findall(PAGE.read_text(encoding='utf-8'))}
    assert documented == exposed()


def test_the_metrics_of_the_page_are_those_of_the_server(server: WatchedServer) -> None:
    measured = {re.sub(r'(_bucket|_sum|_count)?(\{.*)?$', '', name) for name in server.measured()}
    assert measured == {name for name in exposed() if not name.startswith('studyroom_livekit')}


def test_restarts_of_livekit_are_read_from_the_supervisor_that_counts_them() -> None:
    metrics = Metrics()
    metrics.watch_media(Watched())
    assert metrics.registry.get_sample_value('studyroom_livekit_restarts_total') == 2
    assert metrics.registry.get_sample_value('studyroom_livekit_up') == 0

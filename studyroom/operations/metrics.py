"""Measurements for Prometheus: no label takes more values than there are names in the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from typing import Final, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import CounterMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from studyroom.room.events import Event
from studyroom.room.ports import MediaHealth, MediaStatus
from studyroom.server.events_docs import event_classes

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would double the lines and answer no question
PREFIX: Final = 'studyroom'
LATENCY: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
LATENESS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 120.0)


class AwakeRoom(Protocol):
    """A room, as metrics need it."""

    @property
    def presence(self) -> Sized: ...


class WatchedMedia(Protocol):
    """LiveKit, as metrics need it."""

    @property
    def status(self) -> MediaStatus: ...

    @property
    def restarts(self) -> int: ...


class Metrics:
    """All measurements, in a registry of their own. Called on the event loop only, except for `log_*`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._sockets = self._gauge('api_sockets', 'WebSockets of the API that are open.')
        self._dropped = self._counter('clients_dropped', 'Clients of the API dropped because they did not keep up.')
        self._events = self._counter('events', 'Events that happened in rooms, by type.', 'type')
        self._verbs = self._histogram('verb_seconds', 'From the call of a verb until it returned.', LATENCY, 'verb')
        self._refused = self._counter('log_refused', 'Appends that could not be stored.')
        self.log_commit = self._histogram('log_commit_seconds', 'Until facts were durable.', LATENCY)
        self.loop_lag = self._histogram('event_loop_lag_seconds', 'How late the event loop came to a task.', LATENESS)
        self.timer_late = self._histogram('timer_late_seconds', 'From the end of a phase until it was told.', LATENESS)
        self._event_counters = {kind: self._events.labels(kind.__name__) for kind in event_classes()}

    def watch_rooms(self, awake: Callable[[], Sequence[AwakeRoom]]) -> None:
        """Count rooms and people at each scrape."""
        self._gauge('rooms_open', 'Rooms that are awake.').set_function(lambda: len(awake()))
        people = self._gauge('people_present', 'People present in all rooms.')
        people.set_function(lambda: sum(len(room.presence) for room in awake()))

    def watch_browsers(self, connected: Callable[[], int]) -> None:
        """Count live pages at each scrape."""
        self._gauge('browsers', 'Pages that are connected.').set_function(connected)

    def watch_work(self, listeners: Callable[[], int], tasks: Callable[[], int]) -> None:
        """Count at each scrape what must come down again when people have left."""
        self._gauge('listeners', 'Subscriptions to the events of rooms.').set_function(listeners)
        self._gauge('tasks', 'Tasks of the event loop.').set_function(tasks)

    def watch_media(self, media: WatchedMedia) -> None:
        """Measure whether LiveKit is up; not called if media are off."""
        up = self._gauge('livekit_up', 'Whether LiveKit is ready: 1 or 0.')
        up.set_function(lambda: media.status.health is MediaHealth.READY)
        self.registry.register(_Restarts(media))

    def happened(self, event: Event) -> None:
        self._event_counters[type(event)].inc()

    def verb(self, name: str) -> Histogram:
        """Return the histogram of a verb. Call it once for each verb in the code, never with what somebody sent."""
        return self._verbs.labels(name)

    def log_refused(self) -> None:
        self._refused.inc()

    def socket_opened(self) -> None:
        """Count a WebSocket of the API as open; `socket_closed` must follow."""
        self._sockets.inc()

    def socket_closed(self) -> None:
        self._sockets.dec()

    def client_dropped(self) -> None:
        """Count a client of the API that did not read what it was sent."""
        self._dropped.inc()

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics as text, and its content type: OpenMetrics if `accept` allows it."""
        encode, kind = choose_encoder(accept)
        return encode(self.registry), kind

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(name, words, namespace=PREFIX, registry=self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, namespace=PREFIX, registry=self.registry)

    def _histogram(self, name: str, words: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, words, labels, namespace=PREFIX, registry=self.registry, buckets=buckets)


class _Restarts(Collector):
    """Restarts of LiveKit, read from the supervisor at each scrape."""

    def __init__(self, media: WatchedMedia) -> None:
        self._media = media

    def collect(self) -> list[CounterMetricFamily]:
        words = 'How often LiveKit was started again.'
        return [CounterMetricFamily(f'{PREFIX}_livekit_restarts', words, value=self._media.restarts)]

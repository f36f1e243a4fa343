"""The real server, as an operator sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx
from prometheus_client.parser import text_string_to_metric_families

from studyroom.media.tls_context import tls_context
from tests.browser.study import StudyServer


@dataclass
class WatchedServer(StudyServer):
    """A server in a process of its own, its answers and its measurements."""

    @classmethod
    def running(cls, folder: Path) -> Iterator[Self]:
        """Start a server, which is stopped at the end."""
        server = cls(folder)
        server.start()
        yield server
        server.stop()

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = 'GET') -> httpx.Response:
        address = self.url + path
        return httpx.request(method, address, headers=headers, timeout=10, trust_env=False, verify=tls_context())

    def measured(self, headers: Mapping[str, str] | None = None) -> dict[str, float]:
        """Return each sample by its name and labels: `studyroom_events_total{type="SeatTaken"}`."""
        answer = self.get('/metrics', headers)
        assert answer.status_code == 200, answer.text
        return samples(answer.text)

    def lines(self, part: str) -> list[str]:
        """Return the log lines that contain `part`."""
        return [line for line in self.log_text().splitlines() if part in line]


def samples(text: str) -> dict[str, float]:
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {_name(sample.name, sample.labels): sample.value for sample in found}


def _name(name: str, labels: Mapping[str, str]) -> str:
    inner = ','.join(f'{key}="{value}"' for key, value in labels.items())
    return f'{name}{{{inner}}}' if inner else name

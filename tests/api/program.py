"""A program that calls the API, as its author would write it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from studyroom.media.tls_context import tls_context
from tests.browser.study import StudyServer

PROBLEM = {'type', 'title', 'status', 'detail', 'code'}


@dataclass
class Program:
    """`room` is an unused room id; the room does not exist yet."""

    http: httpx.Client
    room: str = field(default_factory=lambda: f'room-{secrets.token_hex(6)}')

    def make(self, **fields: object) -> dict[str, Any]:
        """Create or change the room."""
        answer = self.http.post('/rooms', json={'room_id': self.room} | fields)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def read(self) -> dict[str, Any]:
        answer = self.http.get(f'/rooms/{self.room}')
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def timer(self, verb: str, **asked: Any) -> dict[str, Any]:
        answer = self.http.post(f'/rooms/{self.room}/timer', json={'verb': verb}, **asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def connect(self, name: str, *, join: bool = True) -> Connection:
        """Let somebody with this name join the room over a connection of their own."""
        asked = {'room_id': self.room, 'name': name, 'join': join}
        return Connection(self, **self.control('caller', asked).json())

    def sit(self, name: str) -> None:
        """Seat somebody who uses a browser and whose page has not connected yet."""
        self.control('seat', {'room_id': self.room, 'name': name})

    def control(self, what: str, asked: dict[str, Any]) -> httpx.Response:
        """Call a control of the test server, without this program's client, which would keep the cookies of pages."""
        address = f'{self.http.base_url}/_control/{what}'
        return httpx.post(address, params=asked, verify=tls_context()).raise_for_status()


@dataclass
class Connection:
    """A participant in the room, without its socket."""

    program: Program
    secret: str
    seat: str

    @property
    def headers(self) -> dict[str, str]:
        return {'Authorization': f'Bearer {self.secret}'}

    def say(self, text: str) -> None:
        self.program.control('say', {'room_id': self.program.room, 'seat': self.seat, 'text': text})

    def hang_up(self) -> None:
        self.program.control('hang_up', {'secret': self.secret})


@contextmanager
def program(server: StudyServer) -> Iterator[Program]:
    with httpx.Client(base_url=server.url, timeout=20, verify=tls_context()) as http:
        yield Program(http)


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Assert that an answer is a complete problem with this status and code, in the media type for problems."""
    assert answer.status_code == status, answer.text
    assert answer.headers['content-type'] == 'application/problem+json'
    told: dict[str, Any] = answer.json()
    assert told.keys() - {'errors'} == PROBLEM
    assert (told['status'], told['code'], told['type']) == (status, code, f'/docs/problems#{code}')
    return told


def fields_of(answer: httpx.Response) -> list[str]:
    """Return the fields that a 422 names, and assert that its sentence names them too."""
    told = problem(answer, 422, 'invalid')
    fields = [error['field'] for error in told['errors']]
    assert all(f'{field}: ' in told['detail'] for field in fields)
    return fields

"""Every route answers as its schema says to thousands of requests, valid and invalid."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from hypothesis import HealthCheck, settings
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from studyroom.api.callers import Callers
from studyroom.api.rest.problem_route import as_problems
from studyroom.api.rest.routes import api_routes
from studyroom.clock import SteppedClock
from studyroom.log.memory import MemoryLog
from studyroom.room.hub import Hub
from studyroom.rooms.manager import RoomManager
from studyroom.security.limits import RateLimits
from studyroom.settings import Settings
from tests.browser.study import StudyServer

CASES = 286
ROOM = 'schema-room'
CHECKS = [
    negative_data_rejection,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


def document() -> dict[str, object]:
    clock = SteppedClock()
    rooms = RoomManager(MemoryLog(), Hub(), clock)
    app = FastAPI()
    app.include_router(api_routes(rooms, Callers(), RateLimits(Settings(), clock), clock, None))
    return as_problems(get_openapi(title='Online Study Room', version='1', routes=app.routes))


schema = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope='module')
def live(server: StudyServer) -> Iterator[str]:
    """The address of a server that has the room `schema-room`, and that must not fail until the end."""
    httpx.post(f'{server.url}/rooms', json={'room_id': ROOM}).raise_for_status()
    yield server.url
    assert server.faults() == []


@schema.parametrize()
@settings(max_examples=CASES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_answer_follows_the_schema(case: schemathesis.Case, live: str) -> None:
    parameters = case.path_parameters
    if len(str(parameters.get('room_id', ''))) % 2:
        parameters['room_id'] = ROOM  # otherwise hardly any request would find a room
    answer = case.call(base_url=live)
    case.validate_response(answer, checks=CHECKS)
    assert answer.status_code < 500 or (case.path, answer.status_code) == ('/sfu/token', 503), (
        'media are off on this server'
    )


def test_there_is_a_case_for_every_route() -> None:
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert (len(operations) - 1) * CASES >= 2_000  # one has no parameters to vary
    assert {(operation.method.upper(), operation.path) for operation in operations} == {
        ('POST', '/rooms'), ('GET', '/rooms'), ('GET', '/rooms/{room_id}'), ('POST', '/rooms/{room_id}/reset'),
        ('POST', '/rooms/{room_id}/timer'), ('GET', '/rooms/{room_id}/chat'),
        ('DELETE', '/rooms/{room_id}/chat/{message_id}'), ('POST', '/sfu/token'),
    }  # fmt: skip

"""docs/api.md matches the routes, the messages and the limits."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from studyroom.api.contract.bounds import MESSAGE_LENGTH, NAME_LENGTH, ROOM_GOAL_LENGTH
from studyroom.api.contract.messages import MOST_BYTES, FromClientModel
from studyroom.api.documents.kinds import client_messages, server_messages, type_of
from studyroom.api.documents.openapi import operations
from studyroom.api.socket.outbox import MOST_MESSAGES
from tests.api.test_openapi import document  # noqa: F401 - a fixture

PAGE = (Path(__file__).parents[2] / 'docs/api.md').read_text(encoding='utf-8')


def test_the_table_has_every_call(document: dict[str, Any]) -> None:  # noqa: F811
    told = re.findall(r'^\| `([A-Z]+) (/\S+)` \| .+ \|$', PAGE, re.MULTILINE)
    assert {(path, method.lower()) for method, path in told} == {
        (path, method) for path, method, _ in operations(document)
    }


def test_the_tables_have_every_message() -> None:
    sent, received = PAGE.split('| you send |')[1].split('| you receive |')
    assert re.findall(r'^\| `(\S+)` \|', sent, re.MULTILINE) == [type_of(model) for model in client_messages()]
    assert re.findall(r'^\| `(\S+)` \|', received, re.MULTILINE) == [type_of(model) for model in server_messages()]


def test_every_message_is_listed_with_the_fields_it_needs() -> None:
    for model in client_messages():
        own = set(model.model_fields) - set(FromClientModel.model_fields) - {'type'}
        needs = re.search(rf'^\| `{type_of(model)}` \| (.*?) ?\|', PAGE, re.MULTILINE)
        assert needs is not None
        assert own <= set(re.findall(r'`(\w+)`', needs[1]))


def test_its_limits_are_those_of_the_code() -> None:
    assert (
        f'{NAME_LENGTH} for a name, {ROOM_GOAL_LENGTH} for the goal of a room, {MESSAGE_LENGTH:,} for a message' in PAGE
    )
    assert f'at most {MOST_BYTES // 1024} KiB' in PAGE
    assert f'when {MOST_MESSAGES} messages are waiting' in PAGE


def test_its_program_is_valid_python() -> None:
    [program] = re.findall(r'```python\n(.*?)```', PAGE, re.DOTALL)
    ast.parse(program)

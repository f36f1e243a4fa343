"""Every code of a refusal is explained, with the status it is really sent with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyroom.api.contract.refusals import REFUSALS

CODE = Path(__file__).parents[2] / 'studyroom'
CALLS = [
    node
    for path in CODE.rglob('*.py')
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
    if isinstance(node, ast.Call)
]


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, 'attr', '')


def texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def given(call: ast.Call, keyword: str) -> object:
    return next(
        (
            ast.literal_eval(one.value)
            for one in call.keywords
            if one.arg == keyword and isinstance(one.value, ast.Constant)
        ),
        None,
    )


def codes_of_rooms() -> Iterator[str]:
    """Return the codes of `RoomError('code', ...)`, and the families that `clean(..., code='name')` makes."""
    for call in CALLS:
        if name_of(call) in {'RoomError', 'BadInput'}:
            yield from texts(call.args[:1])
        if name_of(call) == 'clean' and (code := given(call, 'code')):
            yield from (f'{code}_wrong_type', f'{code}_too_long')
            if not given(call, 'empty'):
                yield f'{code}_empty'


def codes_with_status() -> Iterator[tuple[str, int]]:
    """Return the codes and statuses of `Refused(403, 'code', ...)` and `problem(403, 'code', ...)`."""
    for call in CALLS:
        if name_of(call) in {'Refused', 'problem'} and len(call.args) > 1:
            status, code = call.args[:2]
            if isinstance(status, ast.Constant) and isinstance(code, ast.Constant):
                yield code.value, status.value


def codes_of_sockets() -> Iterator[str]:
    for call in CALLS:
        if name_of(call) in {'NotAccepted', '_error'} and len(call.args) == 2:
            yield from texts(call.args[:1])


def test_the_search_finds_what_is_raised() -> None:
    assert {'no_such_room', 'message_too_long', 'name_reserved', 'bad_rhythm'} <= set(codes_of_rooms())
    assert {('other_room', 403), ('bad_secret', 401), ('bad_origin', 403)} <= set(codes_with_status())
    assert {'not_you', 'binary', 'unknown_type', 'bad_since'} <= set(codes_of_sockets())


@pytest.mark.parametrize('code', sorted({*codes_of_rooms(), *codes_of_sockets()}))
def test_a_code_is_explained(code: str) -> None:
    refusal = REFUSALS[code]
    assert refusal.meaning.endswith('.')
    assert refusal.remedy.endswith('.')


@pytest.mark.parametrize(('code', 'status'), sorted({*codes_with_status()}))
def test_a_code_has_the_status_it_is_sent_with(code: str, status: int) -> None:
    assert REFUSALS[code].status == status


def test_nothing_is_explained_that_is_never_sent() -> None:
    sent = {*codes_of_rooms(), *codes_of_sockets(), *(code for code, _ in codes_with_status()), 'invalid', 'failed'}
    assert set(REFUSALS) <= sent

import json
import logging

import pytest

from studyroom.media.livekit_log import forward, message_of


def line(level: str, **fields: str) -> str:
    return json.dumps({'level': level, 'ts': 1.0, 'logger': 'livekit', 'caller': 'x.go:1', **fields})


@pytest.mark.parametrize(
    ('level', 'ours'),
    [('debug', logging.DEBUG), ('info', logging.DEBUG), ('warn', logging.WARNING), ('error', logging.ERROR)],
)
def test_each_level_of_livekit_maps_to_one_of_ours(caplog: pytest.LogCaptureFixture, level: str, ours: int) -> None:
    with caplog.at_level(logging.DEBUG):
        forward(line(level, msg='something'))
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [(ours, 'livekit-server: something')]


def test_rooms_and_seats_are_logged_but_not_names_and_addresses(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        forward(
            line(
                'error', msg='failed', room='algebra', participant='seat:1', name='Ann', remote='192.0.2.7', error='no'
            )
        )
    (record,) = caplog.records
    assert (vars(record)['room'], vars(record)['seat']) == ('algebra', 'seat:1')
    assert record.getMessage() == 'livekit-server: failed: no'
    assert '192.0.2.7' not in str(vars(record))
    assert 'Ann' not in str(vars(record))


@pytest.mark.parametrize('words', ['error reading data channel', 'error writing to websocket'])
def test_what_livekit_reports_whenever_somebody_leaves_is_not_a_warning(
    caplog: pytest.LogCaptureFixture, words: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        forward(line('warn', msg=words, error='abort chunk'))
    assert [record.levelno for record in caplog.records] == [logging.DEBUG]


@pytest.mark.parametrize('words', ['listen tcp :7881: bind: address already in use', '[1, 2]', '{not json'])
def test_a_line_that_is_not_json_is_logged_as_it_is(words: str) -> None:
    assert message_of(words) == words

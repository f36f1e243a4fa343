import contextvars
import io
import json
import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from nicegui import Client, ui

from studyroom.operations.request_id import begin_request
from studyroom.server.logs import JsonLines, ReadableLines, set_up_logging, without_secrets
from studyroom.settings import LogFormat, LogLevel

JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZWF0OjEifQ.c2lnbmF0dXJl'


@pytest.fixture(params=[ReadableLines, JsonLines])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Return what a logger with this layout wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    log = logging.getLogger('test.logs')
    log.propagate = False
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


@pytest.fixture
def restored_root_logger() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_room_and_seat_are_fields(written: io.StringIO) -> None:
    logging.getLogger('test.logs').info('Room woke', extra={'room': 'algebra-k7f2', 'seat': 'seat:5'})
    assert 'algebra-k7f2' in written.getvalue()
    assert 'seat:5' in written.getvalue()


@pytest.mark.parametrize(
    ('line', 'secret'),
    [
        ('GET /rtc?access_token=s3cr3t-value&x=1', 's3cr3t-value'),
        ("headers {'cookie': 'studyroom_person=abc.def; theme=dark', 'host': 'x'}", 'abc.def'),
        ('Cookie: studyroom_person=abc.def', 'abc.def'),
        ('Authorization: Bearer 12345', '12345'),
        ('the secret: 12345', '12345'),
        ("{'api_key': '12345'}", '12345'),
        ('client_id=a1b2c3', 'a1b2c3'),
        (f'joined with {JWT}', JWT),
        ('socket says client 3f2b8c1e-9d4a-4b6e-8f7a-1c2d3e4f5a6b is gone', '3f2b8c1e-9d4a'),
    ],
)
def test_secrets_are_never_logged(written: io.StringIO, line: str, secret: str) -> None:
    logging.getLogger('test.logs').error(line)
    assert '[struck out]' in written.getvalue()
    assert secret not in written.getvalue()


def test_the_id_of_a_request_is_kept_although_it_looks_like_the_id_of_a_client(written: io.StringIO) -> None:
    number = str(uuid4())
    contextvars.Context().run(_say_in_a_request, number)
    assert number in written.getvalue()
    assert 'Authorization: [struck out]' in written.getvalue()
    logging.getLogger('test.logs').info('afterwards')
    assert number not in written.getvalue().splitlines()[-1]


def _say_in_a_request(number: str) -> None:
    begin_request(number)
    logging.getLogger('test.logs').info('Authorization: Bearer 12345')


def test_secrets_in_a_traceback_are_struck_out_too(written: io.StringIO) -> None:
    client = str(uuid4())
    try:
        raise KeyError(client)
    except KeyError:
        logging.getLogger('test.logs').exception('It broke')
    assert 'KeyError' in written.getvalue()
    assert client not in written.getvalue()


def test_a_json_line_is_one_object_whatever_the_message() -> None:
    record = logging.LogRecord('a.b', logging.WARNING, __file__, 1, 'two\nlines "of" %s', ('text',), None)
    line = JsonLines().format(record)
    assert '\n' not in line
    assert json.loads(line) | {'time': ''} == {
        'time': '',
        'level': 'warning',
        'logger': 'a.b',
        'message': 'two\nlines "of" text',
    }


def test_nothing_in_a_message_or_an_error_can_look_like_another_line() -> None:
    forged = 'x\n\r\x1b[2K\u202812:00:00 ERROR   All rooms are lost'
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ReadableLines())
    try:
        raise ValueError(forged)
    except ValueError as error:
        trouble = (ValueError, error, error.__traceback__)
    handler.emit(logging.LogRecord('a.b', logging.WARNING, __file__, 1, 'said %s', (forged,), trouble))
    first, *others = stream.getvalue().splitlines()
    assert first.endswith(r'said x\n\r\x1b[2K\u202812:00:00 ERROR   All rooms are lost')
    assert all(line.startswith('    ') for line in others)
    assert '\x1b' not in stream.getvalue()


@pytest.mark.usefixtures('restored_root_logger')
@pytest.mark.parametrize('level', ['debug', 'info', 'warning', 'error'])
async def test_a_browser_cannot_write_into_the_log(capsys: pytest.CaptureFixture[str], level: str) -> None:
    set_up_logging(LogLevel.DEBUG, LogFormat.TEXT)
    page = Client(ui.page('/log'))
    page.handle_log_message({'level': level, 'message': 'All rooms are lost'})
    page.delete()
    logging.getLogger('nicegui').error('Said by the server')
    written = capsys.readouterr().err
    assert 'Said by the server' in written
    assert 'All rooms are lost' not in written


def test_plain_words_stay_as_they_are() -> None:
    line = 'Room linear-algebra-k7f2 fell asleep after 30 minutes; 3 people, 2 goals'
    assert without_secrets(line) == line


@pytest.mark.usefixtures('restored_root_logger')
def test_requests_are_never_logged(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(LogLevel.DEBUG, LogFormat.JSON)
    logging.getLogger('uvicorn.access').info('127.0.0.1 - "GET /room/algebra HTTP/1.1" 200')
    logging.getLogger('studyroom').debug('seen')
    assert [json.loads(line)['message'] for line in capsys.readouterr().err.splitlines()] == ['seen']

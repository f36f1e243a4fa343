"""The log of the server: readable lines for a terminal, or JSON lines for machines.

Rooms and people appear as fields: `log.info('Room woke', extra={'room': room_id, 'seat': seat_id})`. What could let
somebody in (tokens, cookies, client ids) is struck out of every line. What a browser sends never becomes a line, and
never looks like one. Each line of a request ends with its id: `request=4f1c9a...`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from typing import Any

from studyroom.operations.request_id import current_request
from studyroom.settings import LogFormat, LogLevel

FIELDS = ('room', 'seat')
STRUCK = '[struck out]'
QUIET = {'uvicorn.access': logging.CRITICAL, 'uvicorn.error': logging.WARNING, 'httpx': logging.WARNING}
NAMED_SECRET = r"""(?ix) ( \b (?: set-cookie | cookie | authorization ) ["']? \s* [:=] \s* ) [^\r\n]+ """
VALUE_OF_SECRET = r"""(?ix) ( (?: token | secret | api_?key | password | client_?id | tab_?id | sid )
    ["']? \s* [:=] \s* ["']? ) [^\s"'&;,)}\]]+ """
UUID = r'(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b'
JSON_WEB_TOKEN = r'\beyJ[\w-]+\.[\w-]+\.[\w-]*'
SECRETS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (NAMED_SECRET, rf'\1{STRUCK}'),
        (VALUE_OF_SECRET, rf'\1{STRUCK}'),
        (UUID, STRUCK),
        (JSON_WEB_TOKEN, STRUCK),
    )
)


def set_up_logging(level: LogLevel, layout: LogFormat) -> None:
    """Send all logging of this process to stderr, in one layout."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(not_from_a_browser)
    handler.setFormatter(JsonLines() if layout is LogFormat.JSON else ReadableLines())
    root = logging.getLogger()
    for former in list(root.handlers):
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def not_from_a_browser(record: logging.LogRecord) -> bool:
    """Return whether the server wrote this record: NiceGUI logs, at any level, what a page sends it as `log`."""
    return (record.name, record.funcName) != ('nicegui', 'handle_log_message')


def on_one_line(text: str) -> str:
    """Return the text with line breaks and other non-printable characters escaped: `\\n`."""
    return ''.join(c if c.isprintable() else c.encode('unicode_escape').decode() for c in text)


def without_secrets(text: str) -> str:
    """Return the text with tokens, cookies and client ids struck out."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class ReadableLines(logging.Formatter):
    """`14:02:31 INFO  Room woke  room=algebra-k7f2`."""

    def __init__(self) -> None:
        super().__init__('%(asctime)s %(levelname)-7s %(message)s', '%H:%M:%S')

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line without its traceback."""
        fields = ''.join(f'  {name}={value}' for name, value in _fields(record).items())
        return on_one_line(super().formatMessage(record) + fields)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the traceback, indented so that no line of it looks like a line of the log."""
        return '\n'.join('    ' + on_one_line(line) for line in super().formatException(ei).splitlines())

    def format(self, record: logging.LogRecord) -> str:
        """Return the line and its traceback, if any."""
        line, end, traceback = super().format(record).partition('\n')
        request = current_request()  # not struck out: many proxies use UUIDs as request ids
        number = f'  request={request}' if request else ''
        return without_secrets(line) + number + end + without_secrets(traceback)


class JsonLines(logging.Formatter):
    """One object per line: time, level, logger, message, the fields, and the traceback as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        line = {
            'time': time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created)) + f'.{int(record.msecs):03d}Z',
            'level': record.levelname.lower(),
            'logger': record.name,
            'message': record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line['error'] = self.formatException(record.exc_info)
        told = {name: without_secrets(value) for name, value in line.items()}
        if request := current_request():
            told['request'] = request
        return json.dumps(told, ensure_ascii=False)


def _fields(record: logging.LogRecord) -> dict[str, str]:
    return {name: str(getattr(record, name)) for name in FIELDS if hasattr(record, name)}

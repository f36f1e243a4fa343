"""Keeps files that never change in memory, after they were found, read and compressed once.

A page needs 26 of them, and a class opens it at the same time. To measure: `bin/bench --only files`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studyroom.security.paths import is_part_of_pages

MOST_BYTES: Final = 32 * 1024 * 1024
OK: Final = 200
# RFC 9110, 13 and 14: requests for a part, or about a copy that the client has. Origin is checked further in.
ASKING_FOR_OTHER: Final = ('range', 'if-none-match', 'if-modified-since', 'origin')


class CachedFile(NamedTuple):
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class FileCache:
    """Caches complete answers marked `immutable` (RFC 8246) that set no cookie, up to `most_bytes` in all."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BYTES) -> None:
        self.app = app
        self._room_left = most_bytes
        self._files: dict[tuple[str, bool], CachedFile] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
        elif key in self._files:
            answer = self._files[key]
            await send({'type': 'http.response.start', 'status': OK, 'headers': list(answer.headers)})
            await send({'type': 'http.response.body', 'body': answer.body})
        else:
            await self.app(scope, receive, _Copy(send, lambda answer: self._keep(key, answer)))

    def _keep(self, key: tuple[str, bool], answer: CachedFile) -> None:
        if key not in self._files and len(answer.body) <= self._room_left:
            self._room_left -= len(answer.body)
            self._files[key] = answer


def _key(scope: Scope) -> tuple[str, bool] | None:
    """Return the cache key: the path, and whether gzip is accepted. None for what is never cached."""
    if scope['type'] != 'http' or scope['method'] != 'GET' or scope['query_string']:
        return None
    headers = Headers(scope=scope)
    if not is_part_of_pages(scope['path']) or any(name in headers for name in ASKING_FOR_OTHER):
        return None
    return scope['path'], 'gzip' in headers.get('accept-encoding', '')


class _Copy:
    """Passes an answer on, and reports it as a whole if it may be cached."""

    def __init__(self, send: Send, whole: Callable[[CachedFile], None]) -> None:
        self._send, self._whole = send, whole
        self._headers: tuple[tuple[bytes, bytes], ...] | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        self._note(message)
        await self._send(message)

    def _note(self, message: Message) -> None:
        if message['type'] == 'http.response.start':
            self._headers = tuple(message['headers']) if _never_changes(message) else None
        elif message['type'] == 'http.response.body' and self._headers is not None:
            self._parts.append(message.get('body', b''))
            if not message.get('more_body', False):
                self._whole(CachedFile(self._headers, b''.join(self._parts)))


def _never_changes(start: Message) -> bool:
    headers = Headers(raw=list(start['headers']))
    return start['status'] == OK and 'immutable' in headers.get('cache-control', '') and 'set-cookie' not in headers

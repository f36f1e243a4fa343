"""Gives every request an id and a line in the log, and a WebSocket one line when it opens and one when it ends."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studyroom.operations.request_id import HEADER, begin_request
from studyroom.security.paths import MONITORING, first_part, is_part_of_pages
from studyroom.security.problems import problem

log = logging.getLogger(__name__)

PATH_LENGTH: Final = 200
SAFE: Final = "/~!$&'()*,;:@"
STARTS: Final = {'http.response.start', 'websocket.accept', 'websocket.http.response.start'}
FAILED: Final = 500
LEFT: Final = 499  # as in nginx
NOBODY_THERE: Final = 'No response returned.'  # raised by starlette.middleware.base when the client has gone
SOCKET_FAILED: Final = 1011
BROKEN: Final = problem(FAILED, 'failed', 'The server failed; its log says why.', {'Connection': 'close'})


class AccessLog:
    """The outermost middleware, so that a failed request has an id, too, in its answer and its traceback.

    Lines are at INFO, or at DEBUG for files, NiceGUI's own traffic and monitoring, unless they fail. The query string
    is never logged: it may hold tokens.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] in {'http', 'websocket'}:
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = begin_request(Headers(scope=scope).get(HEADER, ''))
        visit = _Visit(scope, request.text)

        async def sending(message: Message) -> None:
            visit.sent(message)
            await send(message)

        async def receiving() -> Message:
            message = await receive()
            visit.received(message)
            return message

        try:
            await self.app(scope, receiving if visit.is_socket else receive, sending)
        except Exception as error:
            if visit.was_left(error):
                return
            if not visit.answered and not visit.is_socket:
                await BROKEN(scope, receive, sending)
            visit.fail()
            raise  # the traceback is logged further out, and belongs to this request
        finally:
            visit.end()
            request.over = not visit.failed


class _Visit:
    """One request or WebSocket, and its outcome."""

    def __init__(self, scope: Scope, request_id: str) -> None:
        self.is_socket = scope['type'] == 'websocket'
        path: str = scope['path']
        self._path = quote(path[:PATH_LENGTH], safe=SAFE, errors='replace')
        self._method = 'WebSocket' if self.is_socket else scope['method']
        self._level = logging.DEBUG if is_part_of_pages(path) or first_part(path) in MONITORING else logging.INFO
        self._request_id = request_id
        self._began = perf_counter()
        self._status = 0
        self._open = False
        self.failed = False

    def sent(self, message: Message) -> None:
        kind = message['type']
        if kind in STARTS:
            message.setdefault('headers', [])
            MutableHeaders(scope=message)[HEADER] = self._request_id
            self._status = message.get('status', 0)
        if kind == 'websocket.accept':
            self._open = True
            log.log(self._level, '%s %s open', self._method, self._path)
        elif kind == 'websocket.close':
            self._closed(message.get('code', 1000))

    def received(self, message: Message) -> None:
        if message['type'] == 'websocket.disconnect':
            self._closed(message.get('code', 1005))

    @property
    def answered(self) -> bool:
        return self._status > 0

    def was_left(self, error: Exception) -> bool:
        """Return whether the client left before the answer began, which is no failure of ours."""
        left = not self.is_socket and not self.answered and str(error) == NOBODY_THERE
        self._status = LEFT if left else self._status
        return left

    def fail(self) -> None:
        """Record an exception; an answer that had begun keeps its status."""
        self.failed = True
        self._status = self._status or (SOCKET_FAILED if self.is_socket else FAILED)

    def end(self) -> None:
        """Write the line."""
        failed = self._status == SOCKET_FAILED if self.is_socket else self._status >= FAILED
        words = self._outcome()
        log.log(
            logging.INFO if failed else self._level,
            '%s %s %s %.0f ms',
            self._method,
            self._path,
            words,
            (perf_counter() - self._began) * 1_000,
        )

    def _closed(self, code: int) -> None:
        if self._status == 0:  # the first code counts: after our own close, the disconnect repeats it
            self._status = code

    def _outcome(self) -> str:
        if not self.is_socket:
            return str(self._status) if self._status else 'given up'
        return f'{"closed" if self._open else "refused"} {self._status or "-"}'

"""A client that joins and never reads."""

from __future__ import annotations

import socket
from contextlib import suppress

from tests.browser.study import StudyServer


def _framed(text: str) -> bytes:
    """Return a masked text frame, short enough for a one-byte length."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text.encode()


def never_reads(server: StudyServer, room_id: str) -> socket.socket:
    """Connect and join, and read nothing from then on."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    client.setsockopt(
        socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096
    )  # a small buffer, so that only a few requests are queued
    client.connect(('127.0.0.1', server.port))
    client.sendall(
        f'GET /ws/rooms/{room_id} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\n'
        'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'.encode()
    )
    answer = b''
    while b'\r\n\r\n' not in answer:
        answer += client.recv(1)
    client.sendall(_framed('{"type": "join", "user": "deaf"}'))
    return client


def asks_on(client: socket.socket) -> None:
    """Ask for a state until requests are no longer read, because the answers have filled the buffers."""
    client.settimeout(3)
    with suppress(TimeoutError):
        while True:
            client.sendall(_framed('{"type": "timer:pause"}') * 50)

"""Sentences used in more than one document."""

from __future__ import annotations

TITLE = 'Online Study Room'
ABOUT = """Other programs take part in the same rooms as browsers do: bots, phone apps, scripts.

REST reads rooms, sets them up and performs single actions; the **[WebSocket](/docs/websocket)** is for those that stay
and listen ([AsyncAPI](/asyncapi.json)). No account and no key is needed.

- **Who acts.** A call with `Authorization: Bearer SECRET` acts as the participant of an open WebSocket, whose first
  `state` carries that secret. Without it, a call acts as a guest that comes and goes; `?user=` is its label.
- **Problems** are `application/problem+json` with a stable `code`; [each is explained](/docs/problems).
- **Time.** Instants are seconds since 1970 by the server's clock. `ends_at - server_now` is the time left in a running
  phase, whatever your own clock says.
- **Promise.** Fields and messages may be added; none is renamed, removed or given another meaning.
"""
TAGS = [
    {'name': 'rooms', 'description': 'Make, set and read rooms; move their timer.'},
    {'name': 'chat', 'description': 'Read chat messages; writing goes over the WebSocket.'},
    {'name': 'call', 'description': 'Microphone, camera and screen, by LiveKit.'},
    {'name': 'operation', 'description': 'For monitoring the server.'},
]
ABOUT_SOCKET = (
    'A connection to a room: what happens there arrives as it happens, and what people do at a browser can be done by '
    'messages. As the server sees it: it receives what a client sends, and sends what a client receives.'
)
ROOM_ADDRESS = (
    'The id of a room: 3 to 32 Unicode letters and digits, `-`, `_`; upper case finds the same room. A room that does '
    'not exist is opened.'
)
SINCE = (
    'The newest `seq` that you have seen: what came after it is sent first. Left out, you begin with the room as it is.'
)

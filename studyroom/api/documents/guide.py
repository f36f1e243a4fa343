"""The parts of /docs/websocket that cannot be generated from the models."""

from __future__ import annotations

HEADING = 'The WebSocket of a room'
INTRODUCTION = """
Connect to `/ws/rooms/{room_id}` on this server and you are in the room: you receive everything that happens there as it
happens, and you do by messages what people do in a browser. Frames are text, with one JSON object each; `type` says
what it is. For tools, the same is at [/asyncapi.json](/asyncapi.json); REST calls are at [/docs](/docs).
"""
BEGIN = """
You need no key and no account. A room that does not exist is created. Here somebody joins a room and starts the timer:
"""
SESSION = """
connect   /ws/rooms/algebra
receive   {"type": "state", "data": {"room_id": "algebra", ...}, "connection": {...}}
send      {"type": "join", "user": "ann"}
receive   {"type": "event", "event": "user:join", "user": "ann", ...}
receive   {"type": "state", "data": {..., "participants": ["ann"]}}
send      {"type": "timer:start_focus"}
receive   {"type": "event", "event": "timer:start_focus", "user": "ann", "remaining_ms": 1500000, ...}
receive   {"type": "state", "data": {..., "status": "running", "ends_at": 1764001500.0}}
"""
AFTER = """
Fields may be added to messages, and new messages may be added: ignore what you do not know. None is renamed or
removed.
"""
SENT = """
Every message may carry `user`, your own name, and `id`, which comes back in the error if it is not accepted. Lengths
are Unicode code points after NFC. A message that changes nothing (a pause while nothing runs) is answered by a
`state` to you alone, without an event.
"""
ORDER = """
The event comes first, then the `state` that includes it, with nothing in between. Only where others come, go or change
their media shortly after one another do you receive each event at once and one `state` that includes them all: within
50 ms, within a second in a room with hundreds of connections. Messages of others may come before it.

A `join` is answered by `user:join` and a `state` with your name among the `participants`. A connection that ends
without `leave` shows as `user:leave`, then a `state`. A `state` also follows `media:update` and any change over REST
or in a browser; a `chat` stands alone, since it is not part of the `state`. While the timer runs, a `state` comes at
least every five seconds, and every second in the last ten.
"""
WHO = """
Each connection is one participant and acts only as itself.

- `user` may be left out. If present, it must be the name you asked for or the one you were given: a second "ann" is
  "ann (2)", and may use either. Any other name is the error `not_you`.
- Two connections under one name are two participants; if one leaves, the other stays.
- Before `join`, a message with a `user` names the connection, one without names it `guest-` and a short id. It is not
  among the participants until it joins, yet may write and control the timer. It may join under a different name.
  After `leave` it has no name, and may join again under any.
- A name that is refused (`name_empty`, `name_too_long`, `name_reserved`) changes nothing; ask for another.
- `by` in an event or a `chat` is the id of who did it. If it is your `connection.id`, that was you, and `user` is the
  name you were given.
- The first `state` carries `connection`, with an `id` and a `secret`. A REST call with `Authorization: Bearer SECRET`
  acts as this participant as long as the connection lasts.
- A page of another site may connect if the operator lists its origin. A program sends no `Origin`.
"""
TIME = """
Nothing needs to be sent between two states: the time left in a running phase is `ends_at - server_now` at the moment a
`state` arrives. From there on use a steady clock of your own, never the wall clock, and show whole seconds rounded up.
"""
PAINT = """
on state:     left = data.remaining_ms / 1000;  since = steady_clock()
every second: shown = ceil(max(0, left - (steady_clock() - since)))  if data.status is "running", else ceil(left)
"""
RESUME = """
Remember the newest `seq` you have seen, in `data.seq` of a `state` or in a message. Connect again with `?since=SEQ` and
you receive what you missed, in order, and then the first `state`, the room as it is. Who came and went in the meantime
shows only there. A connection that comes back is a new participant: send `join` again. What the former one wrote
can no longer be deleted. Numbers have gaps: people's private goals are numbered, too, but sent to nobody else.

A room can hold messages written during a focus until the bell (a setting in the browser). Such a `chat` arrives late,
with the `seq` and `ts` of when it was written; `?since=` replays it, too.

If something cannot be replayed, an `error` before the state says so: `bad_since`, `since_too_old` (only the
newest 1,000 facts are replayed) or `not_read`. The state is correct in any case.
"""
ERRORS = """
A message that is not accepted is answered by an `error`, and the connection goes on. `in_reply_to` is the `id` of the
message, else its `type`, else null. A bad address or a full server is reported by one `error` as well, after which
the connection ends with 1008. These concern frames; [all codes](/docs/problems) are explained on a page of their own.
"""
LIMITS = """A frame has at most 64 KiB. A message over the limit is refused with `rate_limited`; 100 such
refusals in ten seconds end the connection."""
HEARTBEAT = """
The server pings every 20 s, and libraries answer by themselves; a client that does not answer for 20 s has left. Read
as fast as messages come: a client that leaves 256 of them unread is disconnected, so that nobody else has to wait.

- `1001`: the server is stopping; it may be back in a moment.
- `1008`: you cannot stay: a bad address, a full server, too many messages or connections.
- `1013`: try again later: you read too slowly, or the server could not open the room just now.

Wait before you connect again, longer each time.
"""

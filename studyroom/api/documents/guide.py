"""The sentences of /docs/websocket that no model can say."""

from __future__ import annotations

HEADING = 'The WebSocket of a room'
INTRODUCTION = """
Connect to `/ws/rooms/{room_id}` on this server and you are in the room: everything that happens there arrives as it
happens, and what people do at a browser you do by messages. Text frames, one JSON object in each, its kind in `type`.
For tools the same is at [/asyncapi.json](/asyncapi.json); single calls are at [/docs](/docs).
"""
BEGIN = """
No key, no account. A room that does not exist is opened. Here somebody joins a room and starts the timer:
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
Fields may be added to messages, and messages to the list: pass over what you do not know. None is renamed or taken
away.
"""
SENT = """
Every message may carry `user`, your own name, and `id`, which comes back in the error if it is not accepted. Lengths
are Unicode code points after NFC. A message that changes nothing (a pause while nothing runs) is answered by a
`state` to you alone, without an event.
"""
ORDER = """
First the event, then the `state` that contains it; nothing comes between the two. A `join` is answered by `user:join`
and a `state` with your name among the `participants`. A connection that ends without `leave` is seen as `user:leave`,
then a `state`. After `media:update`, too, and after a change over REST or in a browser, a `state` follows; a `chat`
stands alone, since no `state` tells of it. While the timer runs, a `state` comes at least every five seconds, and
every second in the last ten.
"""
WHO = """
Each connection is one participant, and acts as itself alone.

- `user` may be left out. If it is there, it is the name you asked for or the one you were given: a second "ann" is
  "ann (2)", and may call herself either. Any other name is the error `not_you`.
- Two connections under one name are two participants; one that leaves does not take the other along.
- Before `join`, a message with a `user` names the connection, one without names it `guest-` and a short id. It is not
  among the participants until it joins, yet may write and move the timer. It may join under another name than that
  guest's. After `leave` it has no name any more: it may join again, under any.
- A name that is refused (`name_empty`, `name_too_long`, `name_reserved`) changes nothing: ask for another one.
- `by` in an event or a `chat` is the id of who did it. Where it is your `connection.id`, you did, and `user` is the
  name that you were given.
- The first `state` carries `connection`, with an `id` and a `secret`. A REST call with `Authorization: Bearer SECRET`
  acts as this participant as long as the connection lasts.
- A page of another site may connect when the operator lists its origin. A program sends no `Origin`.
"""
TIME = """
Between two states nothing needs to be sent: what is left of a running phase is `ends_at - server_now` at the moment a
`state` arrives. Take your own steady clock from there, never its wall clock, and show whole seconds rounded up.
"""
PAINT = """
on state:     left = data.remaining_ms / 1000;  since = steady_clock()
every second: shown = ceil(max(0, left - (steady_clock() - since)))  if data.status is "running", else ceil(left)
"""
RESUME = """
Keep the newest `seq` that you saw: in `data.seq` of a `state`, or of a message. Connect again with `?since=SEQ` and
you receive what you missed, in order, and then the first `state`, the room as it is. Who came and went meanwhile is
in that state alone. A connection that comes back is a new participant: send `join` again. What the former one wrote
can no longer be deleted. Numbers have gaps: people's own goals count, too, and are told to nobody else.

A room can hold what is written during a focus until the bell (a setting in its browsers). Such a `chat` comes late,
with the `seq` and `ts` of when it was written; `?since=` tells it, too.

What cannot be told again is said by an `error` before the state: `bad_since`, `since_too_old` (the newest 1,000 facts
are told) or `not_read`. The state is true all the same.
"""
ERRORS = """
A message that is not accepted is answered by an `error`, and the connection goes on. `in_reply_to` is the `id` of the
message, else its `type`, else null. A bad address or a full server is told by one `error` as well, after which the
connection ends with 1008. These are about frames; [all codes](/docs/problems) are explained on a page of their own.
"""
LIMITS = """A frame has at most 64 KiB. A message too many is the error `rate_limited`, and not done; 100 of
them in ten seconds end the connection."""
HEARTBEAT = """
The server pings every 20 s, and libraries answer by themselves; who does not for 20 s has left. Read as fast as
messages come: who leaves 256 of them unread is disconnected, so that nobody else waits.

- `1001`: the server stops; it may be back in a moment.
- `1008`: you may not be here: a bad address, a full server, too many messages or connections.
- `1013`: try again later: you read too slowly, or the server could not open the room just now.

Wait before you connect again, longer each time.
"""

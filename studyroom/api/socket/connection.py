"""One WebSocket in a room: carries out what it asks, and sends it what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from studyroom.api.callers import Caller
from studyroom.api.contract.messages import (
    ClaimMediaModel,
    ClientMessage,
    ConnectionModel,
    ErrorModel,
    JoinModel,
    LeaveModel,
    PauseModel,
    ResetModel,
    SayModel,
    SetGoalModel,
    SkipBreakModel,
    StartBreakModel,
    StartFocusModel,
)
from studyroom.api.contract.schemas import TimerVerb
from studyroom.api.socket.broadcast import Broadcast, Listener
from studyroom.api.socket.incoming import NotAccepted, parsed, reply_to, validated
from studyroom.api.socket.message_limit import MessageLimit
from studyroom.api.socket.outbox import Outbox
from studyroom.api.socket.replay import MOST_FACTS, first_needed, replayed
from studyroom.api.socket.transport import Gone, SocketTransport
from studyroom.api.timer_verbs import move_timer
from studyroom.room.errors import LogUnavailable, RoomError, UnreadableFact
from studyroom.room.events import Fact
from studyroom.room.facts import RoomFacts
from studyroom.room.media import MediaState
from studyroom.room.text import clean_name

NOT_ALLOWED: Final = 1008
LONGEST_SINCE: Final = 18
VERBS: Final[dict[type[ClientMessage], TimerVerb]] = {
    StartFocusModel: 'start_focus',
    StartBreakModel: 'start_break',
    PauseModel: 'pause',
    ResetModel: 'reset',
    SkipBreakModel: 'skip_break',
}
History = Callable[[str, int], Awaitable[Sequence[Fact]]]


class SocketConnection:
    """`run` serves it to its end; `caller` is its participant, and `history` reads the log of a room."""

    def __init__(
        self,
        transport: SocketTransport,
        caller: Caller,
        broadcast: Broadcast,
        message_limit: MessageLimit,
        history: History,
    ) -> None:
        self._transport = transport
        self._caller = caller
        self._room = caller.room
        self._broadcast = broadcast
        self._message_limit = message_limit
        self._history = history
        self.was_dropped = False
        self.outbox = Outbox(transport, self._drop)
        self._listener = Listener(caller.seat, self.outbox)

    async def run(self, since: str | None, stays: Callable[[], bool] = lambda: False) -> None:
        """Serve from the first state to the end. `stays`: the server is stopping, so guests leave at its next start."""
        try:
            await self._begin(since)
            await self._listen()
        except Gone:
            self._transport.abort()
        finally:
            self._be_gone()
            self.outbox.stop()
            self._message_limit.end()
            if not stays():
                with suppress(RoomError):  # the room logs it, and makes them leave when it wakes
                    await self._caller.leave()

    async def _begin(self, since: str | None) -> None:
        """Send what was missed ahead of the queue, in which the state and everything after it wait."""
        me = ConnectionModel(id=self._caller.seat, secret=self._caller.secret)
        self._broadcast.add(self._listener)
        now, state = self._room.facts, self._broadcast.state(me)
        self.outbox.put(state)
        if since is not None:
            for text in await self._missed(since, now):
                await self.outbox.send(text)
        self.outbox.start()

    async def _missed(self, since: str, now: RoomFacts) -> list[str]:
        newest = now.seq
        if not (since.isascii() and since.isdigit() and len(since) <= LONGEST_SINCE and int(since) <= newest):
            return [_error('bad_since', f'`since` is the number of a fact, 0 to {newest}.')]
        start = int(since)
        if newest - start > MOST_FACTS:
            return [_error('since_too_old', f'Only the newest {MOST_FACTS:,} facts can be told again.')]
        if start == newest:
            return []
        try:
            facts = await self._history(self._room.room_id, first_needed(start))
        except (LogUnavailable, UnreadableFact):
            return [_error('not_read', 'The server could not read what happened since; the state is true.')]
        return [frame.encoded() for frame in replayed(facts, start, now)]

    async def _listen(self) -> None:
        while (frame := await self._transport.receive()) is not None:
            if not self.outbox.is_closed:
                await self._take(frame)
                await self.outbox.until_read()

    async def _take(self, frame: str | bytes) -> None:
        """Carry out a frame, or answer it with an error; the socket stays open either way."""
        if wait := self._message_limit.check():
            self._refuse_for_now(frame, wait)
            return
        body: dict[str, Any] = {}
        try:
            body = parsed(frame)
            await self._act(validated(body))
        except NotAccepted as refusal:
            self._broadcast.put(self._listener, _error(refusal.code, refusal.detail, reply_to(body)))
        except RoomError as error:
            self._broadcast.put(self._listener, _error(error.code, error.sentence, reply_to(body)))

    def _refuse_for_now(self, frame: str | bytes, wait: int) -> None:
        body: dict[str, Any] = {}
        with suppress(NotAccepted):
            body = parsed(frame)
        detail = f'Too many messages. Try again in {wait} s.'
        error = ErrorModel(code='rate_limited', detail=detail, in_reply_to=reply_to(body), retry_after=wait)
        self._broadcast.put(self._listener, error.encoded())
        if self._message_limit.is_exhausted:
            self.outbox.close(NOT_ALLOWED, 'too many messages')

    async def _act(self, message: ClientMessage) -> None:
        """Carry out a message, and answer with the state if it changed nothing."""
        if message.user is not None and not self._caller.is_called(clean_name(message.user)):
            raise NotAccepted('not_you', 'This connection has another name.')
        told = self._listener.told
        await self._do(message)
        if self._listener.told == told:
            self._broadcast.answer(self._listener)

    async def _do(self, message: ClientMessage) -> None:
        match message:
            case LeaveModel():
                await self._caller.leave()
            case JoinModel():
                await self._caller.join(message.user)
            case _:
                await self._act_from(await self._caller.sit(message.user), message)

    async def _act_from(self, seat: str, message: ClientMessage) -> None:
        match message:
            case SayModel():
                await self._room.say(seat, message.text)
            case SetGoalModel():
                await self._room.set_goal(seat, message.goal)
            case ClaimMediaModel():
                sends = message.media
                await self._room.claim_media(seat, MediaState(sends.audio, sends.video, sends.screen))
            case _:
                await move_timer(self._room, seat, VERBS[type(message)])

    def _drop(self) -> None:
        """Be gone once everybody has been sent what overflowed here: departures are not told in the middle of it."""
        self.was_dropped = True
        asyncio.get_running_loop().call_soon(self._be_gone)

    def _be_gone(self) -> None:
        """Be gone for everybody else, at once."""
        self._broadcast.remove(self._listener)
        self._room.forget(self._caller.seat, self._caller.person)


def _error(code: str, detail: str, about: str | int | None = None) -> str:
    return ErrorModel(code=code, detail=detail, in_reply_to=about).encoded()

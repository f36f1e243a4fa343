"""How a pure decision becomes a method of Room: the three kinds of rows in Room's table."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from studyroom.room.core import RoomCore, refuse_bad_input
from studyroom.room.event import Fact, PresenceEvent
from studyroom.room.scene import Scene

P = ParamSpec('P')
M = TypeVar('M', bound=Callable[..., object])
Facts = Sequence[Fact]
Announced = Sequence[PresenceEvent]
Verb = Callable[Concatenate[RoomCore, str, P], Coroutine[Any, Any, None]]


def verb(decide: Callable[Concatenate[Scene, P], Facts]) -> Verb[P]:
    """Make a verb whose facts are stored, applied and published: `room.say(seat, text)` from `say(scene, text)`.

    `decide` is called under the lock of the room, and again if another writer of the log was faster. It refuses with
    RoomError, and returns no facts when there is nothing to do. The verb also raises RoomError `not_stored`.
    """

    @wraps(decide)
    async def act(room: RoomCore, by: str, /, *args: P.args, **kwargs: P.kwargs) -> None:
        def decision() -> Facts:
            return decide(room.scene(by), *args, **kwargs)

        refuse_bad_input(decision)
        await room.commit(decision)

    return _called_with(act, decide, 'by')


def live_verb(decide: Callable[Concatenate[Scene, P], Announced]) -> Verb[P]:
    """Make a verb that changes only what is true while connections last: its presence events are announced at once."""

    @wraps(decide)
    async def act(room: RoomCore, by: str, /, *args: P.args, **kwargs: P.kwargs) -> None:
        room.tell(decide(room.scene(by), *args, **kwargs))

    return _called_with(act, decide, 'by')


def report(decide: Callable[Concatenate[Scene, P], Announced]) -> Callable[Concatenate[RoomCore, str, P], None]:
    """Make a report about a seat by a connection or the media server. No person acts, so it needs no permission."""

    @wraps(decide)
    def tell(room: RoomCore, seat: str, /, *args: P.args, **kwargs: P.kwargs) -> None:
        room.tell(decide(room.scene(seat), *args, **kwargs))

    return _called_with(tell, decide, 'seat')


def _called_with(method: M, decide: Callable[..., object], seat: str) -> M:
    """Let editors and `help` show how the method is called: with a seat in place of the scene."""
    _, *given = signature(decide).parameters.values()
    first = [Parameter(name, Parameter.POSITIONAL_ONLY) for name in ('room', seat)]
    method.__signature__ = Signature([*first, *given])  # type: ignore[attr-defined]
    return method

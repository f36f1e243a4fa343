"""What the pages need of the machinery; app.py fills it in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from studyroom.room.config import RoomConfig, RoomState
from studyroom.room.events import Fact
from studyroom.room.media import MediaStatus, Ticket

if TYPE_CHECKING:
    from studyroom.room.facts import RoomFacts
    from studyroom.room.room import Room


class Rooms(Protocol):
    """The rooms of this server, as lobby and pages see them."""

    async def create(self, config: RoomConfig) -> 'Room':
        """Open a new room under a readable, unguessable id.

        RoomError `too_many_rooms`, `not_stored`, or what is wrong in `config`.
        """

    async def find(self, room_id: str) -> 'Room':
        """The room, woken if it slept. RoomError `bad_room_id`, `no_such_room`, `too_many_rooms`, `not_read`."""

    async def open_at(self, room_id: str, config: RoomConfig) -> tuple['Room', bool]:
        """The room at that address, woken if it slept, or else a new one there; and whether it is new.

        RoomError `bad_room_id`, `too_many_rooms`, `not_read`, `not_stored`, or what is wrong in `config`.
        """

    async def peek(self, room_id: str) -> 'RoomFacts':
        """What a room remembers; of one that sleeps what waking it now would give, without waking it.

        RoomError `bad_room_id`, `no_such_room`, `not_read`.
        """

    def get(self, room_id: str) -> 'Room | None':
        """The room if it is awake."""

    def listed(self) -> Sequence[RoomState]:
        """Rooms that are awake and listed, the fullest first."""

    def seen(self, room_id: str) -> RoomState | None:
        """The state of a room that is awake and listed."""


class MediaPort(Protocol):
    """Microphone, camera and screen, as pages and panels see them. What people send is in `Room.media`."""

    @property
    def status(self) -> MediaStatus:
        """How it stands right now."""

    def subscribe(self, changed: Callable[[MediaStatus], None]) -> Callable[[], None]:
        """Hear of every change of `status`, at once and on the event loop; returns what ends it, harmless twice."""

    def ticket(self, room_id: str, seat: str, name: str) -> Ticket:
        """Let `seat` into the call of its room, under `name` as a label.

        RoomError `media_unavailable` unless ready, `not_seated` for whoever has no seat there, or left it.
        """


class FactLog(Protocol):
    """What a Room needs of the log: RoomLog in `studyroom.log` is more than this."""

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> Sequence[Fact]: ...

    async def read(self, room_id: str, after_seq: int = 0) -> Sequence[Fact]: ...

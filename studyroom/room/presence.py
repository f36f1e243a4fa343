"""Who is in the room right now: true only while connections live."""

from dataclasses import dataclass, field
from enum import StrEnum

from studyroom.room.media import MediaState as MediaState
from studyroom.room.permissions import Role


class PersonStatus(StrEnum):
    """What a person says of themselves; `follows` shows the phase of the room."""

    FOLLOWS = 'follows'
    FOCUSING = 'focusing'
    BREAK = 'break'
    AWAY = 'away'


@dataclass(frozen=True, slots=True)
class Participant:
    """The durable part of a person in a room; name, call for help, goal worked on now, and answer to the last focus.

    A `guest` came by the API: not kept for long once it left.
    """

    seat: str
    name: str
    since: float
    role: Role = Role.MEMBER
    left: bool = False
    needs_help: bool = False
    help_about: str = ''
    now: str = ''
    answer: str = ''
    answered: str = ''
    guest: bool = False


@dataclass
class Attendance:
    """The live clients of one seat; only those of the tab that holds it count. `in_call`: LiveKit has it."""

    tab: str
    since: float
    clients: dict[str, bool] = field(default_factory=dict)
    status: PersonStatus = PersonStatus.FOLLOWS
    status_since: float = 0.0
    media: MediaState = MediaState()
    in_call: bool = False

    @property
    def connected(self) -> bool:
        return any(self.clients.values())


@dataclass
class Presence:
    """Seats with at least one live client, in the order in which they came."""

    attendances: dict[str, Attendance] = field(default_factory=dict)

    def __contains__(self, seat: object) -> bool:
        return seat in self.attendances

    def __len__(self) -> int:
        return len(self.attendances)

    @property
    def seats(self) -> tuple[str, ...]:
        return tuple(self.attendances)

    def connected(self, seat: str) -> bool:
        return seat in self.attendances and self.attendances[seat].connected

    def held_elsewhere(self, seat: str, tab: str) -> bool:
        """Whether another tab is connected and holds the seat."""
        return self.connected(seat) and self.attendances[seat].tab != tab

    def status(self, seat: str) -> PersonStatus:
        attendance = self.attendances.get(seat)
        return attendance.status if attendance else PersonStatus.FOLLOWS

    @property
    def chosen(self) -> tuple[str, ...]:
        """Seats that said focusing or on a break, whatever the room does."""
        said = {PersonStatus.FOCUSING, PersonStatus.BREAK}
        return tuple(seat for seat, attendance in self.attendances.items() if attendance.status in said)

"""Routes and placement; what a person sees is in `components`."""

from pages import ends, lobby, room
from studyroom.clock import Clock
from studyroom.hub import Hub
from studyroom.ports import MediaPort, Rooms


def register(
    rooms: Rooms, media: MediaPort, hub: Hub, clock: Clock, reconnect_grace_seconds: float, kept_days: int
) -> None:
    """Register every page on NiceGUI's app."""
    lobby.register(rooms, hub, clock)
    room.register(rooms, media, reconnect_grace_seconds, kept_days)
    ends.register()

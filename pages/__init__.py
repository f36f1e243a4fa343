"""Routes and placement; what people see is in `components`."""

from pages import ends, lobby, room
from pages.site import Site
from studyroom.clock import Clock
from studyroom.room.hub import Hub
from studyroom.room.ports import Rooms

__all__ = ['Site', 'register']


def register(rooms: Rooms, hub: Hub, clock: Clock, site: Site) -> None:
    """Register every page on NiceGUI's app."""
    lobby.register(rooms, hub, clock)
    room.register(rooms, site)
    ends.register()

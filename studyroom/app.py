"""Composition root: turns settings into log, rooms and pages. The one module that sees everything."""

import asyncio
import logging
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter
from nicegui import Client, app

import pages
from components.kit.assets import base
from components.kit.brand import MARK, NAME
from components.kit.layout import serve_assets
from studyroom.api.callers import Callers
from studyroom.api.documents.page import Look
from studyroom.api.documents.routes import document_routes
from studyroom.api.documents.websocket_page import SocketLimits
from studyroom.api.rest.routes import api_routes
from studyroom.api.socket.sockets import Sockets
from studyroom.api.socket.transport import ExposeTransport
from studyroom.clock import Clock, SystemClock
from studyroom.data_folder import DataFolder
from studyroom.log.codec import Codec
from studyroom.log.room_log import RoomLog
from studyroom.log.sqlite import SqliteLog
from studyroom.media import signalling
from studyroom.media.from_settings import source_from
from studyroom.media.off import MediaOff
from studyroom.media.service import MediaService
from studyroom.operations.access_log import AccessLog
from studyroom.operations.health import ServerHealth
from studyroom.operations.loop_lag import LoopLag
from studyroom.operations.metered_log import MeteredLog
from studyroom.operations.metered_room import metered_room
from studyroom.operations.metrics import Metrics
from studyroom.operations.routes import operation_routes
from studyroom.room.events import FACTS
from studyroom.room.facts import RoomFacts
from studyroom.room.hub import Hub
from studyroom.room.ports import MediaPort
from studyroom.rooms.manager import RoomLimits, RoomManager
from studyroom.rooms.ticker import TURN_SECONDS, Ticker
from studyroom.security.identity import IdentityMiddleware
from studyroom.security.limits import RateLimits
from studyroom.security.origins import OriginGuard, Origins
from studyroom.security.request_limits import RequestLimits
from studyroom.server.file_cache import FileCache
from studyroom.server.layers import add_layers
from studyroom.server.network import shared_base
from studyroom.settings import Settings

log = logging.getLogger(__name__)
DATABASE = 'rooms.sqlite3'


@dataclass
class StudyRoom:
    """The running parts, for code that adds more to them."""

    settings: Settings
    hub: Hub
    rooms: RoomManager
    ticker: Ticker
    metrics: Metrics
    limits: RateLimits
    media: MediaService | None = None
    callers: Callers = field(default_factory=Callers)
    is_open: bool = False

    def __post_init__(self) -> None:
        origins, read = Origins(self.settings.origins), self.rooms.log.read
        self.sockets = Sockets(self.rooms, self.callers, read, self.limits, origins, self.metrics)

    async def open(self) -> None:
        """Check and open the log, once; the server does this when it starts, unless it was done before.

        Raises LogUnusable or LogUnavailable.
        """
        if not self.is_open:
            await self.rooms.log.open()
            await self.rooms.open()
            self.is_open = True


def create_app(settings: Settings, clock: Clock | None = None, log: RoomLog[RoomFacts] | None = None) -> StudyRoom:
    """Register everything on NiceGUI's app. This locks the data folder at once; `StudyRoom.open` opens the log.

    Raises DataFolderRefused if the folder cannot be used or another server holds it.
    """
    folder = DataFolder.open(settings.data_dir)
    time = clock or SystemClock()
    hub, metrics = Hub(), Metrics()
    stored = log or SqliteLog(
        folder.path / DATABASE, codec=Codec(FACTS, RoomFacts), synchronous=settings.sqlite_synchronous
    )
    rooms = RoomManager(MeteredLog(stored, metrics), hub, time, _limits(settings), metered_room(metrics))
    media = MediaService(source_from(settings, folder.path), rooms, hub) if settings.media == 'on' else None
    study_room = StudyRoom(settings, hub, rooms, Ticker(rooms, hub, time), metrics, RateLimits(settings, time), media)
    _run_with_server(study_room, folder)
    app.add_middleware(IdentityMiddleware, secret=folder.secret)
    app.add_middleware(RequestLimits, limits=study_room.limits)
    _explain(settings, _open_api(study_room), _operate(study_room))
    serve_assets(app)
    add_layers(app, ExposeTransport, AccessLog, FileCache)
    if media is not None:
        app.router.routes.extend(signalling.routes(media))
    pages.register(rooms, hub, time, _site(settings, media or MediaOff()))
    return study_room


def _open_api(study_room: StudyRoom) -> APIRouter:
    """Let other programs into the same rooms; returns the REST calls."""
    rooms = study_room.rooms
    calls = api_routes(rooms, study_room.callers, study_room.limits, rooms.clock, study_room.media)
    app.include_router(calls)
    app.router.routes.append(study_room.sockets.route)
    app.add_middleware(OriginGuard, origins=Origins(study_room.settings.origins))
    return calls


def _explain(settings: Settings, *calls: APIRouter) -> None:
    """Serve the documents that describe these calls and the WebSocket."""
    routes = [route for router in calls for route in router.routes]
    allowed = SocketLimits(settings.limit_messages, settings.limit_sockets)
    app.include_router(document_routes(routes, Look(base(), NAME, MARK), allowed))


def _operate(study_room: StudyRoom) -> APIRouter:
    """Serve what operators watch: docs/operation.md."""
    rooms, metrics = study_room.rooms, study_room.metrics
    metrics.watch_rooms(lambda: rooms.awake)
    metrics.watch_browsers(lambda: sum(client.has_socket_connection for client in tuple(Client.instances.values())))
    metrics.watch_work(rooms.hub.listeners, lambda: len(asyncio.all_tasks()))
    if study_room.media is not None:
        metrics.watch_media(study_room.media)
    health = ServerHealth(rooms.log, study_room.media or MediaOff())
    calls = operation_routes(health, metrics, study_room.settings.metrics_token)
    app.router.routes.extend(calls.routes)
    lag = LoopLag(metrics.loop_lag.observe)
    app.on_startup(lag.start)
    app.on_shutdown(lag.stop)
    return calls


def _site(settings: Settings, media: MediaPort) -> pages.Site:
    shared = partial(shared_base, settings.host)
    return pages.Site(settings.reconnect_grace_seconds, settings.room_retention_days, shared, media)


def _limits(settings: Settings) -> RoomLimits:
    return RoomLimits(settings.max_rooms, settings.room_sleep_minutes * 60, settings.room_retention_days * 24 * 3_600)


def _run_with_server(study_room: StudyRoom, folder: DataFolder) -> None:
    async def start() -> None:
        await study_room.open()
        app.timer(TURN_SECONDS, study_room.ticker.turn)
        if study_room.media is not None:
            study_room.media.start()

    async def stop() -> None:
        if study_room.media is not None:
            await study_room.media.stop()
        await study_room.rooms.close()
        await study_room.rooms.log.close()
        folder.close()

    app.on_startup(start)
    app.on_shutdown(stop)

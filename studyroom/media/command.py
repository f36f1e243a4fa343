"""`studyroom media status` and `studyroom media install`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from studyroom.media.archive import archive_name
from studyroom.media.binary import Binary, NoMediaServer, Origin, cache_folder, present
from studyroom.media.from_settings import network_from
from studyroom.media.go_build import usable_go
from studyroom.media.installation import find_or_install
from studyroom.media.livekit_config import ASK_OUTSIDE, Network, Reach
from studyroom.media.source import ExternalSource
from studyroom.media.tokens import LiveKitKeys
from studyroom.room.ports import MediaHealth
from studyroom.settings import BadSetting, Settings, read_settings

ABSENT = 1
BAD_SETTING = 2
BAR_WIDTH = 30
MEGABYTE = 1024 * 1024


def media_command(arguments: Sequence[str]) -> int:
    """Run `studyroom media`. Exit codes: 0 LiveKit is available, 1 it is not, 2 a wrong argument or setting."""
    parser = argparse.ArgumentParser(
        prog='studyroom media', description='What carries microphone, camera and screen: LiveKit.', allow_abbrev=False
    )
    parser.add_argument('verb', choices=['status', 'install'], help='say what is used and why, or get it now')
    verb = parser.parse_args(arguments).verb
    try:
        settings = read_settings()
        return _status(settings) if verb == 'status' else _install(settings)
    except BadSetting as reason:
        print(reason, file=sys.stderr)
        return BAD_SETTING
    except NoMediaServer as reason:
        print(reason, file=sys.stderr)
        return ABSENT


def _status(settings: Settings) -> int:
    if settings.media == 'off':
        print('Media are off: STUDYROOM_MEDIA.')
        return 0
    if settings.livekit_url:
        return _status_elsewhere(settings)
    found = present(settings.livekit_bin, cache_folder())
    if found is None:
        print(f'There is no livekit-server here. The server gets one at its start: {_way(settings)}.')
        print('Get it now with: studyroom media install')
        return ABSENT
    _print_found(found)
    print(_ways(network_from(settings)))
    return 0


def _status_elsewhere(settings: Settings) -> int:
    print(f'Media go through the LiveKit at {settings.livekit_url}: LIVEKIT_URL. Nothing is started here.')
    keys = LiveKitKeys(settings.livekit_api_key, settings.livekit_api_secret)
    status = asyncio.run(ExternalSource(settings.livekit_url, keys).look())
    print(f'{status.sentence} {status.advice}'.strip())
    return 0 if status.health is MediaHealth.READY else ABSENT


def _ways(paths: Network) -> str:
    """Describe where media go, as far as settings tell: options such as --lan belong to a start of the server."""
    ports = f'UDP port {paths.udp_port} and TCP port {paths.tcp_port}'
    match paths.reach:
        case Reach.MACHINE:
            return f'Sound and picture stay on this machine ({ports}), unless it is started with --lan.'
        case Reach.LAN:
            return f'Sound and picture go through your network: let {ports} through the firewall of this machine.'
        case Reach.PUBLIC:
            asked = paths.node_ip == ASK_OUTSIDE
            address = 'the address that a STUN server tells' if asked else paths.node_ip
            return f'Sound and picture come to {address}: {ports} must be open to everybody there.'


def _way(settings: Settings) -> str:
    built = usable_go() is not None
    fetched = f'the archive from {settings.livekit_base}' if archive_name() else ''
    ways = [way for way in (fetched, 'go install' if built else '') if way]
    return ', else '.join(ways) or 'but there is no archive for this system, and no Go 1.26 to build it with'


def _install(settings: Settings) -> int:
    _stop_on_signal()
    bar = _Bar(sys.stderr.isatty())
    logger = logging.getLogger('studyroom')
    logger.addHandler(_AfterBar(bar))
    logger.setLevel(logging.INFO)
    try:
        found = asyncio.run(find_or_install(settings.livekit_bin, cache_folder(), settings.livekit_base, bar.draw))
    except KeyboardInterrupt:
        bar.end()
        raise NoMediaServer('Stopped: nothing was installed. Run it again when you like.') from None
    finally:
        bar.end()
    _print_found(found)
    return 0


def _print_found(found: Binary) -> None:
    why = {Origin.ARCHIVE: 'fetched from the official archive', Origin.GO: 'built by Go'}
    print(f'livekit-server {found.version} is used: {found.path} ({why.get(found.origin, f"from {found.origin}")}).')


def _stop_on_signal() -> None:
    """Treat SIGTERM like Ctrl-C: what was begun is removed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class _AfterBar(logging.Handler):
    """Prints log messages on lines of their own, below the bar."""

    def __init__(self, bar: _Bar) -> None:
        super().__init__()
        self.bar = bar

    def emit(self, record: logging.LogRecord) -> None:
        self.bar.end()
        print(record.getMessage(), file=sys.stderr, flush=True)


@dataclass
class _Bar:
    """`[########                      ]  27 %  of 26 MB`; without a terminal, a line each quarter."""

    terminal: bool
    drawn: str = ''
    quarter: int = -1

    def draw(self, received: int, total: int) -> None:
        if not total:
            self._show(f'{received // MEGABYTE} MB', 0)
            return
        full = BAR_WIDTH * received // total
        bar = f'[{"#" * full:<{BAR_WIDTH}}] {100 * received // total:3} %  of {total / MEGABYTE:.0f} MB'
        self._show(bar, 4 * received // total)

    def end(self) -> None:
        if self.terminal and self.drawn:
            print(file=sys.stderr)
            self.drawn = ''

    def _show(self, text: str, quarter: int) -> None:
        if self.terminal and text != self.drawn:
            print(f'\r{text}', end='', file=sys.stderr, flush=True)
            self.drawn = text
        elif not self.terminal and quarter != self.quarter:
            print(text, file=sys.stderr, flush=True)
            self.quarter = quarter

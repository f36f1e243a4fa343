"""The `studyroom` command."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import threading
import webbrowser
from collections.abc import Sequence
from types import FrameType
from typing import Any

from studyroom import __version__
from studyroom.clock import SystemClock
from studyroom.data_folder import DataFolderRefused
from studyroom.log.room_log import LogUnusable
from studyroom.room.errors import LogUnavailable
from studyroom.server.garbage import collect_seldom
from studyroom.server.logs import set_up_logging
from studyroom.server.network import ALL_ADDRESSES, CannotListen, is_loopback, links, port_for
from studyroom.server.tls import ASKED_ONCE, BadCertificate, Certificate, certificate
from studyroom.settings import BadSetting, Settings, read_settings

REFUSED = 1
BAD_SETTING = 2
WIDTH = 80
STOPPING = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Exit codes: 0 stopped or answered, 1 could not start, 2 a wrong option or setting."""
    collect_seldom()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ['media']:
        from studyroom.media.command import media_command

        return media_command(given[1:])
    try:
        settings = read_settings(_flags(given))
        _run(settings)
    except BadSetting as reason:
        return _refuse(reason, BAD_SETTING)
    except (CannotListen, DataFolderRefused, LogUnusable, LogUnavailable, BadCertificate) as reason:
        return _refuse(reason, REFUSED)
    return 0


def _run(settings: Settings) -> None:
    for number in STOPPING:
        signal.signal(number, _stop)
    set_up_logging(settings.log_level, settings.log_format)
    port = port_for(settings.host, settings.port, exactly='port' in settings.model_fields_set)
    # Imported only when there is something to serve, so that `--help` and refusals answer at once.
    from studyroom.app import create_app
    from studyroom.server.web_server import run_server

    study_room = create_app(settings)
    asyncio.run(study_room.open())
    tls = certificate(settings, SystemClock().now())
    run_server(settings, port, lambda: _announce(settings, port, tls), tls, on_stop=study_room.sockets.stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Exit with success when asked to stop before the server listens, or after it has shut down cleanly."""
    for number in STOPPING:  # a second signal would interrupt the exit
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _announce(settings: Settings, port: int, tls: Certificate | None) -> None:
    found = links(settings.host, port, 'https' if tls else 'http')
    print(_block(settings, port, found, tls), flush=True)
    if settings.open:
        threading.Thread(target=webbrowser.open, args=[found[0]], daemon=True).start()


def _block(settings: Settings, port: int, found: Sequence[str], tls: Certificate | None) -> str:
    """Return what the terminal shows once the server listens."""
    lines = ['', '  Online Study Room', '', f'  {"This machine":<14}{found[0]}']
    lines += [f'  {"Your network":<14}{link}' for link in found[1:]]
    if port != settings.port:
        lines += ['', f'  Port {settings.port} is taken, so the server uses {port}.']
    if tls and tls.own:
        lines += ['', f'  {ASKED_ONCE}']
    if not tls and len(found) > 1 and settings.media == 'on':
        lines += ['', '  On other machines, browsers allow cameras and microphones only with --https.']
    if is_loopback(settings.host):
        lines += ['', '  Only this machine can open it. Start with --lan to let others in.']
    return '\n'.join([*lines, '', '  Press Ctrl-C to stop.', ''])


def _flags(arguments: Sequence[str] | None) -> dict[str, Any]:
    """Return the settings given on the command line."""
    given = vars(_parser().parse_args(arguments))
    del given['command']
    if given.pop('lan', False):
        given.setdefault('host', ALL_ADDRESSES)
    return given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='studyroom',
        usage='studyroom [run] [options]',
        description='Run a room on this machine where people study together.',
        epilog='studyroom media status|install: check or get what carries sound and video. '
        'Everything else is a setting: STUDYROOM_... in the environment or in .env.',
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH),
    )
    parser.add_argument('command', nargs='?', choices=['run'], default='run', help='start the server (the default)')
    parser.add_argument('--host', help='address to listen on (127.0.0.1)')
    parser.add_argument('--port', help='port to listen on (8080, or the next free one)')
    parser.add_argument('--lan', action='store_true', help='let other machines in your network open it')
    parser.add_argument('--https', action='store_true', help='serve https with a self-made certificate, for cameras')
    parser.add_argument('--tls-cert', metavar='FILE', help='serve https with this certificate ...')
    parser.add_argument('--tls-key', metavar='FILE', help='... and this key')
    parser.add_argument('--data-dir', metavar='FOLDER', help='the folder for everything it keeps')
    parser.add_argument('--open', action='store_true', help='open the lobby in a browser')
    parser.add_argument('--version', action='version', version=f'studyroom {__version__}')
    return parser


def _refuse(reason: Exception, code: int) -> int:
    print(reason, file=sys.stderr)
    return code

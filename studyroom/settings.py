"""Every setting: its name, default, bound and one line of help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from studyroom.data_folder import default_data_folder

PREFIX = 'STUDYROOM_'
BASE = 'https://github.com/livekit/livekit/releases/download'
ORIGIN = re.compile(r'https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?')


class LogLevel(StrEnum):
    DEBUG = 'debug'
    INFO = 'info'
    WARNING = 'warning'
    ERROR = 'error'


class LogFormat(StrEnum):
    TEXT = 'text'
    JSON = 'json'


class BadSetting(Exception):
    """Raised for a setting that cannot be used; the text is one sentence with its name, value and bound."""


def _bounded(low: int, high: int) -> tuple[Ge, Le]:
    return Ge(low), Le(high)


Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)
Upper = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
OnOff = Annotated[Literal['on', 'off'], Lower]
File = Annotated[
    Path | None, BeforeValidator(lambda value: Path(value).expanduser() if isinstance(value, str) else value)
]
HomeExpanded = BeforeValidator(lambda value: Path(value).expanduser() if isinstance(value, str) else value)


class Settings(BaseSettings):
    """Settings read from `STUDYROOM_...` in the environment, then from `.env` in the working directory.

    Use `read_settings` to get them.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file='.env',
        env_file_encoding='utf-8',
        env_ignore_empty=True,
        extra='ignore',
        frozen=True,
        populate_by_name=True,
    )

    host: str = Field('127.0.0.1', description='Address to listen on; 0.0.0.0 means every address of this machine.')
    port: Annotated[int, *_bounded(1, 65535)] = Field(
        8080, description='Port to listen on; if unset and 8080 is taken, the next free one is used.'
    )
    open: bool = Field(False, description='Open the lobby in a browser once the server is running.')
    data_dir: Annotated[Path, HomeExpanded] = Field(
        default_factory=default_data_folder,
        description='Folder for everything that is kept; deleting it starts over.',
        json_schema_extra={'default_text': 'the user data folder of the platform'},
    )
    sqlite_synchronous: Annotated[Literal['NORMAL', 'FULL'], Upper] = Field(
        'NORMAL', description='With normal, stored data survives a crash; with full, which is slower, also a power cut.'
    )
    max_rooms: Annotated[int, *_bounded(1, 100_000)] = Field(1000, description='How many rooms may be awake at once.')
    room_sleep_minutes: Annotated[int, *_bounded(1, 1440)] = Field(
        30, description='Minutes until a room falls asleep after the last person has left.'
    )
    room_retention_days: Annotated[int, *_bounded(1, 3650)] = Field(
        30, description='Days until a sleeping room is deleted after its last visit.'
    )
    reconnect_grace_seconds: Annotated[int, *_bounded(10, 600)] = Field(
        90, description='Seconds a disconnected browser may take to reconnect before its person counts as gone.'
    )
    https: bool = Field(
        False, description='Serve https with a certificate the server makes itself and keeps in the data folder.'
    )
    tls_cert: File = Field(None, description='Serve https with this certificate (PEM, with its chain); needs the key.')
    tls_key: File = Field(None, description='The private key of that certificate (PEM).')
    media: OnOff = Field('on', description='Microphone, camera and screen, carried by LiveKit; see docs/media.md.')
    livekit_url: str = Field(
        '',
        validation_alias='LIVEKIT_URL',
        description='Use this LiveKit (ws, wss, http or https) instead of starting one; needs the two settings below.',
    )
    livekit_api_key: str = Field(
        '', validation_alias='LIVEKIT_API_KEY', description='The name of the API key for that LiveKit.'
    )
    livekit_api_secret: str = Field(
        '', validation_alias='LIVEKIT_API_SECRET', repr=False, description='The secret of that key.'
    )
    livekit_bin: File = Field(
        None, description='The livekit-server (1.12 or newer) to start; if unset, one is found or downloaded.'
    )
    livekit_base: str = Field(
        BASE, description='The address to download release archives of livekit-server from, such as a mirror.'
    )
    media_udp_port: Annotated[int, *_bounded(1, 65535)] = Field(
        7882,
        description='UDP port for sound and video; if unset and 7882 is taken, the next free one is used.',
    )
    media_tcp_port: Annotated[int, *_bounded(1, 65535)] = Field(
        7881,
        description='TCP port for browsers that cannot use UDP; if unset and 7881 is taken, the next free one is used.',
    )
    media_node_ip: str = Field(
        '',
        description='The address that browsers send sound and video to, behind NAT; auto asks a STUN server for it.',
    )
    turn_udp_port: Annotated[int, *_bounded(0, 65535)] = Field(
        0, description='UDP port of the relay for browsers behind strict firewalls; 0 means no relay.'
    )
    turn_tls_port: Annotated[int, *_bounded(0, 65535)] = Field(
        0,
        description='TLS port of the relay, reached from outside as 443; 0 is none. Needs domain, certificate and key.',
    )
    turn_domain: str = Field('', description='The host name at which browsers reach the relay over TLS.')
    api_origins: str = Field(
        '', description='Other sites whose pages may call the API, such as https://example.org, separated by commas.'
    )
    trusted_proxies: str = Field(
        '127.0.0.1',
        description='Addresses or networks of proxies whose X-Forwarded-* is trusted, separated by commas; * is any.',
    )
    metrics_token: str = Field(
        '', repr=False, description='Bearer token that is required to read /metrics; if unset, everybody may read it.'
    )
    limit_requests: Annotated[int, *_bounded(0, 1_000_000)] = Field(
        1200, description='Requests to the API per minute from one address; 0 means no limit.'
    )
    limit_rooms: Annotated[int, *_bounded(0, 1_000_000)] = Field(
        300, description='Rooms that the API creates per minute for one address; 0 means no limit.'
    )
    limit_sockets: Annotated[int, *_bounded(0, 1_000_000)] = Field(
        600, description='WebSockets of the API opened per minute from one address; 0 means no limit.'
    )
    limit_messages: Annotated[int, *_bounded(0, 1_000_000)] = Field(
        300, description='Messages per ten seconds over one WebSocket of the API; 0 means no limit.'
    )
    log_level: Annotated[LogLevel, Lower] = Field(LogLevel.INFO, description='How much is logged.')
    log_format: Annotated[LogFormat, Lower] = Field(
        LogFormat.TEXT, description='Readable lines, or one JSON object per line for machines.'
    )

    @model_validator(mode='after')
    def _whole(self) -> Self:
        """Check that settings which need each other are set together."""
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError(
                'A certificate and its key belong together: --tls-cert and --tls-key, STUDYROOM_TLS_CERT and _TLS_KEY.'
            )
        if self.livekit_url and not (self.livekit_api_key and self.livekit_api_secret):
            raise ValueError('LIVEKIT_URL needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET.')
        if self.livekit_url and not self.livekit_url.startswith(('ws://', 'wss://', 'http://', 'https://')):
            raise ValueError(f'LIVEKIT_URL is "{self.livekit_url}", but must begin with ws, wss, http or https.')
        if self.turn_tls_port and not (self.turn_domain and self.tls_cert):
            raise ValueError('STUDYROOM_TURN_TLS_PORT needs STUDYROOM_TURN_DOMAIN, STUDYROOM_TLS_CERT and _TLS_KEY.')
        return self

    @model_validator(mode='after')
    def _addressed(self) -> Self:
        """Check each part of the settings that are lists."""
        for origin in self.origins:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(f'STUDYROOM_API_ORIGINS has "{origin}", but an origin looks like https://example.org.')
        for proxy in _parts(self.trusted_proxies):
            if not _is_network(proxy):
                raise ValueError(f'STUDYROOM_TRUSTED_PROXIES has "{proxy}", but a proxy is an address or a network.')
        return self

    @property
    def origins(self) -> tuple[str, ...]:
        """The parts of `api_origins` as browsers send them: in lower case, without a trailing slash."""
        return tuple(origin.lower().removesuffix('/') for origin in _parts(self.api_origins))


def read_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """Read all settings; `flags` (field name -> value) come from the command line and take precedence.

    Raises BadSetting.
    """
    given = dict(flags or {})
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadSetting(_sentence(error, given)) from None
    except UnicodeDecodeError:
        raise BadSetting('The file .env is not UTF-8 text.') from None
    except OSError as error:
        raise BadSetting(f'The file .env cannot be read: {error.strerror}.') from None


def variable(name: str) -> str:
    """Return the environment variable of a field: `STUDYROOM_PORT`. LiveKit's settings keep LiveKit's own names."""
    return str(Settings.model_fields[name].validation_alias or PREFIX + name.upper())


def bound(field: FieldInfo) -> str:
    """Return what a value must be, as the end of "must be ...": `a whole number from 1 to 65535`."""
    low = next((rule.ge for rule in field.metadata if isinstance(rule, Ge)), None)
    high = next((rule.le for rule in field.metadata if isinstance(rule, Le)), None)
    if low is not None and high is not None:
        return f'a whole number from {low} to {high}'
    if field.annotation is bool:
        return 'true or false'
    if isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
        return ' or '.join(field.annotation)
    if field.annotation == Path | None:
        return 'a file'
    if choices := get_args(field.annotation):
        return ' or '.join(choices).lower()
    return 'a folder' if field.annotation is Path else 'text'


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(',') if part.strip()]


def _is_network(text: str) -> bool:
    with suppress(ValueError):
        ip_network(text, strict=False)
        return True
    return text == '*'


def _sentence(error: ValidationError, flags: Mapping[str, Any]) -> str:
    """Describe only the first error: one is enough to stop the start, and to fix."""
    fault = error.errors(include_url=False)[0]
    if not fault['loc']:
        return str(fault['ctx']['error'])
    name = str(fault['loc'][0])
    shown = f'--{name.replace("_", "-")}' if name in flags else variable(name)
    return f'{shown} is "{fault["input"]}", but must be {bound(Settings.model_fields[name])}.'

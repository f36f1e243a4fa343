"""Every setting: its name, default, bound and one line of help."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from studyroom.data_folder import default_data_folder

PREFIX = 'STUDYROOM_'


class LogLevel(StrEnum):
    DEBUG = 'debug'
    INFO = 'info'
    WARNING = 'warning'
    ERROR = 'error'


class LogFormat(StrEnum):
    TEXT = 'text'
    JSON = 'json'


class BadSetting(Exception):
    """A setting that cannot be used; the text is one sentence naming it, its value and its bound."""


def _bounded(low: int, high: int) -> tuple[Ge, Le]:
    return Ge(low), Le(high)


Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)
Upper = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
HomeExpanded = BeforeValidator(lambda value: Path(value).expanduser() if isinstance(value, str) else value)


class Settings(BaseSettings):
    """Read from `STUDYROOM_...` in the environment, then from `.env` in the working directory. Use `read_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file='.env',
        env_file_encoding='utf-8',
        env_ignore_empty=True,
        extra='ignore',
        frozen=True,
    )

    host: str = Field('127.0.0.1', description='Address to listen on; 0.0.0.0 is every address of this machine.')
    port: Annotated[int, *_bounded(1, 65535)] = Field(
        8080, description='Port to listen on; when it is not set and 8080 is taken, the next free one.'
    )
    open: bool = Field(False, description='Open the lobby in a browser once the server runs.')
    data_dir: Annotated[Path, HomeExpanded] = Field(
        default_factory=default_data_folder,
        description='Folder of everything that is kept; deleting it starts afresh.',
        json_schema_extra={'default_text': 'the user data folder of the platform'},
    )
    sqlite_synchronous: Annotated[Literal['NORMAL', 'FULL'], Upper] = Field(
        'NORMAL', description='What is kept survives: normal, a crash; full, a power cut too (slower).'
    )
    max_rooms: Annotated[int, *_bounded(1, 100_000)] = Field(1000, description='Rooms that may be awake at once.')
    room_sleep_minutes: Annotated[int, *_bounded(1, 1440)] = Field(
        30, description='Minutes after the last person left until a room falls asleep.'
    )
    room_retention_days: Annotated[int, *_bounded(1, 3650)] = Field(
        30, description='Days after its last visit until a sleeping room is deleted.'
    )
    reconnect_grace_seconds: Annotated[int, *_bounded(10, 600)] = Field(
        90, description='Seconds a lost browser may take to come back before its person has left.'
    )
    log_level: Annotated[LogLevel, Lower] = Field(LogLevel.INFO, description='How much is logged.')
    log_format: Annotated[LogFormat, Lower] = Field(
        LogFormat.TEXT, description='Readable lines, or one JSON object per line for machines.'
    )


def read_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """All settings; `flags` (field name -> value) come from the command line and go before everything else.

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
    """The environment variable of a field: `STUDYROOM_PORT`."""
    return PREFIX + name.upper()


def bound(field: FieldInfo) -> str:
    """What a value must be, as the end of "must be ...": `a whole number from 1 to 65535`."""
    low = next((rule.ge for rule in field.metadata if isinstance(rule, Ge)), None)
    high = next((rule.le for rule in field.metadata if isinstance(rule, Le)), None)
    if low is not None and high is not None:
        return f'a whole number from {low} to {high}'
    if field.annotation is bool:
        return 'true or false'
    if isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
        return ' or '.join(field.annotation)
    if choices := get_args(field.annotation):
        return ' or '.join(choices).lower()
    return 'a folder' if field.annotation is Path else 'text'


def _sentence(error: ValidationError, flags: Mapping[str, Any]) -> str:
    """The first fault only: one is enough to stop, and to mend."""
    fault = error.errors(include_url=False)[0]
    name = str(fault['loc'][0])
    shown = f'--{name.replace("_", "-")}' if name in flags else variable(name)
    return f'{shown} is "{fault["input"]}", but must be {bound(Settings.model_fields[name])}.'

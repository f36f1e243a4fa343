"""The messages in both directions, taken from the unions that the socket itself reads and writes."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from studyroom.api.contract.messages import ClientMessage, EventName, ServerMessage

EVENTS: dict[EventName, str] = {
    'user:join': '`user` is here.',
    'user:leave': '`user` is gone: by `leave`, or because the connection ended.',
    'timer:start_focus': 'A focus runs: a full one, or a paused one goes on.',
    'timer:start_break': 'A break runs: a full one, or a paused one goes on.',
    'timer:pause': 'The timer holds.',
    'timer:reset': 'The timer is idle at a full focus.',
    'timer:skip_break': 'The break is over before its time.',
    'timer:break_auto': 'A focus ended, and its break began by itself.',
    'timer:cycle_complete': 'A break ended; the room is idle, or in the next focus where its rhythm says so.',
    'goal:update': 'The goal of the room is `goal` now.',
}


def client_messages() -> tuple[type[BaseModel], ...]:
    """Return the models of messages from clients."""
    return tuple(get_args(get_args(ClientMessage)[0]))


def server_messages() -> tuple[type[BaseModel], ...]:
    """Return the models of messages from the server."""
    return tuple(get_args(get_args(ServerMessage)[0]))


def type_of(model: type[BaseModel]) -> str:
    """Return its `type` in a frame: `timer:start_focus`."""
    return str(get_args(model.model_fields['type'].annotation)[0])


def description_of(model: type[BaseModel]) -> str:
    """Return its docstring on one line."""
    return ' '.join((model.__doc__ or '').split())

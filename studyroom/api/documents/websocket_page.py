"""/docs/websocket: the messages of the WebSocket, generated from their models."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pydantic import BaseModel

from studyroom.api.contract.messages import ConnectionModel, RoomEventModel
from studyroom.api.contract.model import examples_of, schema_name
from studyroom.api.contract.refusals import OF_SOCKETS
from studyroom.api.contract.room_state import MediaModel, RoomStateModel
from studyroom.api.documents import guide
from studyroom.api.documents.fields import Row, fields_of
from studyroom.api.documents.kinds import EVENTS, client_messages, description_of, server_messages, type_of
from studyroom.api.documents.page import Look, code_block, page, paragraphs, prose, shown_json, table

HERE = '/docs/websocket'
PARTS: tuple[type[BaseModel], ...] = (RoomStateModel, MediaModel, ConnectionModel)


@dataclass(frozen=True)
class SocketLimits:
    """Limits to show: messages in ten seconds over one socket, sockets a minute from one address; 0 means none."""

    messages: int
    sockets: int


def websocket_page(look: Look, limits: SocketLimits) -> str:
    """Return the page."""
    parts = [
        ('begin', 'A first connection', paragraphs(guide.BEGIN) + code_block(guide.SESSION) + paragraphs(guide.AFTER)),
        ('sent', 'What you may send', paragraphs(guide.SENT) + ''.join(_message('send', m) for m in client_messages())),
        ('received', 'What you receive', ''.join(_message('get', model) for model in server_messages())),
        ('parts', 'What is inside', ''.join(_message('part', model) for model in PARTS)),
        ('order', 'Order', paragraphs(guide.ORDER)),
        ('who', 'Who is who', paragraphs(guide.WHO)),
        ('time', 'Showing the timer', paragraphs(guide.TIME) + code_block(guide.PAINT)),
        ('resume', 'Coming back', paragraphs(guide.RESUME)),
        ('errors', 'Errors', paragraphs(guide.ERRORS) + _errors()),
        ('limits', 'Limits and the heartbeat', paragraphs(_limits(limits) + guide.HEARTBEAT)),
    ]
    sections = ''.join(f'<section><h2 id="{name}">{title}</h2>{body}</section>' for name, title, body in parts)
    head = f'<h1>{guide.HEADING}</h1>{paragraphs(guide.INTRODUCTION)}'
    main = f'<main id="content" class="docs__words">{head}{sections}</main>'
    return page(look, HERE, guide.HEADING, f'<div class="docs__columns">{_contents(parts)}{main}</div>')


def _contents(parts: list[tuple[str, str, str]]) -> str:
    inner = {'sent': client_messages(), 'received': server_messages()}
    items = ''.join(
        f'<li><a href="#{name}">{title}</a>{_types("send" if name == "sent" else "get", inner.get(name, ()))}</li>'
        for name, title, _ in parts
    )
    return f'<nav class="docs__contents" aria-label="On this page"><ol>{items}</ol></nav>'


def _types(way: str, models: tuple[type[BaseModel], ...]) -> str:
    if not models:
        return ''
    items = ''.join(f'<li><a href="#{_anchor(way, model)}">{type_of(model)}</a></li>' for model in models)
    return f'<ol class="docs__types">{items}</ol>'


def _anchor(way: str, model: type[BaseModel]) -> str:
    return f'{way}-{schema_name(model)}'


def _message(way: str, model: type[BaseModel]) -> str:
    name = schema_name(model) if way == 'part' else type_of(model)
    examples = ''.join(shown_json(example) for example in examples_of(model)[: 3 if model is not RoomEventModel else 4])
    rows = [_row(row) for row in fields_of(model)]
    fields = table(('Field', 'Type', 'What it is'), rows)
    more = _events() if model is RoomEventModel else ''
    return (
        f'<article class="docs__message" id="{_anchor(way, model)}"><h3><code>{escape(name)}</code></h3>'
        f'<p>{prose(description_of(model))}</p>{fields}{more}{examples}</article>'
    )


def _row(row: Row) -> tuple[str, str, str]:
    rare = '' if row.always else ' <span class="docs__rare">optional</span>'
    return f'<code>{escape(row.name)}</code>{rare}', escape(row.kind), prose(row.words)


def _events() -> str:
    rows = [(f'<code>{name}</code>', prose(words)) for name, words in EVENTS.items()]
    return table(('event', 'What happened'), rows)


def _errors() -> str:
    rows = [(f'<code>{code}</code>', prose(it.meaning), prose(it.remedy)) for code, it in OF_SOCKETS.items()]
    return table(('code', 'What it means', 'What to do'), rows)


def _limits(limits: SocketLimits) -> str:
    messages = f'{limits.messages:,} messages in ten seconds over one connection' if limits.messages else ''
    sockets = f'{limits.sockets:,} new connections a minute from one address' if limits.sockets else ''
    allowed = ', and '.join(filter(None, (messages, sockets))) or 'as many messages and connections as you like'
    return f'This server takes {allowed}. {guide.LIMITS}\n\n'

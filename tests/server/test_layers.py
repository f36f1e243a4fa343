"""Layers around an app stay in order, and adding more loses none."""

from __future__ import annotations

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from studyroom.server.layers import add_layers


async def test_the_first_layer_is_outermost_and_a_second_call_keeps_earlier_layers() -> None:
    app, passed = Starlette(), []

    def named(name: str) -> type:
        class Layer:
            def __init__(self, inside: ASGIApp) -> None:
                self.inside = inside

            async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
                passed.append(name)
                await self.inside(scope, receive, send)

        return Layer

    add_layers(app, named('second'), named('third'))
    add_layers(app, named('first'))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url='http://room') as client:
        await client.get('/')
    assert passed == ['first', 'second', 'third']

"""Middleware around the whole app, outside of what the frameworks add."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.types import ASGIApp


def add_layers(app: Starlette, *layers: Callable[[ASGIApp], ASGIApp]) -> None:
    """Wrap `app` and all its middleware, including what is added later; the first layer is outermost."""
    inner = app.build_middleware_stack

    def build() -> ASGIApp:
        stack = inner()
        for layer in reversed(layers):
            stack = layer(stack)
        return stack

    app.build_middleware_stack = build  # type: ignore[method-assign]

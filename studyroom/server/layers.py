"""Layers around the whole app, outside of what frameworks put around it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.types import ASGIApp


def add_layers(app: Starlette, *layers: Callable[[ASGIApp], ASGIApp]) -> None:
    """Put these around everything that `app` is made of, what is added later as well; the first is outermost."""
    inner = app.build_middleware_stack

    def build() -> ASGIApp:
        stack = inner()
        for layer in reversed(layers):
            stack = layer(stack)
        return stack

    app.build_middleware_stack = build  # type: ignore[method-assign]

"""Whom this machine trusts when it calls others by https."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Reading all their certificates takes some 25 ms in which nobody else is served: once, not for each call."""
    return httpx.create_ssl_context(trust_env=False)

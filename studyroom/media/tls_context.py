"""The certificate authorities that our own https requests trust."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Return one TLS context for all requests: loading the certificates blocks the event loop for some 25 ms."""
    return httpx.create_ssl_context(trust_env=False)

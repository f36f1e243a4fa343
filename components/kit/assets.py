"""Where the browser's files are, and the addresses that serve them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

YEAR = 365 * 24 * 3600


@cache
def folder() -> Path:
    """Return `static/` in a checkout, or `studyroom/_static` in an installed wheel."""
    checkout = Path(__file__).resolve().parents[2] / 'static'
    if (checkout / 'tokens.css').is_file():
        return checkout
    spec = find_spec('studyroom')
    origin = spec.origin if spec else None
    return Path(origin or __file__).resolve().parent / '_static'


def asset(name: str) -> Path:
    """Return the path of a file: `asset('live.js')`."""
    return folder() / name


@cache
def base() -> str:
    """Return the folder's address, which holds a digest of its content and so can be cached for a year."""
    digest = hashlib.sha256()
    for path in sorted(folder().rglob('*')):
        if path.is_file():
            digest.update(path.relative_to(folder()).as_posix().encode() + b'\0' + path.read_bytes())
    return f'/static/{digest.hexdigest()[:12]}'


def url(name: str) -> str:
    """Return the address of an asset: `url('tokens.css')`."""
    return f'{base()}/{name}'

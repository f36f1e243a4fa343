"""Where the browser's files lie, and under which address they are served."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

YEAR = 365 * 24 * 3600


@cache
def folder() -> Path:
    """`static/` of a checkout, or `studyroom/_static` where a wheel put it."""
    checkout = Path(__file__).resolve().parents[2] / 'static'
    if (checkout / 'tokens.css').is_file():
        return checkout
    spec = find_spec('studyroom')
    origin = spec.origin if spec else None
    return Path(origin or __file__).resolve().parent / '_static'


def asset(name: str) -> Path:
    """The file of that name: `asset('live.js')`."""
    return folder() / name


@cache
def base() -> str:
    """The address of the folder, with a digest of all that is in it: safe to cache for a year."""
    digest = hashlib.sha256()
    for path in sorted(folder().rglob('*')):
        if path.is_file():
            digest.update(path.relative_to(folder()).as_posix().encode() + b'\0' + path.read_bytes())
    return f'/static/{digest.hexdigest()[:12]}'


def url(name: str) -> str:
    """The address of an asset: `url('tokens.css')`."""
    return f'{base()}/{name}'

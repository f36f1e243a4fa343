"""Whom an address of this server is for: people at a browser, programs, or the pages themselves."""

from typing import Final

API: Final = frozenset({'rooms', 'sfu', 'ws'})
PROGRAMS: Final = API | {'healthz', 'readyz', 'metrics', 'docs', 'openapi.json', 'asyncapi.json', 'livekit'}
MONITORING: Final = frozenset({'healthz', 'readyz', 'metrics'})


def is_for_people(path: str) -> bool:
    """Whether a person opens it: no file of a page, and nothing that programs call."""
    return not is_part_of_pages(path) and first_part(path) not in PROGRAMS


def is_part_of_pages(path: str) -> bool:
    """Whether it is a file of ours, or NiceGUI's own traffic."""
    return path.startswith(('/static/', '/_nicegui'))


def first_part(path: str) -> str:
    """`rooms` of `/rooms/algebra`; empty for `/`."""
    return path.removeprefix('/').partition('/')[0]

"""Classifies paths: for people at a browser, for programs, or part of the pages."""

from typing import Final

API: Final = frozenset({'rooms', 'sfu', 'ws'})
PROGRAMS: Final = API | {'healthz', 'readyz', 'metrics', 'docs', 'openapi.json', 'asyncapi.json', 'livekit'}
MONITORING: Final = frozenset({'healthz', 'readyz', 'metrics'})


def is_for_people(path: str) -> bool:
    """Return whether a person opens it: neither a file of a page nor a path for programs."""
    return not is_part_of_pages(path) and first_part(path) not in PROGRAMS


def is_part_of_pages(path: str) -> bool:
    """Return whether it is one of our files, or NiceGUI's own traffic."""
    return path.startswith(('/static/', '/_nicegui'))


def first_part(path: str) -> str:
    """Return the first part: `rooms` for `/rooms/algebra`, empty for `/`."""
    return path.removeprefix('/').partition('/')[0]

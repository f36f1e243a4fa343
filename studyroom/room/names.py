"""Names of people in a room: no two people who are here have names that look the same."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from studyroom.room.scene import Scene
from studyroom.room.text import NAME_LENGTH, look

if TYPE_CHECKING:
    from studyroom.room.seats import Participant


def present_or_coming(scene: Scene) -> list[Participant]:
    """Return the people who are here or whose page is still loading."""
    seats = {*scene.presence.seats, *scene.presence.coming(scene.now)}
    return [person for person in map(scene.facts.person, seats) if person is not None]


def taken(scene: Scene) -> Set[str]:
    """Return the normalised names of all who are here or coming, except the person who acts."""
    return {look(person.name) for person in present_or_coming(scene) if person.seat != scene.by}


def free(wish: str, looks: Set[str]) -> str:
    """Return the name as wished, or with the first number that makes it look unlike all in `looks`: "Ann (2)"."""
    return next(name for name in _numbered(wish) if look(name) not in looks)


def with_suffix(name: str, suffix: str) -> str:
    """Return the name with the suffix, cut so that both fit into 64 code points."""
    return name[: NAME_LENGTH - len(suffix)].rstrip() + suffix


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 100_000):
        yield with_suffix(name, f' ({number})')

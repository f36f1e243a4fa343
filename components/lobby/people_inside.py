"""The sentence that says who is in a room, in the list of rooms and at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyroom.room.sentences import Sentence

CodeAndTemplate = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsForPeople:
    """How to say it of nobody, of one person, of as many as are named, and of more than those."""

    nobody: CodeAndTemplate
    one: CodeAndTemplate
    some: CodeAndTemplate
    more: CodeAndTemplate
    named: int

    def sentence(self, names: Sequence[str]) -> Sentence:
        """Say how many people are inside, and name the first of them."""
        if not names:
            return Sentence(*self.nobody)
        if len(names) == 1:
            return Sentence(*self.one, name=names[0])
        count, shown, more = len(names), ', '.join(names[: self.named]), len(names) - self.named
        if more > 0:
            return Sentence(*self.more, count=count, names=shown, more=more)
        return Sentence(*self.some, count=count, names=shown)


IN_THE_LIST = WordsForPeople(
    nobody=('nobody_inside', 'Nobody inside'),
    one=('one_person', '1 person: {name}'),
    some=('people', '{count} people: {names}'),
    more=('people_and_more', '{count} people: {names} and {more} more'),
    named=4,
)
AT_THE_DOOR = WordsForPeople(
    nobody=('nobody_inside_yet', 'Nobody is inside yet'),
    one=('one_inside', '1 person inside: {name}'),
    some=('inside', '{count} people inside: {names}'),
    more=('inside_and_more', '{count} people inside: {names} and {more} more'),
    named=8,
)

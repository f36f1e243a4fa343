"""Text with parts that only the browser knows."""

from __future__ import annotations

from string import Formatter

from components.kit.traced import IN_THE_ROW, NotKnownHere, Traced, is_text, js, part, traced
from studyroom.room.sentences import Sentence


def sentence(code: str, template: str, /, **parts: object) -> str:
    """Put what only the browser knows into a Sentence: `sentence('began', 'Began at {time}', time=hhmm(row.at))`.

    Raises KeyError for a missing part, ValueError for a format such as `{n:03}`, and NotKnownHere or TypeError for a part
    that is not text or a whole number.
    """
    written = filled(template, **parts)
    return written if isinstance(written, Traced) else Sentence(code, template, **parts)


def filled(template: str, /, **parts: object) -> str:
    """Fill in text that is not a sentence, such as `filled('rotate({turn})', turn=...)`. Raises as `sentence` does."""
    for name_of_part, value in parts.items():
        _check_part(name_of_part, value)
    pieces: list[str] = []
    for literal, name, spec, conversion in Formatter().parse(template):
        if spec or conversion:
            raise ValueError(f'{template!r} formats {name}, which a browser cannot: format it where the row is made')
        if literal or not pieces:
            pieces.append(js(literal))
        if name is not None:
            pieces.append(part(parts[name]))
    if not any(isinstance(value, Traced) for value in parts.values()):
        return template.format_map(parts)
    return traced(' + '.join(pieces), str, compound=True)


def _check_part(name: str, value: object) -> None:
    if isinstance(value, Traced):
        if value.optional or not is_text(value.type):
            raise NotKnownHere(f'{value.js} may be something else than text or a whole number. {IN_THE_ROW}')
    elif not is_text(type(value)):
        raise TypeError(f'{name} is {value!r}, which is not text or a whole number: {IN_THE_ROW}')

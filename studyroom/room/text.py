"""Words that people type: normalised, bounded, and never cut silently."""

import unicodedata

from studyroom.room.errors import BadInput, RoomError

NAME_LENGTH = 64
TITLE_LENGTH = 60
ROOM_GOAL_LENGTH = 120
MESSAGE_LENGTH = 2_000
GOAL_LENGTH = 140
HELP_LENGTH = 140
ROOM_ID_BOUNDS = (3, 32)

# Unicode Bidirectional Algorithm (UAX #9): explicit formatting characters, which could turn a neighbour's text around.
BIDI_CONTROLS = frozenset('\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
# Letters and symbols that are invisible: Hangul fillers, the empty Braille pattern.
BLANKS = frozenset('\u115f\u1160\u2800\u3164\uffa0')

# Joiners shape letters and tie emoji together; tags spell which flag a black flag is.
JOINERS = frozenset('\u200c\u200d')
BLACK_FLAG = '\U0001f3f4'
TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
# Marks that are invisible: the grapheme joiner, variation selectors.
SELECTORS = frozenset('\u034f' + ''.join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))))


def clean(value: object, *, what: str, code: str, limit: int, empty: bool = False, lines: bool = False) -> str:
    """Return `value` as trimmed Unicode NFC text of at most `limit` code points.

    Control characters and lone surrogates are removed; `lines` keeps line feeds and tabs, otherwise every run of white
    space becomes one space; `empty` allows an empty result. Text with nothing visible in it counts as empty.
    Raises RoomError `{code}_wrong_type`, `{code}_empty` or `{code}_too_long`.
    """
    if not isinstance(value, str):
        raise BadInput(f'{code}_wrong_type', '{what} must be text.', what=what)
    if len(value) > 4 * limit + 1_000:
        raise too_long(what, code, limit)
    text = unicodedata.normalize('NFC', _kept(value, lines)).strip()
    if len(text) > limit:
        raise too_long(what, code, limit)
    if any(_visible(character) for character in text):
        return text
    if not empty:
        raise BadInput(f'{code}_empty', '{what} must not be empty.', what=what)
    return ''


def clean_name(value: object, *, what: str = 'A name') -> str:
    """Return a name of 1 to 64 code points on one line, without hidden format characters. Raises RoomError `name_*`."""
    name = clean(_without_hidden(value) if isinstance(value, str) else value, what=what, code='name', limit=NAME_LENGTH)
    if name.casefold().startswith('seat:'):
        raise BadInput('name_reserved', 'A name cannot start with "seat:".')
    return name


def look(name: str) -> str:
    """Return the look of a name: the same for two names that look the same or differ only in case."""
    seen = (c for c in name if unicodedata.category(c) != 'Cf' or c in TAGS)
    folded = unicodedata.normalize('NFKC', ''.join(seen)).casefold()
    return ' '.join(''.join(c for c in folded if c not in SELECTORS and c not in BLANKS).split())


def without_bidi(value: object) -> object:
    """Return text without bidi controls, and anything else as it is."""
    if not isinstance(value, str):
        return value
    return ''.join(character for character in value if character not in BIDI_CONTROLS)


def clean_room_id(value: object) -> str:
    """Return a room id of 3 to 32 letters, digits, `-` or `_`, in NFKC, trimmed and lower-cased.

    Raises RoomError `bad_room_id`.
    """
    sentence = 'A room address has 3 to 32 letters, digits, "-" or "_".'
    if not isinstance(value, str) or len(value) > 200:
        raise BadInput('bad_room_id', sentence)
    room_id = unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', value).strip().lower())
    low, high = ROOM_ID_BOUNDS
    fits = low <= len(room_id) <= high and all(map(_id_character, room_id))
    if not fits or not any(map(_visible, room_id)):
        raise BadInput('bad_room_id', sentence)
    return room_id


def slug(title: str, limit: int = 24) -> str:
    """Return the letters and digits of a title, joined by `-`: the readable part of a room id. It may be empty."""
    folded = unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', title).lower())
    words = ''.join(character if _id_character(character) and character != '_' else ' ' for character in folded).split()
    cut = '-'.join('-'.join(words).replace('-', ' ').split())[:limit]
    return cut.strip('-')


def too_long(what: str, code: str, limit: int) -> RoomError:
    return BadInput(f'{code}_too_long', '{what} can have at most {limit:,} characters.', what=what, limit=limit)


def _id_character(character: str) -> bool:
    # Marks belong to the letters of many scripts (Devanagari vowels, for one).
    return character in '-_' or unicodedata.category(character)[0] in 'LNM'


def _visible(character: str) -> bool:
    # Unassigned code points count as visible: they may be emoji newer than this Python.
    category = unicodedata.category(character)
    return category[0] not in 'ZM' and category not in {'Cc', 'Cf', 'Cs'} and character not in BLANKS


def _without_hidden(text: str) -> str:
    kept = ''
    for character, following in zip(text, f'{text[1:]} ', strict=False):
        last = kept[-1:]
        joins = character in JOINERS and _joined(last) and _joined(following)
        tags = character in TAGS and (last == BLACK_FLAG or last in TAGS)
        if unicodedata.category(character) != 'Cf' or joins or tags:
            kept += character
    return kept


def _joined(neighbour: str) -> bool:
    return neighbour != '' and unicodedata.category(neighbour) not in {'Cc', 'Cf', 'Cs', 'Zs', 'Zl', 'Zp'}


def _kept(text: str, lines: bool) -> str:
    text = '\n'.join(text.splitlines()) if lines else ' '.join(text.split())
    text = ''.join(c for c in text if c in '\n\t' or unicodedata.category(c) not in {'Cc', 'Cs'})
    return text if lines else ' '.join(text.split())

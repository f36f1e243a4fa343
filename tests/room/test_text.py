import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyroom.room.chat import clean_message
from studyroom.room.config import clean_room_goal, clean_title
from studyroom.room.errors import RoomError
from studyroom.room.goal_board import clean_goal
from studyroom.room.text import BIDI_CONTROLS, clean_name, clean_room_id, look, slug

ANYTHING = st.text(st.characters(), max_size=80)  # lone surrogates included
FAMILY = '\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}'
RIGHT_TO_LEFT_OVERRIDE = '\u202e'


def code_of(check: Callable[[object], str], value: object) -> str:
    with pytest.raises(RoomError) as refusal:
        check(value)
    assert refusal.value.sentence
    assert str(refusal.value) == refusal.value.sentence
    return refusal.value.code


def test_text_is_composed_to_nfc() -> None:
    assert clean_name('Jose\u0301') == 'Jos\u00e9'


def test_a_limit_counts_code_points_after_composition() -> None:
    assert clean_name('e\u0301' * 64) == '\u00e9' * 64
    assert clean_name('\N{GRINNING FACE}' * 64) == '\N{GRINNING FACE}' * 64


@pytest.mark.parametrize(
    ('check', 'limit', 'code'),
    [
        (clean_name, 64, 'name'),
        (clean_title, 60, 'title'),
        (clean_goal, 140, 'goal'),
        (clean_room_goal, 120, 'room_goal'),
        (clean_message, 2_000, 'message'),
    ],
)
def test_each_kind_of_text_has_its_limit(check: Callable[[object], str], limit: int, code: str) -> None:
    assert check('x' * limit) == 'x' * limit
    assert check(f'  {"x" * limit}  ') == 'x' * limit
    assert code_of(check, 'x' * (limit + 1)) == f'{code}_too_long'
    assert code_of(check, 'x' * 100_000) == f'{code}_too_long'
    assert code_of(check, 7) == f'{code}_wrong_type'
    assert code_of(check, None) == f'{code}_wrong_type'


@pytest.mark.parametrize('blank', ['', '   ', '\n\t', '\u200b', '\u200d\ufe0f', '\u3164', '\x00', '\u2028', '\u0301'])
@pytest.mark.parametrize('check', [clean_name, clean_title, clean_goal, clean_message])
def test_text_with_nothing_visible_in_it_counts_as_empty(check: Callable[[object], str], blank: str) -> None:
    assert code_of(check, blank).endswith('_empty')


@pytest.mark.parametrize('blank', ['', ' \n ', '\u200b'])
def test_a_room_may_have_no_goal(blank: str) -> None:
    assert clean_room_goal(blank) == ''


def test_control_characters_and_lone_surrogates_are_removed() -> None:
    assert clean_name('A\x00n\x1bn\x7f\ud800') == 'Ann'
    assert clean_message('hel\x07lo\x1b[31m') == 'hello[31m'


def test_a_line_break_in_one_line_of_text_becomes_a_space() -> None:
    assert clean_goal('read chapter 3\nand 4') == 'read chapter 3 and 4'
    assert clean_title('Linear\r\n  Algebra') == 'Linear Algebra'
    assert clean_name('Ann\u2028Lee') == 'Ann Lee'


def test_a_message_keeps_its_lines_and_tabs() -> None:
    assert clean_message('one\r\n\ttwo\rthree\u2028four\n') == 'one\n\ttwo\nthree\nfour'


def test_bidi_controls_are_removed_from_names_and_titles() -> None:
    assert clean_name(f'{RIGHT_TO_LEFT_OVERRIDE}nnA') == 'nnA'
    assert clean_title(f'Maths{RIGHT_TO_LEFT_OVERRIDE}') == 'Maths'
    assert not BIDI_CONTROLS & set(clean_name('A' + ''.join(BIDI_CONTROLS)))


@pytest.mark.parametrize('hidden', ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u061c', '\u200d', '\u200c', '\U000e0041'])
def test_hidden_characters_are_removed_from_the_ends_of_a_name_and_beside_spaces(hidden: str) -> None:
    assert clean_name(f'{hidden}Ann {hidden}Lee{hidden}') == 'Ann Lee'


@pytest.mark.parametrize(
    'other', ['ANN', 'A\u200dnn', 'An\u200bn', 'Ann\u3164', 'Ann\u2800', 'Ann\ufe0f', 'A\u034fnn', '\uff21nn', 'Ann ']
)
def test_names_that_look_the_same_have_the_same_look(other: str) -> None:
    assert look(other) == look('Ann')
    assert look('Anne') != look('Ann')


ENGLAND, SCOTLAND = (
    f'\U0001f3f4{"".join(chr(0xE0000 + ord(c)) for c in flag)}\U000e007f' for flag in ('gbeng', 'gbsct')
)


def test_flags_spelled_with_tags_are_kept_and_differ() -> None:
    assert [clean_name(flag) for flag in (ENGLAND, SCOTLAND)] == [ENGLAND, SCOTLAND]
    assert look(ENGLAND) != look(SCOTLAND)


@pytest.mark.parametrize(
    'name',
    [
        FAMILY,
        'می\u200cخواهم',
        'क\u094d\u200dष',
        '\u2764\ufe0f',
        '\N{REGIONAL INDICATOR SYMBOL LETTER D}' * 2,
        'कविता',
        'محمد',
        '李',
    ],
)
def test_emoji_and_every_script_survive(name: str) -> None:
    assert clean_name(name) == name
    assert clean_message(name) == name


def test_an_emoji_newer_than_the_interpreter_is_accepted_as_a_name() -> None:
    assert unicodedata.category('\U0001faff') in {'Cn', 'So'}
    assert clean_name('\U0001faff') == '\U0001faff'


@pytest.mark.parametrize('name', ['seat:x', 'SEAT:x', ' Seat:1', '\u202eseat:1'])
def test_a_name_cannot_look_like_a_seat(name: str) -> None:
    assert code_of(clean_name, name) == 'name_reserved'


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for check in (clean_name, clean_message, clean_goal, clean_title, clean_room_goal):
        try:
            once = check(text)
        except RoomError:
            continue
        assert check(once) == once
        assert unicodedata.is_normalized('NFC', once)
        once.encode()


@pytest.mark.parametrize(
    ('typed', 'room_id'),
    [
        ('  Algebra-K7F2 ', 'algebra-k7f2'),
        ('ＡＬＧＥＢＲＡ', 'algebra'),
        ('ﬁnal', 'final'),
        ('線形代数', '線形代数'),
        ('АЛГЕБРА', 'алгебра'),
        ('गणित', 'गणित'),
        ('جبر-١٢', 'جبر-١٢'),
        ('ΟΔΟΣ', 'οδος'),
        ('İzmir', 'i̇zmir'),
        ('a_b', 'a_b'),
        ('x' * 32, 'x' * 32),
    ],
)
def test_a_room_id_of_any_script_is_normalised_and_lower_cased(typed: str, room_id: str) -> None:
    assert clean_room_id(typed) == clean_room_id(room_id)


@pytest.mark.parametrize(
    'bad', ['', 'ab', 'x' * 33, 'a b c', 'a/b', 'a.b', '../x', 'é!é', 'abc\x00', '🦉🦉🦉', None, 7, 'x' * 201]
)
def test_anything_else_is_refused_as_a_room_id(bad: object) -> None:
    assert code_of(clean_room_id, bad) == 'bad_room_id'


def test_a_greek_word_gives_the_same_room_id_in_capitals_and_in_small_letters() -> None:
    assert clean_room_id('ΟΔΟΣ') == clean_room_id('οδος') == 'οδος'


@given(ANYTHING)
def test_cleaning_a_room_id_twice_changes_nothing(text: str) -> None:
    try:
        room_id = clean_room_id(text)
    except RoomError:
        return
    assert clean_room_id(room_id) == room_id
    assert 3 <= len(room_id) <= 32


@given(st.text(max_size=60))
def test_a_slug_with_a_random_tail_is_always_a_valid_room_id(title: str) -> None:
    room_id = f'{slug(title) or "room"}-k7f2'
    assert clean_room_id(room_id) == room_id


def test_a_slug_keeps_the_readable_part_of_a_title() -> None:
    assert slug('Linear Algebra (2nd year)') == 'linear-algebra-2nd-year'
    assert slug('線形 代数!') == '線形-代数'
    assert slug('🦉') == ''
    assert slug('-- a_b --') == 'a-b'
    assert len(slug('x' * 60)) == 24

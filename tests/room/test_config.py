import pytest

from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from studyroom.room.rhythm import Rhythm


def test_checking_a_configuration_cleans_its_text() -> None:
    config = RoomConfig('  Linear \n Algebra ', '  finish sheet 3 ').checked()
    assert (config.title, config.goal, config.listed, config.hold_notes) == (
        'Linear Algebra',
        'finish sheet 3',
        True,
        False,
    )


@pytest.mark.parametrize(
    ('config', 'code'),
    [
        (RoomConfig(''), 'title_empty'),
        (RoomConfig('x' * 61), 'title_too_long'),
        (RoomConfig('Maths', 'x' * 121), 'room_goal_too_long'),
        (RoomConfig('Maths', rhythm=Rhythm(focus=59)), 'bad_rhythm'),
        (RoomConfig('Maths', listed=None), 'bad_setting'),  # type: ignore[arg-type]
        (RoomConfig('Maths', hold_notes='yes'), 'bad_setting'),  # type: ignore[arg-type]
        (RoomConfig(5), 'title_wrong_type'),  # type: ignore[arg-type]
    ],
)
def test_the_error_says_what_is_wrong_in_a_configuration(config: RoomConfig, code: str) -> None:
    with pytest.raises(RoomError) as refusal:
        config.checked()
    assert refusal.value.code == code

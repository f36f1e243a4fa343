import pytest

from studyroom.room.chat import WRITE
from studyroom.room.errors import RoomError
from studyroom.room.permissions import Role, may, require


def test_in_a_room_without_a_host_everybody_may_do_everything() -> None:
    assert may(Role.MEMBER, WRITE)
    require(Role.MEMBER, WRITE)


def test_anyone_who_is_not_a_member_hears_what_they_may_not_do() -> None:
    with pytest.raises(RoomError) as refusal:
        require('ghost', WRITE)  # type: ignore[arg-type]
    assert refusal.value.code == 'not_allowed'
    assert refusal.value.sentence == 'You may not write in the chat in this room.'

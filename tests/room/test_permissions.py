import pytest

from studyroom.room.errors import RoomError
from studyroom.room.permissions import Act, Role, may, require


@pytest.mark.parametrize('act', list(Act))
def test_in_a_room_without_a_host_everyone_may_do_everything(act: Act) -> None:
    assert may(Role.MEMBER, act)
    require(Role.MEMBER, act)


def test_someone_who_is_not_a_member_hears_what_they_may_not_do() -> None:
    with pytest.raises(RoomError) as refusal:
        require('ghost', Act.CHAT)  # type: ignore[arg-type]
    assert refusal.value.code == 'not_allowed'
    assert 'write in the chat' in refusal.value.sentence

import jwt

from studyroom.media.tokens import LiveKitKeys

KEYS = LiveKitKeys('studyroom', 's' * 40)


def grants(token: str) -> dict[str, object]:
    found: dict[str, object] = jwt.decode(token, KEYS.secret, algorithms=['HS256'])['video']
    return found


def test_a_token_grants_hearing_and_sending_and_nothing_else() -> None:
    assert grants(KEYS.join_token('algebra-k7f2', 'seat:1', 'Ann')) == {
        'roomJoin': True,
        'room': 'algebra-k7f2',
        'canPublish': True,
        'canSubscribe': True,
        'canPublishData': False,
        'canPublishSources': ['microphone', 'camera', 'screen_share', 'screen_share_audio'],
        'canUpdateOwnMetadata': False,
    }


def test_a_person_who_may_send_nothing_may_publish_nothing() -> None:
    found = grants(KEYS.join_token('algebra-k7f2', 'seat:1', 'Ann', sources=()))
    assert found['canPublish'] is False
    assert 'canPublishSources' not in found


def test_our_own_token_names_room_and_seat() -> None:
    assert KEYS.claims(KEYS.join_token('algebra-k7f2', 'seat:1', 'Ann')) == ('algebra-k7f2', 'seat:1')


def test_keys_do_not_show_their_secret() -> None:
    assert KEYS.secret not in repr(KEYS)

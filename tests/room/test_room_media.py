from studyroom.room.events import MediaChanged
from studyroom.room.media import MediaState
from tests.room.stepped_study import Study, empty_room, names

TALKING = MediaState(audio=True)


async def test_everybody_hears_what_a_person_sends(study: Study) -> None:
    heard = study.listen(study.ben)
    study.room.set_media(study.ann, TALKING)
    (event,) = heard
    assert isinstance(event, MediaChanged)
    assert (event.seat, event.state) == (study.ann, TALKING)
    assert study.room.media == {study.ann: TALKING}


async def test_what_is_already_known_is_not_announced_again(study: Study) -> None:
    study.room.set_media(study.ann, TALKING)
    heard = study.listen(study.ben)
    study.room.set_media(study.ann, TALKING)
    assert heard == []


async def test_a_person_who_sends_nothing_is_not_among_the_senders(study: Study) -> None:
    study.room.set_media(study.ann, TALKING)
    study.room.set_media(study.ann, MediaState())
    assert study.room.media == {}


async def test_a_person_who_has_gone_sends_nothing_and_comes_back_sending_nothing(study: Study) -> None:
    study.room.set_media(study.ann, TALKING)
    study.room.forget(study.ann, 'ann client')
    assert study.room.media == {}
    study.room.connect(study.ann, 'another client', 'tab')
    assert study.room.media == {}


async def test_a_person_who_reconnects_keeps_sending(study: Study) -> None:
    study.room.set_media(study.ann, TALKING)
    study.room.disconnect(study.ann, 'ann client')
    assert study.room.media == {study.ann: TALKING}


async def test_a_person_who_is_not_here_cannot_send() -> None:
    study = await empty_room()
    heard = study.listen('')
    study.room.set_media('seat:nobody', TALKING)
    assert (heard, study.room.media) == ([], {})


async def test_what_people_send_is_never_stored(study: Study) -> None:
    before = await study.stored()
    study.room.set_media(study.ann, TALKING)
    assert await study.stored() == before
    assert 'MediaChanged' not in names(before)

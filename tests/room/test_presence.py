from hypothesis import given
from hypothesis import strategies as st

from studyroom.room.events import PersonGone, SeatHeld, StatusSet
from studyroom.room.presence import Attendance, Presence
from studyroom.room.status import PersonStatus, follow_phase
from tests.room.stepped_study import Study, names, two_people


def test_nobody_is_here_at_first() -> None:
    presence = Presence()
    assert not presence
    assert presence.seats == ()
    assert not presence.connected('seat:ann')
    assert not presence.held_elsewhere('seat:ann', 'tab')
    assert presence.status('seat:ann') is PersonStatus.FOLLOWS


def test_a_seat_is_connected_while_one_of_its_clients_is() -> None:
    attendance = Attendance('tab', 0.0, {'old': False, 'new': True})
    assert attendance.connected
    assert not Attendance('tab', 0.0, {'old': False}).connected


async def test_in_a_new_phase_people_who_are_away_stay_away_and_the_others_follow_the_room() -> None:
    study = await two_people()
    await study.room.set_status(study.ann, 'away')
    await study.room.set_status(study.ben, 'focusing')
    (followed,) = follow_phase(study.room.scene())
    assert (followed.seat, followed.by) == (study.ben, study.ben)


async def test_presence_events_change_who_is_here_and_how() -> None:
    study = await two_people()
    room, head = study.room, {'room_id': study.room.room_id, 'by': study.ann, 'seat': study.ann}
    study.clock.step(60)
    room.apply(SeatHeld(at=study.clock.now(), tab='second tab', **head))
    assert room.presence.held_elsewhere(study.ann, 'ann tab')
    room.apply(StatusSet(at=study.clock.now(), status=PersonStatus.AWAY, **head))
    assert room.presence.status(study.ann) is PersonStatus.AWAY
    for _ in range(2):
        room.apply(PersonGone(at=study.clock.now(), **head))
        assert room.presence.seats == (study.ben,)


steps = st.lists(
    st.tuples(
        st.sampled_from(['connect', 'disconnect', 'forget', 'take_over', 'leave', 'sit_down']),
        st.sampled_from(['c1', 'c2', 'c3']),
        st.sampled_from(['t1', 't2']),
    ),
    max_size=25,
)


async def step(study: Study, verb: str, client: str, tab: str) -> None:
    room, seat = study.room, study.ann
    match verb:
        case 'connect':
            room.connect(seat, client, tab)
        case 'take_over':
            room.take_over(seat, client, tab)
        case 'leave':
            await room.leave(seat)
        case 'sit_down':
            await room.sit_down('ann', 'Ann')
        case _:
            getattr(room, verb)(seat, client)


@given(steps)
async def test_the_others_always_know_who_is_here(taken: list[tuple[str, str, str]]) -> None:
    study = await two_people()
    ben = study.listen(study.ben)
    for verb, client, tab in taken:
        await step(study, verb, client, tab)
        last = [name for name in ['PersonReturned', *names(ben)] if name.startswith('Person')][-1]
        present, connected = study.ann in study.room.presence, study.room.presence.connected(study.ann)
        assert present == (last != 'PersonGone')
        assert connected == (last in {'PersonCame', 'PersonReturned'})

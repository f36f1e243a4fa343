import asyncio

import pytest

from studyroom.room.errors import RoomError
from studyroom.room.status import PersonStatus
from tests.room.stepped_study import ROOM_ID, Study, empty_room, names


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_people_are_listed_in_the_order_they_came(study: Study) -> None:
    assert [person.name for person in study.room.people] == ['Ann', 'Ben']
    assert study.room.state().people == ('Ann', 'Ben')


async def test_a_seat_id_is_the_same_each_time_and_reveals_nothing_about_the_person(study: Study) -> None:
    assert study.room.seat_of('ann') == study.ann
    assert study.ann.startswith('seat:')
    assert 'ann' not in study.ann
    other = await empty_room()
    other.room.room_id = 'biology-x2y3'
    assert other.room.seat_of('ann') != study.ann


async def test_a_second_person_with_the_same_name_gets_a_number(study: Study) -> None:
    for number, wish in ((2, 'ann'), (3, 'ＡＮＮ'), (4, 'A\u200dnn')):
        person = await study.room.sit_down(f'ann {number}', wish)
        study.room.connect(person.seat, f'client {number}', 'tab')
        assert person.name == f'{wish} ({number})'


async def test_a_long_name_in_use_still_gets_a_number_within_the_limit(study: Study) -> None:
    for person in ('first', 'second'):
        taken = await study.room.sit_down(person, 'x' * 64)
        study.room.connect(taken.seat, person, 'tab')
    assert taken.name == 'x' * 60 + ' (2)'


async def test_two_people_who_join_at_once_under_one_name_are_two_participants() -> None:
    study = await empty_room()

    async def join(person: str) -> None:
        seat = (await study.room.sit_down(person, 'Ann')).seat
        study.room.connect(seat, person, 'tab')

    await asyncio.gather(join('one'), join('two'))
    assert sorted(person.name for person in study.room.people) == ['Ann', 'Ann (2)']


async def test_sitting_down_again_changes_at_most_the_name(study: Study) -> None:
    heard = study.listen(study.ben)
    await study.room.sit_down('ann', 'Ann')
    await study.room.sit_down('ann', 'Anna')
    assert names(heard) == ['Renamed']
    assert study.room.person(study.ann).name == 'Anna'


async def test_a_rename_is_announced_once_and_keeps_names_distinct(study: Study) -> None:
    heard = study.listen(study.ben)
    for _ in range(2):
        await study.room.rename(study.ann, 'Anna')
    assert names(heard) == ['Renamed']
    await study.room.rename(study.ann, 'ben')
    assert study.room.person(study.ann).name == 'ben (2)'
    assert await refused(study.room.rename(study.ann, '')) == 'name_empty'
    assert await refused(study.room.rename(study.room.seat_of('visitor'), 'X')) == 'not_seated'


async def test_a_person_who_left_comes_back_to_their_goals(study: Study) -> None:
    await study.room.intend(study.ann, 'read')
    heard = study.listen(study.ben)
    await study.room.leave(study.ann)
    assert names(heard) == ['SeatLeft', 'PersonGone']
    assert study.room.person(study.ann) is None
    assert [person.name for person in study.room.people] == ['Ben']
    await study.room.leave(study.ann)
    assert len(heard) == 2
    study.clock.step(86_400)
    back = await study.room.sit_down('ann', 'Ann')
    assert (back.seat, back.now, back.since) == (study.ann, 'read', study.clock.now())


async def test_a_person_who_left_no_longer_needs_help(study: Study) -> None:
    await study.room.ask_help(study.ann, '3b')
    await study.room.leave(study.ann)
    assert not (await study.room.sit_down('ann', 'Ann')).needs_help


async def test_two_people_who_come_back_at_once_under_one_name_do_not_both_keep_it(study: Study) -> None:
    study.room.forget(study.ann, 'ann client')
    other = await study.room.sit_down('another', 'Ann')
    study.room.connect(other.seat, 'c', 't')
    study.room.forget(other.seat, 'c')
    back = [await study.room.come_back(seat) for seat in (study.ann, other.seat)]
    assert [person.name for person in back if person] == ['Ann', 'Ann (2)']


async def test_coming_back_to_a_seat_keeps_the_name_unless_somebody_present_has_it(study: Study) -> None:
    heard = study.listen(study.ben)
    assert (await study.room.come_back(study.ann)).name == 'Ann'
    study.room.forget(study.ann, 'ann client')
    assert (await study.room.come_back(study.ann)).name == 'Ann'
    study.clock.step(31)
    another = await study.room.sit_down('another', 'Ann')
    study.room.connect(another.seat, 'c', 't')
    assert (await study.room.come_back(study.ann)).name == 'Ann (2)'
    assert names(heard) == ['PersonGone', 'SeatTaken', 'PersonCame', 'Renamed']
    assert await study.room.come_back(study.room.seat_of('visitor')) is None


async def test_everyone_hears_of_people_coming_and_going(study: Study) -> None:
    ben = study.listen(study.ben)
    room, seat = study.room, study.ann
    room.disconnect(seat, 'ann client')
    assert not room.presence.connected(seat)
    room.connect(seat, 'ann client', 'ann tab')
    assert room.presence.holds(seat, 'ann client')
    room.disconnect(seat, 'ann client')
    room.forget(seat, 'ann client')
    assert seat not in room.presence
    assert names(ben) == ['PersonReconnecting', 'PersonReturned', 'PersonReconnecting', 'PersonGone']
    assert room.empty_since < study.clock.now() + 1


async def test_a_report_of_presence_that_comes_twice_counts_once(study: Study) -> None:
    ben = study.listen(study.ben)
    room, seat = study.room, study.ann
    for _ in range(2):
        room.connect(seat, 'ann client', 'ann tab')
    for _ in range(2):
        room.disconnect(seat, 'ann client')
    for _ in range(2):
        room.forget(seat, 'ann client')
    room.disconnect(seat, 'ann client')
    room.take_over(seat, 'c', 'x')
    room.forget(study.ben, 'never seen')
    assert names(ben) == ['PersonReconnecting', 'PersonGone']


async def test_a_reload_in_the_same_tab_takes_over_silently(study: Study) -> None:
    ben = study.listen(study.ben)
    study.room.connect(study.ann, 'after the reload', 'ann tab')
    assert study.room.presence.holds(study.ann, 'after the reload')
    study.room.disconnect(study.ann, 'ann client')
    study.room.forget(study.ann, 'ann client')
    assert ben == []
    assert study.room.presence.connected(study.ann)


async def test_another_tab_waits_until_it_takes_the_seat_over(study: Study) -> None:
    ann, ben = study.listen(study.ann), study.listen(study.ben)
    room, seat = study.room, study.ann
    assert room.presence.held_elsewhere(seat, 'second tab')
    room.connect(seat, 'second', 'second tab')
    assert not room.presence.holds(seat, 'second')
    for _ in range(2):
        room.take_over(seat, 'second', 'second tab')
    room.connect(seat, 'second', 'second tab')
    assert room.presence.holds(seat, 'second')
    room.connect(seat, 'ann client', 'ann tab')
    assert not room.presence.holds(seat, 'ann client')
    assert names(ann) == ['SeatHeld']
    assert ben == []


async def test_closing_the_tab_that_gave_up_the_seat_goes_unnoticed(study: Study) -> None:
    ben = study.listen(study.ben)
    room, seat = study.room, study.ann
    room.take_over(seat, 'second', 'second tab')
    room.disconnect(seat, 'ann client')
    room.forget(seat, 'ann client')
    assert ben == []
    assert room.presence.connected(seat)


async def test_a_seat_taken_over_while_the_other_tab_reconnects_has_returned(study: Study) -> None:
    study.room.disconnect(study.ann, 'ann client')
    ben = study.listen(study.ben)
    study.room.take_over(study.ann, 'second', 'second tab')
    assert names(ben) == ['PersonReturned']


async def test_the_other_tab_may_sit_down_while_the_first_reconnects(study: Study) -> None:
    study.room.disconnect(study.ann, 'ann client')
    ben = study.listen(study.ben)
    study.room.connect(study.ann, 'second', 'second tab')
    assert study.room.presence.holds(study.ann, 'second')
    study.room.connect(study.ann, 'ann client', 'ann tab')
    assert not study.room.presence.holds(study.ann, 'ann client')
    study.room.forget(study.ann, 'second')
    assert names(ben) == ['PersonReturned', 'PersonReconnecting']
    study.room.forget(study.ann, 'ann client')
    assert names(ben)[-1] == 'PersonGone'


async def test_a_visitor_is_not_present(study: Study) -> None:
    study.room.connect(study.room.seat_of('visitor'), 'c', 't')
    assert not study.room.presence.holds(study.room.seat_of('visitor'), 'c')
    assert len(study.room.presence) == 2


async def test_a_room_is_empty_once_the_last_person_has_gone(study: Study) -> None:
    study.clock.step(60)
    study.room.forget(study.ann, 'ann client')
    study.clock.step(60)
    await study.room.leave(study.ben)
    assert not study.room.presence
    assert study.room.empty_since == study.clock.now()


async def test_a_status_is_seen_by_everyone_until_the_phase_changes(study: Study) -> None:
    room = study.room
    await room.start(study.ann)
    ben = study.listen(study.ben)
    for _ in range(2):
        await room.set_status(study.ann, 'break')
    assert names(ben) == ['StatusSet']
    assert room.presence.status(study.ann) is PersonStatus.BREAK
    await study.until_the_bell()
    assert names(ben)[1:] == ['PhaseEnded', 'StatusSet']
    assert room.presence.status(study.ann) is PersonStatus.FOLLOWS


async def test_a_person_who_is_away_stays_away_when_the_phase_changes(study: Study) -> None:
    await study.room.set_status(study.ann, PersonStatus.AWAY)
    await study.room.start(study.ann)
    await study.until_the_bell()
    assert study.room.presence.status(study.ann) is PersonStatus.AWAY


@pytest.mark.parametrize('status', ['', 'asleep', None, 3, [], {}])
async def test_an_unknown_status_is_refused(study: Study, status: object) -> None:
    assert await refused(study.room.set_status(study.ann, status)) == 'bad_status'


async def test_only_people_who_are_present_have_a_status(study: Study) -> None:
    assert await refused(study.room.set_status(study.room.seat_of('visitor'), 'away')) == 'not_seated'
    study.room.forget(study.ann, 'ann client')
    ben = study.listen(study.ben)
    await study.room.set_status(study.ann, 'away')
    assert ben == []
    assert study.room.presence.status(study.ann) is PersonStatus.FOLLOWS


async def test_listeners_are_back_to_zero_when_all_pages_are_gone(study: Study) -> None:
    ends = [study.hub.subscribe(ROOM_ID, seat, {}) for seat in (study.ann, study.ben, '')]
    assert study.hub.listeners(ROOM_ID) == 3
    for end in ends:
        end()
    assert study.hub.listeners() == 0

"""Guests come by the API: they have names of their own while they are here, and are forgotten in the end."""

import asyncio

import pytest

from studyroom.log.codec import Codec
from studyroom.room.errors import RoomError
from studyroom.room.events import FACTS, PersonGone
from studyroom.room.facts import RoomFacts, applied
from studyroom.room.media import MediaState
from studyroom.room.rhythm import Phase
from studyroom.room.seats import GUESTS_KEPT, Participant
from tests.room.stepped_study import Study, empty_room, names

CODEC = Codec(FACTS, RoomFacts)
TALKING, SHOWING = MediaState(audio=True), MediaState(video=True)


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def guest(study: Study, name: str, *, person: str = 'api:bot', present: bool = True) -> Participant:
    sitting = await study.room.sit_down(person, name, guest=True)
    if present:
        study.room.connect(sitting.seat, person, person)
    return sitting


async def visited(study: Study, number: int, label: str = 'system') -> str:
    visitor = await study.room.visit(f'api:visitor {number}', label)
    await study.room.leave(visitor.seat)
    return visitor.seat


async def test_two_guests_with_the_same_name_are_two_people(study: Study) -> None:
    first, second = await guest(study, 'bot'), await guest(study, 'Bot', person='api:other')
    assert (first.name, second.name) == ('bot', 'Bot (2)')
    await study.room.leave(first.seat)
    assert [person.name for person in study.room.people] == ['Ann', 'Ben', 'Bot (2)']


async def test_a_seated_guest_keeps_its_name_however_long_it_takes_to_join(study: Study) -> None:
    first = await guest(study, 'bot', present=False)
    study.clock.step(86_400)
    assert (await guest(study, 'bot', person='api:other')).name == 'bot (2)'
    assert (await study.room.sit_down('cleo', 'BOT')).name == 'BOT (3)'
    await study.room.leave(first.seat)
    assert (await study.room.sit_down('dan', 'bot')).name == 'bot'


async def test_a_guest_that_has_only_a_seat_is_not_in_the_room(study: Study) -> None:
    await guest(study, 'bot', present=False)
    assert study.room.state().people == ('Ann', 'Ben')


async def test_visitors_may_share_a_label_and_do_not_reserve_it(study: Study) -> None:
    first, second = await asyncio.gather(*(study.room.visit(f'api:{number}', 'system') for number in (1, 2)))
    assert (first.name, second.name) == ('system', 'system')
    assert (await guest(study, 'system')).name == 'system'


async def test_a_visitor_is_told_apart_from_everyone_present(study: Study) -> None:
    assert (await study.room.visit('api:1', 'ＡＮＮ')).name == 'ＡＮＮ (api)'
    await study.room.rename(study.ben, 'ann (API)')
    assert (await study.room.visit('api:2', 'Ann')).name == 'Ann (api) (2)'
    await study.room.rename(study.ben, 'x' * 64)
    assert (await study.room.visit('api:3', 'x' * 64)).name == 'x' * 58 + ' (api)'


async def test_a_visitor_acts_once_without_ever_being_in_the_room(study: Study) -> None:
    heard = study.listen(study.ben)
    visitor = await study.room.visit('api:1', 'system')
    await study.room.start(visitor.seat, Phase.FOCUS)
    await study.room.leave(visitor.seat)
    assert names(heard) == ['SeatTaken', 'TimerStarted', 'SeatLeft']
    assert study.room.state().people == ('Ann', 'Ben')
    assert await refused(study.room.pause(visitor.seat)) == 'not_seated'
    assert await refused(study.room.visit('api:2', ' ')) == 'name_empty'


async def test_a_guest_still_has_its_name_when_the_others_hear_that_it_has_gone(study: Study) -> None:
    bot, told = await guest(study, 'bot'), []
    gone = {PersonGone: lambda event: told.append(study.facts.seats[event.seat].name)}
    study.hub.subscribe(study.room.room_id, study.ben, gone)
    await study.room.leave(bot.seat)
    assert told == ['bot']


async def test_only_the_guests_who_left_last_are_remembered(study: Study) -> None:
    bot = await guest(study, 'bot')
    seats = [await visited(study, number) for number in range(GUESTS_KEPT + 20)]
    kept = [seat for seat in study.facts.seats if seat in set(seats)]
    assert kept == seats[-GUESTS_KEPT:]
    await study.room.leave(bot.seat)
    await visited(study, -1)
    assert bot.seat in study.facts.seats, 'it came long ago, but has just left'
    assert {study.ann, study.ben} <= study.facts.seats.keys()
    assert await study.rebuilt() == study.facts


async def test_the_person_who_changed_the_timer_is_named_until_somebody_else_changes_it(study: Study) -> None:
    visitor = await study.room.visit('api:starter', 'cron')
    await study.room.start(visitor.seat)
    await study.room.leave(visitor.seat)
    for number in range(GUESTS_KEPT + 20):
        await visited(study, number)
    assert study.facts.seats[study.facts.timer_by].name == 'cron'
    await study.room.pause(study.ann)
    await visited(study, -1)
    assert visitor.seat not in study.facts.seats
    assert await study.rebuilt() == study.facts


async def test_what_is_forgotten_does_not_depend_on_when_the_server_started(study: Study) -> None:
    """A snapshot taken in the middle and the facts alone give the same seats in the same order."""
    for number in range(60):
        await visited(study, number)
    resumed = CODEC.decode_snapshot(CODEC.encode_snapshot(study.facts))
    for number in range(60, GUESTS_KEPT + 60):
        await visited(study, number)
    for fact in (await study.stored())[resumed.seq :]:
        resumed = applied(resumed, fact)
    whole = await study.rebuilt()
    assert resumed == whole == study.facts
    assert list(resumed.seats) == list(whole.seats) == list(study.facts.seats)


async def test_a_room_that_wakes_no_longer_has_guests(study: Study) -> None:
    bot, other = await guest(study, 'bot'), await guest(study, 'other', person='api:2', present=False)
    await visited(study, 1)
    before = len(await study.stored())
    await study.room.wake()
    assert [type(fact).__name__ for fact in (await study.stored())[before:]] == ['SeatLeft', 'SeatLeft']
    assert (study.room.person(bot.seat), study.room.person(other.seat)) == (None, None)
    assert study.room.person(study.ann) is not None
    await study.room.wake()
    assert len(await study.stored()) == before + 2


async def test_a_guest_is_gone_even_when_that_cannot_be_stored(study: Study) -> None:
    bot, waiting = await guest(study, 'bot'), await guest(study, 'waiting', person='api:2', present=False)
    study.log.writing = False
    for seat in (bot.seat, waiting.seat, study.ann):
        assert await refused(study.room.leave(seat)) == 'not_stored'
    assert study.room.state().people == ('Ann', 'Ben'), 'a browser still shows the room, and may try again'
    study.log.writing = True
    names_now = [(await study.room.sit_down(f'new {name}', name)).name for name in ('bot', 'waiting')]
    assert names_now == ['bot', 'waiting']


async def test_what_a_guest_claims_to_send_counts_until_it_is_in_the_call(study: Study) -> None:
    bot = await guest(study, 'bot')
    await study.room.claim_media(bot.seat, TALKING)
    assert study.room.media == {bot.seat: TALKING}
    study.room.left_call(bot.seat)
    assert study.room.media == {bot.seat: TALKING}, 'it was not in the call'
    study.room.set_media(bot.seat, SHOWING)
    await study.room.claim_media(bot.seat, TALKING)
    assert study.room.media == {bot.seat: SHOWING}
    study.room.left_call(bot.seat)
    assert study.room.media == {}
    await study.room.claim_media(bot.seat, TALKING)
    assert study.room.media == {bot.seat: TALKING}


async def test_livekit_overrides_a_claim_even_if_its_report_changed_nothing(study: Study) -> None:
    bot = await guest(study, 'bot')
    study.room.set_media(bot.seat, MediaState())
    await study.room.claim_media(bot.seat, TALKING)
    assert study.room.media == {}


async def test_only_guests_who_have_joined_may_claim_what_they_send(study: Study) -> None:
    waiting = await guest(study, 'bot', present=False)
    assert await refused(study.room.claim_media(study.ann, TALKING)) == 'not_allowed'
    assert await refused(study.room.claim_media(waiting.seat, TALKING)) == 'not_present'
    assert await refused(study.room.claim_media('seat:nobody', TALKING)) == 'not_seated'


async def test_a_name_belongs_to_a_browser_that_is_here_or_on_its_way() -> None:
    study = await empty_room()
    await guest(study, 'bot')
    ann = (await study.room.sit_down('ann', 'Ann')).seat
    assert [study.room.is_of_a_browser(name) for name in ('ann', 'ＡＮＮ', 'bot', 'Ben')] == [True, True, False, False]
    study.clock.step(31)
    assert not study.room.is_of_a_browser('Ann'), 'the page never came'
    study.room.connect(ann, 'client', 'tab')
    study.room.disconnect(ann, 'client')
    assert study.room.is_of_a_browser('Ann'), 'it is reconnecting'
    await study.room.leave(ann)
    assert not study.room.is_of_a_browser('Ann')

import asyncio
from collections.abc import Sequence

import pytest

from studyroom.room import events
from studyroom.room.errors import RoomError
from studyroom.room.events import Fact
from studyroom.room.rhythm import MINUTE, Phase, Rhythm
from tests.room.stepped_study import ROOM_ID, FailingLog, Study, names, two_people


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_a_fact_is_durable_before_anybody_hears_of_it(study: Study) -> None:
    stored_then: list[int] = []
    kept = study.log.kept

    def note(event: events.MessageSent) -> None:
        stored_then.append(event.seq)

    study.hub.subscribe(ROOM_ID, study.ben, {events.MessageSent: note})
    await study.room.say(study.ann, 'hello')
    assert stored_then == [(await kept.read(ROOM_ID))[-1].seq] == [study.facts.seq]


async def test_facts_are_numbered_without_a_gap(study: Study) -> None:
    await asyncio.gather(*(study.room.say(study.ann, f'message {number}') for number in range(20)))
    assert [fact.seq for fact in await study.stored()] == list(range(1, study.facts.seq + 1))


async def test_a_full_disk_refuses_the_verb_and_changes_nothing(study: Study) -> None:
    await study.room.start(study.ann)
    before, heard = study.facts, study.listen(study.ben)
    study.log.writing = False
    room, ann = study.room, study.ann
    for verb in (
        room.say(ann, 'hello'),
        room.pause(ann),
        room.skip(ann),
        room.intend(ann, 'read'),
        room.sit_down('cleo', 'Cleo'),
        room.leave(ann),
        room.configure(ann, title='Maths'),
    ):
        assert await refused(verb) == 'not_stored'
    assert study.facts is before
    assert heard == []
    assert study.ann in room.presence


async def test_bad_input_is_refused_without_touching_the_log(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(26 * MINUTE)
    study.log.writing = study.log.reading = False
    room, ann, heard, before = study.room, study.ann, study.listen(study.ben), study.log.refusals
    for verb, code in (
        (room.say(ann, ''), 'message_empty'),
        (room.configure(ann, colour='red'), 'bad_setting'),
        (room.sit_down('cleo', 'x' * 65), 'name_too_long'),
        (room.visit('bot', ''), 'name_empty'),
        (room.set_rhythm(room.seat_of('visitor'), Rhythm(focus=1)), 'bad_rhythm'),
        (room.answer(ann, 'perhaps'), 'bad_answer'),
    ):
        assert await refused(verb) == code
    assert (heard, study.log.refusals) == ([], before)


async def test_the_next_verb_works_when_the_disk_does_again(study: Study) -> None:
    study.log.writing = False
    assert await refused(study.room.say(study.ann, 'lost')) == 'not_stored'
    study.log.writing = True
    await study.room.say(study.ann, 'kept')
    assert study.facts.chat.lines[-1].text == 'kept'
    assert await study.rebuilt() == study.facts


async def test_a_bell_that_could_not_be_stored_rings_later_with_its_own_deadline(study: Study) -> None:
    await study.room.start(study.ann)
    deadline, heard = study.room.deadline, study.listen(study.ben)
    study.log.writing = False
    study.clock.step(26 * MINUTE)
    assert await refused(study.room.bring_forward()) == 'not_stored'
    assert study.remaining == 0
    study.log.writing = True
    await study.room.bring_forward()
    assert [(type(bell), bell.at) for bell in heard] == [(events.PhaseEnded, deadline)]


async def test_what_another_server_stored_comes_first_and_the_verb_is_decided_again(study: Study) -> None:
    heard = study.listen(study.ben)
    await study.as_another_server(
        lambda facts: [
            events.TimerStarted(
                room_id=ROOM_ID, at=study.clock.now(), by=study.ben, timer=facts.timer.start(study.clock.now())
            )
        ]
    )
    await study.room.add_goal(study.ann, 'read')
    await study.room.start(study.ann)
    assert names(heard) == ['TimerStarted']
    assert study.facts.timer_by == study.ben
    assert await study.rebuilt() == study.facts


async def test_a_skip_that_came_after_one_on_another_server_skips_nothing(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    now = study.clock.now()
    await study.room.set_status(study.ann, 'focusing')
    await study.as_another_server(
        lambda facts: [
            events.PhaseSkipped(
                room_id=ROOM_ID, at=now, by=study.ben, timer=facts.timer.skip(now), skipped=facts.timer.phase
            )
        ]
    )
    await study.room.skip(study.ann, Phase.FOCUS)
    assert names(heard) == ['StatusSet', 'PhaseSkipped', 'StatusSet']
    assert study.facts.timer.phase is Phase.BREAK


async def test_a_log_that_cannot_be_read_after_a_lost_race_refuses_the_verb(study: Study) -> None:
    await study.as_another_server(
        lambda facts: [events.RoomGoalSet(room_id=ROOM_ID, at=study.clock.now(), goal='elsewhere')]
    )
    study.log.reading = False
    assert await refused(study.room.say(study.ann, 'hello')) == 'not_stored'
    study.log.reading = True
    await study.room.say(study.ann, 'hello')
    assert study.facts.config.goal == 'elsewhere'
    assert await study.rebuilt() == study.facts


async def test_a_room_whose_log_was_deleted_refuses_instead_of_retrying_forever(study: Study) -> None:
    await study.log.delete(ROOM_ID)
    assert await refused(asyncio.wait_for(study.room.say(study.ann, 'hello'), 1)) == 'not_stored'


class LateLog(FailingLog):
    """Stores at once, and says so only when `prompt` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.prompt = asyncio.Event()
        self.prompt.set()

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        stored = await super().append(room_id, facts, after_seq, erase)
        await self.prompt.wait()
        return stored


async def test_the_next_verb_catches_up_on_one_cancelled_after_it_was_stored() -> None:
    log = LateLog()
    study = await two_people(log=log)
    heard = study.listen(study.ben)
    log.prompt.clear()
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(study.room.say(study.ann, 'stored'), 0.01)
    assert heard == []
    log.prompt.set()
    await study.room.say(study.ann, 'next')
    assert [line.text for line in study.facts.chat.lines] == ['stored', 'next']
    assert names(heard) == ['MessageSent', 'MessageSent']


async def test_the_goal_of_the_room_is_pinned_for_everyone(study: Study) -> None:
    heard = study.listen(study.ben)
    for _ in range(2):
        await study.room.set_goal(study.ann, ' finish sheet 3 ')
    assert names(heard) == ['RoomGoalSet']
    assert study.facts.config.goal == 'finish sheet 3'
    await study.room.set_goal(study.ben, '')
    assert study.room.state().config.goal == ''
    assert await refused(study.room.set_goal(study.ann, 'x' * 121)) == 'room_goal_too_long'
    assert await refused(study.room.set_goal(study.room.seat_of('visitor'), 'x')) == 'not_seated'


async def test_settings_of_the_room_change_for_everyone(study: Study) -> None:
    heard = study.listen(study.ben)
    for _ in range(2):
        await study.room.configure(study.ann, title=' Maths ', listed=False, hold_notes=True)
    assert names(heard) == ['RoomConfigured']
    config = study.facts.config
    assert (config.title, config.listed, config.hold_notes, config.rhythm) == ('Maths', False, True, Rhythm())


@pytest.mark.parametrize(
    ('changes', 'code'),
    [
        ({'title': ''}, 'title_empty'),
        ({'title': None}, 'title_wrong_type'),
        ({'listed': 'yes'}, 'bad_setting'),
        ({'hold_notes': 1}, 'bad_setting'),
        ({'rhythm': Rhythm(focus=3000)}, 'bad_setting'),
        ({'colour': 'red'}, 'bad_setting'),
    ],
)
async def test_an_unknown_or_wrong_setting_is_refused(study: Study, changes: dict[str, object], code: str) -> None:
    before = study.facts
    assert await refused(study.room.configure(study.ann, **changes)) == code
    assert study.facts is before


async def test_a_visitor_cannot_change_settings(study: Study) -> None:
    assert await refused(study.room.configure(study.room.seat_of('visitor'), title='Mine')) == 'not_seated'

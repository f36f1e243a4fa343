import asyncio

import pytest

from studyroom.room.chat import LineKind
from studyroom.room.errors import RoomError
from studyroom.room.events import PhaseEnded, TimeAdded
from studyroom.room.focus_timer import Status
from studyroom.room.rhythm import MINUTE, PRESETS, Phase, Rhythm
from tests.room.stepped_study import Study, names, two_people


async def test_both_people_hear_of_a_start(study: Study) -> None:
    ann, ben = study.listen(study.ann), study.listen(study.ben)
    await study.room.start(study.ann)
    assert names(ann) == ['TimerStarted']
    assert ann == ben
    assert study.room.deadline == study.clock.now() + 25 * MINUTE
    assert (study.facts.timer_by, study.facts.timer_verb) == (study.ann, 'TimerStarted')


async def test_when_two_people_press_start_the_timer_starts_once(study: Study) -> None:
    heard = study.listen(study.ben)
    await asyncio.gather(study.room.start(study.ann), study.room.start(study.ben))
    assert names(heard) == ['TimerStarted']


async def test_when_two_people_press_skip_one_phase_is_skipped(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    seen = study.facts.timer.phase
    await asyncio.gather(study.room.skip(study.ann, seen), study.room.skip(study.ben, seen))
    assert names(heard) == ['PhaseSkipped']
    assert study.facts.timer.phase is Phase.BREAK


async def test_a_skip_that_comes_after_the_bell_skips_nothing(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(25 * MINUTE)
    heard = study.listen(study.ben)
    await study.room.skip(study.ann, Phase.FOCUS)
    assert names(heard) == ['PhaseEnded']
    assert (study.facts.timer.phase, study.facts.timer.status) == (Phase.BREAK, Status.RUNNING)


async def test_when_two_people_press_pause_or_resume_it_happens_once(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    await asyncio.gather(study.room.pause(study.ann), study.room.pause(study.ben))
    await asyncio.gather(study.room.resume(study.ann), study.room.resume(study.ben))
    assert names(heard) == ['TimerPaused', 'TimerResumed']


async def test_a_pause_keeps_what_is_left(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(10.25)
    await study.room.pause(study.ben)
    study.clock.step(3_600)
    assert study.remaining == 25 * MINUTE - 10.25
    await study.room.resume(study.ann)
    assert study.room.deadline == study.clock.now() + 25 * MINUTE - 10.25


async def test_start_resumes_a_paused_phase(study: Study) -> None:
    await study.room.start(study.ann)
    await study.room.pause(study.ann)
    heard = study.listen(study.ben)
    await study.room.start(study.ben, Phase.FOCUS)
    assert names(heard) == ['TimerResumed']


async def test_start_break_resumes_a_paused_long_break() -> None:
    study = await two_people(rhythm=Rhythm(rounds=2))
    await study.room.start(study.ann, Phase.LONG)
    await study.room.pause(study.ann)
    heard = study.listen(study.ben)
    await study.room.start(study.ann, Phase.BREAK)
    assert names(heard) == ['TimerResumed']
    assert study.facts.timer.phase is Phase.LONG


async def test_a_start_that_waited_for_a_pause_is_a_resume(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    await asyncio.gather(study.room.pause(study.ann), study.room.start(study.ben))
    assert names(heard) == ['TimerPaused', 'TimerResumed']


async def test_the_bell_carries_its_deadline_however_late_it_is_noticed(study: Study) -> None:
    await study.room.start(study.ann)
    deadline = study.room.deadline
    heard = study.listen(study.ben)
    study.clock.step(25 * MINUTE + 40)
    await study.room.bring_forward()
    (bell,) = heard
    assert isinstance(bell, PhaseEnded)
    assert (bell.at, bell.ended, bell.by) == (deadline, Phase.FOCUS, '')
    assert study.remaining == 5 * MINUTE - 40


async def test_a_verb_brings_the_room_forward_first(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    study.clock.step(31 * MINUTE)
    await study.room.say(study.ann, 'back')
    assert names(heard) == ['PhaseEnded', 'PhaseEnded', 'MessageSent']
    assert (study.facts.timer.phase, study.facts.timer.status) == (Phase.FOCUS, Status.IDLE)


async def test_nothing_is_announced_when_nothing_is_due(study: Study) -> None:
    heard = study.listen(study.ben)
    await study.room.bring_forward()
    assert heard == []


async def test_undoing_a_skip_restores_the_timer_as_if_it_had_kept_running(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(100)
    before = study.facts.timer
    await study.room.skip(study.ben)
    study.clock.step(5)
    await study.room.undo(study.ann)
    assert study.facts.timer == before
    assert study.remaining == 25 * MINUTE - 105


async def test_a_reset_is_undone_while_paused_and_while_running(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(100)
    for verb in (study.room.pause, study.room.resume):
        await verb(study.ann)
        before = study.facts.timer
        await study.room.reset(study.ben)
        await study.room.undo(study.ben)
        assert study.facts.timer == before


async def test_undoing_past_the_deadline_rings_the_bell_that_was_due(study: Study) -> None:
    await study.room.start(study.ann)
    study.clock.step(25 * MINUTE - 2)
    deadline = study.room.deadline
    await study.room.reset(study.ann)
    study.clock.step(4)
    heard = study.listen(study.ben)
    await study.room.undo(study.ann)
    assert names(heard) == ['TimerRestored', 'PhaseEnded']
    assert heard[1].at == deadline
    assert study.facts.updated_at == study.clock.now()


async def too_late(study: Study) -> bool:
    with pytest.raises(RoomError) as refusal:
        await study.room.undo(study.ann)
    return refusal.value.code == 'too_late'


async def test_after_five_seconds_it_is_too_late_to_undo(study: Study) -> None:
    await study.room.start(study.ann)
    assert await too_late(study)
    await study.room.skip(study.ann)
    study.clock.step(5.6)
    assert await too_late(study)


@pytest.mark.parametrize('change', ['pause', 'add', 'rhythm', 'undo'])
async def test_an_undo_is_refused_when_the_timer_was_changed_in_between(study: Study, change: str) -> None:
    room = study.room
    changes = {
        'pause': room.pause,
        'add': lambda seat: room.add_minutes(seat, 1),
        'rhythm': lambda seat: room.set_rhythm(seat, PRESETS['deep']),
        'undo': room.undo,
    }
    await room.start(study.ann)
    await room.skip(study.ann)
    await changes[change](study.ben)
    assert await too_late(study)


def bells(study: Study) -> list[LineKind]:
    return [line.kind for line in study.facts.chat.lines]


async def test_an_undone_skip_leaves_no_bell_in_the_chat(study: Study) -> None:
    await study.room.start(study.ann)
    await study.room.skip(study.ann)
    assert bells(study) == [LineKind.FOCUS_BEGAN, LineKind.FOCUS_ENDED]
    await study.room.undo(study.ann)
    assert bells(study) == [LineKind.FOCUS_BEGAN]


async def test_an_undone_skip_of_a_break_leaves_no_focus_in_the_chat() -> None:
    study = await two_people(rhythm=Rhythm(auto_focus=True))
    await study.room.start(study.ann, Phase.BREAK)
    await study.room.skip(study.ann)
    assert bells(study) == [LineKind.FOCUS_BEGAN]
    await study.room.undo(study.ben)
    assert bells(study) == []


@pytest.mark.parametrize('verb', ['skip', 'reset'])
async def test_undoing_a_change_that_rang_no_bell_removes_none(study: Study, verb: str) -> None:
    await study.room.start(study.ann)
    await study.until_the_bell()
    before = study.facts.chat
    await getattr(study.room, verb)(study.ben)
    await study.room.undo(study.ben)
    assert study.facts.chat == before


async def test_notes_do_not_wait_for_a_focus_whose_start_was_undone() -> None:
    study = await two_people(hold_notes=True, rhythm=Rhythm(auto_focus=True))
    await study.room.start(study.ann, Phase.BREAK)
    await study.room.skip(study.ann)
    await study.room.say(study.ben, 'did you mean to skip?')
    assert len(study.facts.chat.held) == 1
    await study.room.undo(study.ann)
    assert study.facts.chat.held == ()
    assert study.facts.chat.lines[-1].text == 'did you mean to skip?'


async def test_a_reset_that_changes_nothing_is_not_announced(study: Study) -> None:
    heard = study.listen(study.ben)
    await study.room.reset(study.ann)
    assert heard == []


async def test_minutes_are_added_for_everyone(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    await study.room.add_minutes(study.ann, 1)
    await study.room.add_minutes(study.ben, 5)
    assert [event.seconds for event in heard if isinstance(event, TimeAdded)] == [60, 300]
    assert study.remaining == 31 * MINUTE


@pytest.mark.parametrize('count', [0, -5, 61, True, 1.5, '5', None])
async def test_a_wrong_number_of_minutes_is_refused(study: Study, count: int) -> None:
    with pytest.raises(RoomError) as refusal:
        await study.room.add_minutes(study.ann, count)
    assert refusal.value.code == 'bad_minutes'


async def test_no_minutes_can_be_added_to_the_longest_focus(study: Study) -> None:
    await study.room.set_rhythm(study.ann, Rhythm(focus=120 * MINUTE))
    await study.room.add_minutes(study.ann, 60)
    with pytest.raises(RoomError) as refusal:
        await study.room.add_minutes(study.ben, 1)
    assert refusal.value.code == 'too_much_time'
    assert study.remaining == 180 * MINUTE


async def test_a_rhythm_is_set_for_everyone_and_kept_in_the_configuration(study: Study) -> None:
    heard = study.listen(study.ben)
    await study.room.set_rhythm(study.ann, PRESETS['deep'])
    await study.room.set_rhythm(study.ben, PRESETS['deep'])
    assert names(heard) == ['RhythmSet']
    assert study.facts.config.rhythm == PRESETS['deep']
    assert study.remaining == 50 * MINUTE
    with pytest.raises(RoomError) as refusal:
        await study.room.set_rhythm(study.ann, Rhythm(focus=1))
    assert refusal.value.code == 'bad_rhythm'


async def test_a_whole_set_ends_with_the_long_break() -> None:
    study = await two_people(rhythm=PRESETS['long'])
    phases = []
    for _ in range(4):
        if study.facts.timer.status is Status.IDLE:
            await study.room.start(study.ann)
        phases.append(study.facts.timer.phase)
        await study.until_the_bell()
    assert phases == [Phase.FOCUS, Phase.BREAK, Phase.FOCUS, Phase.LONG]


async def test_a_visitor_cannot_touch_the_timer(study: Study) -> None:
    heard = study.listen(study.ann)
    visitor = study.room.seat_of('a visitor')
    room = study.room
    verbs = (room.start, room.pause, room.resume, room.skip, room.reset, room.undo)
    for verb in verbs:
        with pytest.raises(RoomError) as refusal:
            await verb(visitor)
        assert refusal.value.code == 'not_seated'
    assert heard == []


async def test_changing_a_length_leaves_the_rest_of_the_rhythm_as_it_is() -> None:
    study = await two_people(rhythm=Rhythm(1500, 300, 900, 4, auto_break=False, auto_focus=True))
    await study.room.set_lengths(study.ann, focus=600)
    await study.room.set_lengths(study.ann, short_break=120)
    assert study.facts.timer.rhythm == Rhythm(600, 120, 900, 4, auto_break=False, auto_focus=True)
    before = len(await study.stored())
    await study.room.set_lengths(study.ann, focus=600, short_break=120)
    assert len(await study.stored()) == before
    with pytest.raises(RoomError, match='A break lasts 1 to 30 minutes'):
        await study.room.set_lengths(study.ann, short_break=1801)

import pytest

from studyroom.room.chat import NOTES_HELD, LineKind
from studyroom.room.errors import RoomError
from studyroom.room.events import MessageDeleted, MessageSent
from tests.room.stepped_study import Study, names


def said(study: Study) -> list[str]:
    return [line.text for line in study.facts.chat.lines if line.kind is LineKind.MESSAGE]


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_both_read_what_one_writes(study: Study) -> None:
    ann, ben = study.listen(study.ann), study.listen(study.ben)
    await study.room.say(study.ann, '  hello\nBen ')
    assert ann == ben
    (sent,) = ben
    assert isinstance(sent, MessageSent)
    assert (sent.name, sent.text, sent.held, sent.at) == ('Ann', 'hello\nBen', False, study.clock.now())


async def test_a_message_keeps_the_name_it_was_written_under(study: Study) -> None:
    await study.room.say(study.ann, 'hello')
    await study.room.rename(study.ann, 'Anna')
    assert study.facts.chat.lines[-1].name == 'Ann'


async def test_during_a_focus_a_quiet_room_holds_notes_until_the_bell(quiet_study: Study) -> None:
    study = quiet_study
    await study.room.say(study.ann, 'before')
    await study.room.start(study.ann)
    await study.room.say(study.ben, 'during')
    assert said(study) == ['before']
    await study.room.pause(study.ann)
    await study.room.say(study.ann, 'paused')
    assert len(study.facts.chat.held) == 2
    await study.room.resume(study.ann)
    await study.until_the_bell()
    assert said(study) == ['before', 'during', 'paused']
    assert study.facts.chat.lines[-3].text == '2'
    await study.room.say(study.ann, 'after')
    assert said(study)[-1] == 'after'


@pytest.mark.parametrize('verb', ['skip', 'reset'])
async def test_notes_are_delivered_whatever_ends_the_focus(quiet_study: Study, verb: str) -> None:
    await quiet_study.room.start(quiet_study.ann)
    await quiet_study.room.say(quiet_study.ben, 'during')
    await getattr(quiet_study.room, verb)(quiet_study.ann)
    assert said(quiet_study) == ['during']
    assert not quiet_study.facts.chat.held


async def test_notes_that_are_no_longer_held_are_delivered_at_once(quiet_study: Study) -> None:
    await quiet_study.room.start(quiet_study.ann)
    await quiet_study.room.say(quiet_study.ben, 'during')
    await quiet_study.room.configure(quiet_study.ann, title='Maths')
    assert said(quiet_study) == []
    await quiet_study.room.configure(quiet_study.ann, hold_notes=False)
    assert said(quiet_study) == ['during']


async def test_a_quiet_room_holds_a_limited_number_of_notes(quiet_study: Study) -> None:
    await quiet_study.room.start(quiet_study.ann)
    for number in range(NOTES_HELD):
        await quiet_study.room.say(quiet_study.ann, f'note {number}')
    assert await refused(quiet_study.room.say(quiet_study.ann, 'one more')) == 'too_many_notes'
    await quiet_study.until_the_bell()
    assert said(quiet_study) == [f'note {number}' for number in range(NOTES_HELD)]


async def test_calls_for_help_are_not_held_in_a_quiet_room(quiet_study: Study) -> None:
    study = quiet_study
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    await study.room.ask_help(study.ann, ' exercise 3b ')
    assert names(heard) == ['HelpAsked']
    asking = study.facts.seats[study.ann]
    assert (asking.needs_help, asking.help_about) == (True, 'exercise 3b')
    assert (study.facts.chat.lines[-1].kind, study.facts.chat.lines[-1].text) == (LineKind.HELP, 'exercise 3b')


async def test_repeating_a_call_for_help_or_its_end_changes_nothing(study: Study) -> None:
    heard = study.listen(study.ben)
    for _ in range(2):
        await study.room.ask_help(study.ann)
    await study.room.ask_help(study.ann, 'now about 4')
    for _ in range(2):
        await study.room.end_help(study.ann)
    assert names(heard) == ['HelpAsked', 'HelpAsked', 'HelpEnded']
    assert not study.facts.seats[study.ann].needs_help
    assert await refused(study.room.ask_help(study.ann, 'x' * 141)) == 'help_too_long'


async def test_a_deleted_message_is_gone_for_everyone_and_its_words_leave_the_log(study: Study) -> None:
    await study.room.say(study.ann, 'a secret')
    line = study.facts.chat.lines[-1]
    heard = study.listen(study.ben)
    await study.room.delete_message(study.ann, line.line_id)
    (deleted,) = heard
    assert isinstance(deleted, MessageDeleted)
    assert deleted.line_id == line.line_id
    assert said(study) == []
    assert 'a secret' not in repr(await study.stored())
    assert await study.rebuilt() == study.facts


async def test_a_held_note_can_be_taken_back_before_the_bell(quiet_study: Study) -> None:
    await quiet_study.room.start(quiet_study.ann)
    await quiet_study.room.say(quiet_study.ann, 'oops')
    await quiet_study.room.delete_message(quiet_study.ann, quiet_study.facts.chat.held[0].line_id)
    await quiet_study.until_the_bell()
    assert said(quiet_study) == []


async def test_nobody_can_delete_what_another_person_wrote(study: Study) -> None:
    await study.room.say(study.ann, 'mine')
    line_id = study.facts.chat.lines[-1].line_id
    assert await refused(study.room.delete_message(study.ben, line_id)) == 'not_yours'
    assert said(study) == ['mine']


async def test_a_message_can_be_deleted_only_once(study: Study) -> None:
    await study.room.say(study.ann, 'mine')
    line_id = study.facts.chat.lines[-1].line_id
    await study.room.delete_message(study.ann, line_id)
    for missing in (line_id, None, 'x', 3):
        assert await refused(study.room.delete_message(study.ann, missing)) == 'no_such_message'


async def test_a_visitor_cannot_write(study: Study) -> None:
    visitor = study.room.seat_of('a visitor')
    for verb in (
        study.room.say(visitor, 'hello'),
        study.room.ask_help(visitor),
        study.room.end_help(visitor),
        study.room.delete_message(visitor, 'm1'),
    ):
        assert await refused(verb) == 'not_seated'
